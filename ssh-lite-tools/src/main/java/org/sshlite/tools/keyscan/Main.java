package org.sshlite.tools.keyscan;

import java.util.List;
import org.sshlite.client.terminal.Undo;
import org.sshlite.tools.Console;

/** The program {@code ssh-lite-keyscan}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Undo.quitEnds();
    int status = new Program(Console.system()).run(List.of(arguments));
    // exit would load a logger first, to say that it exits; nothing is left for its hooks to do
    Runtime.getRuntime().halt(status);
  }
}
