package org.sshlite.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** What {@link TerminalTest} runs in a process of its own, on a pseudo-terminal. */
final class TerminalProbe {
  private TerminalProbe() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    say("pid " + ProcessHandle.current().pid());
    switch (arguments[0]) {
      case "secret" -> say("got " + reversedSecret());
      case "ask" ->
          say(
              "got "
                  + ControllingTerminal.ask("question? ", false, OptionalInt.empty())
                      .orElse("nothing"));
      case "raw" -> raw(false);
      case "raw-restored" -> raw(true);
      case "opened-while-asking" -> openWhileAsking();
      case "speed" ->
          say("speed " + SystemTerminal.open().modes().arguments().get(WireModes.TTY_OP_OSPEED));
      case "size" -> say("size " + SystemTerminal.open().size());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Runtime.getRuntime().halt(0);
  }

  /** Reversed, so that what the program prints is told apart from what the terminal echoes. */
  private static String reversedSecret() throws IOException {
    return ControllingTerminal.askSecret("password: ")
        .map(secret -> new String(secret.bytes(), StandardCharsets.UTF_8))
        .map(text -> new StringBuilder(text).reverse().toString())
        .orElse("nothing");
  }

  private static void raw(boolean restored) throws IOException {
    Undo.sessionBegins();
    SystemTerminal terminal = SystemTerminal.open();
    terminal.enterRawMode();
    say("raw");
    say("typed " + System.in.read());
    if (restored) {
      terminal.restore();
    }
  }

  /** The terminal is loaded while echo is off, as it is when a password is asked for meanwhile. */
  private static void openWhileAsking() throws IOException, InterruptedException {
    stty("-echo");
    SystemTerminal terminal = SystemTerminal.open();
    stty("echo");
    terminal.enterRawMode();
    terminal.restore();
  }

  private static void stty(String mode) throws IOException, InterruptedException {
    new ProcessBuilder("stty", mode).inheritIO().start().waitFor();
  }

  private static void say(String text) {
    System.out.print(text + "\r\n");
    System.out.flush();
  }
}
