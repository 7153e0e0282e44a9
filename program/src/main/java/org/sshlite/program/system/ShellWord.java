package org.sshlite.program.system;

/** Any text as one word of a line for a shell. */
public final class ShellWord {
  private ShellWord() {}

  public static String of(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
