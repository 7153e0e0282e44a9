package org.sshlite.tools.keygen;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.terminal.Undo;
import org.sshlite.tools.Console;

/** The program {@code ssh-lite-keygen}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Undo.quitEnds();
    Optional<Path> agent =
        Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
            .filter(name -> !name.isEmpty())
            .map(Path::of);
    int status = new Program(Console.system(), agent).run(List.of(arguments));
    // exit would load a logger first, to say that it exits; nothing is left for its hooks to do
    Runtime.getRuntime().halt(status);
  }
}
