package org.sshlite.protocol.connection;

/**
 * Messages that carry nothing and come when nobody waits for them: credit and replies for a channel
 * that is closed, replies without a request. Programs send them, as Node's ssh2 1.17 a
 * WINDOW_ADJUST after its CLOSE; to refuse them would protect nobody, and end all that runs on the
 * connection. They cost what SSH_MSG_IGNORE costs. Loop only.
 */
final class Strays {
  /** So many are noted, on one connection: a peer cannot fill a log with them. */
  private static final int NOTED = 16;

  private static final System.Logger LOG = System.getLogger("connection");

  private int noted;

  void note(String what) {
    if (noted < NOTED) {
      noted++;
      LOG.log(System.Logger.Level.DEBUG, what);
    }
  }
}
