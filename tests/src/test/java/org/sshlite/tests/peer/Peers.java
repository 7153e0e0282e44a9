package org.sshlite.tests.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds the programs of others. A test that needs one that is missing is skipped, in the open. */
public final class Peers {
  /** Gives a server a user database of our own: see {@link Account}. */
  public static final String NSS_WRAPPER = "libnss_wrapper.so";

  /** Servers lie there, and the search path of a plain user does not name them. */
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/local/sbin", "/usr/sbin", "/usr/lib/openssh");

  private Peers() {}

  /**
   * Skips the test unless all programs are installed; with {@code -Dpeers=required} it fails
   * instead.
   */
  public static void require(String... programs) {
    for (String program : programs) {
      boolean there = program.equals(NSS_WRAPPER) ? nssWrapperExists() : find(program).isPresent();
      if (!there && "required".equals(System.getProperty("peers"))) {
        throw new AssertionError(program + " is not installed, and -Dpeers=required");
      }
      Assumptions.assumeTrue(there, program + " is not installed");
    }
  }

  /** Where a program lies; absolute, as sshd insists on. */
  public static Path path(String program) {
    return find(program).orElseThrow(() -> new AssertionError(program + " is not installed"));
  }

  public static boolean isInstalled(String program) {
    return find(program).isPresent();
  }

  /** The variable with the program's name in capitals says where it is, or the search path does. */
  private static Optional<Path> find(String program) {
    String named = System.getenv(program.toUpperCase(Locale.ROOT));
    if (named != null) {
      return Optional.of(Path.of(named).toAbsolutePath()).filter(Files::isExecutable);
    }
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), SYSTEM_FOLDERS.stream())
        .map(folder -> Path.of(folder, program).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean nssWrapperExists() {
    try (Stream<Path> files =
        Files.find(Path.of("/usr/lib"), 2, (file, _) -> file.endsWith(NSS_WRAPPER))) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
