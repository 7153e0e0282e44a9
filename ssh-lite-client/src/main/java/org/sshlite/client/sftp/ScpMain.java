package org.sshlite.client.sftp;

/** The program {@code ssh-lite-scp}. */
public final class ScpMain {
  private ScpMain() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().halt(ScpProgram.run(arguments));
  }
}
