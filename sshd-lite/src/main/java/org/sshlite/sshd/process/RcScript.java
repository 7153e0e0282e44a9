package org.sshlite.sshd.process;

import java.nio.charset.StandardCharsets;

/**
 * What is run in the process of a session before its shell or command, sshd(8) SSHRC: it has the
 * session's output and environment, and an input of its own.
 *
 * @param line for sh(1), where $0 is the user's shell
 * @param input what it reads
 */
public record RcScript(String line, byte[] input) {
  /** By the user's shell, as it may be that he has no other program. */
  private static final String USERS = "\"$0\" -c '/bin/sh \"$HOME/.ssh/rc\"'";

  /** Whether this system can run one; others go without. */
  public static boolean supported() {
    return Machine.current().isPresent();
  }

  /** ~/.ssh/rc. */
  public static RcScript ofUser(String input) {
    return new RcScript(USERS, input.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * One for all.
   *
   * @param file a path without quotes
   */
  public static RcScript ofSystem(String file, String input) {
    return new RcScript("/bin/sh '" + file + "'", input.getBytes(StandardCharsets.UTF_8));
  }
}
