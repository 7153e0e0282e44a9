package org.sshlite.tests.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** Programs under a short name, for those who print or split a command line. */
public final class Scripts {
  private Scripts() {}

  /** A script that runs a program, its own arguments behind the program's. */
  public static void of(Path file, Program program) throws IOException {
    String words =
        program.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n"));
    Files.writeString(file, words);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
