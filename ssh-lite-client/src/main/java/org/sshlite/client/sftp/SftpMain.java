package org.sshlite.client.sftp;

import org.sshlite.client.terminal.Undo;

/** The program {@code ssh-lite-sftp}. */
public final class SftpMain {
  private SftpMain() {}

  public static void main(String[] arguments) {
    Undo.quitEnds();
    int status = new SftpProgram().run(arguments);
    Runtime.getRuntime().halt(status);
  }
}
