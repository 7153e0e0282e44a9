package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/** How much channel data the peer still takes, RFC 4254 §5.2. Loop only. */
final class SendWindow {
  /** A window is a uint32: RFC 4254 §5.2. */
  private static final long MAXIMUM = 0xffffffffL;

  private long bytes;

  SendWindow(long initial) {
    bytes = initial;
  }

  /** Bytes of data that may be sent now. */
  long bytes() {
    return bytes;
  }

  void sent(int count) {
    bytes -= count;
  }

  void adjust(long count) throws RefusedException {
    if (bytes + count > MAXIMUM) {
      throw new RefusedException(
          new Refusal.Malformed(
              "SSH_MSG_CHANNEL_WINDOW_ADJUST", "bytes to add", "window above 2^32 - 1"));
    }
    bytes += count;
  }
}
