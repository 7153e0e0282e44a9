package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.time.Duration;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.protocol.message.Disconnect;

/** Waits for one message, in phases where nothing else is served. */
final class Watch {
  private Watch() {}

  /** Runs {@code then} if a message with this number comes before the client leaves. */
  static void number(ServerEnd end, int number, Duration time, Runnable then) throws IOException {
    try {
      for (int next = end.readNumber(time); next >= 0; next = end.readNumber(time)) {
        if (next == number) {
          then.run();
          return;
        }
        if (next == Disconnect.NUMBER) {
          return;
        }
      }
    } catch (BadPacketException _) {
      return; // sealed by other keys than ours: it has not believed us
    }
  }
}
