package org.sshlite.client.sftp;

import org.sshlite.client.terminal.Undo;

/** The program {@code ssh-lite-scp}. */
public final class ScpMain {
  private ScpMain() {}

  public static void main(String[] arguments) {
    Undo.quitEnds();
    Runtime.getRuntime().halt(ScpProgram.run(arguments));
  }
}
