package org.sshlite.sshd;

import java.io.IOException;

/** An application in the place of the operating system's shell. */
@FunctionalInterface
public interface ShellApplication {
  /**
   * Serves one session, on a virtual thread of its own that is interrupted when the session ends
   * before. Output is flushed and the session closed when this returns.
   *
   * @return the exit status, 0 to 255; an exception counts as 1
   * @throws IOException when the peer is gone
   */
  int run(Terminal terminal) throws IOException;
}
