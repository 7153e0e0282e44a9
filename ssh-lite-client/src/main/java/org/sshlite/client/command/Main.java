package org.sshlite.client.command;

/** The program {@code ssh-lite}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int status = new Program().run(arguments);
    // exit would load a logger first, to say that it exits; nothing is left for its hooks to do
    Runtime.getRuntime().halt(status);
  }
}
