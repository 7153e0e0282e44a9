package org.sshlite.client.sftp;

/** The program {@code ssh-lite-sftp}. */
public final class SftpMain {
  private SftpMain() {}

  public static void main(String[] arguments) {
    int status = new SftpProgram().run(arguments);
    Runtime.getRuntime().halt(status);
  }
}
