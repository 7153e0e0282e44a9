package org.sshlite.sshd.process;

/** How a process ended. */
public sealed interface Exit {
  /** The system has not kept how it ended: what a client shows that is told of no status. */
  Exit UNKNOWN = new Status(255);

  /**
   * It exited.
   *
   * @param status 0 to 255
   */
  record Status(int status) implements Exit {}

  /**
   * A signal ended it.
   *
   * @param signal its number
   */
  record Signalled(int signal, boolean coreDumped) implements Exit {}
}
