package org.sshlite.tests.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exit;
import org.sshlite.client.SessionChannel;
import org.sshlite.protocol.message.SessionRequest;

/**
 * One bulk transfer through a command on the server.
 *
 * @param bytes of data
 */
public record Transfer(Way way, Suite suite, long bytes) {
  private static final int CHUNK = 64 * 1024;

  public enum Way {
    UPLOAD,
    DOWNLOAD
  }

  /** What runs on the server. */
  String command() {
    return switch (way) {
      case UPLOAD -> "cat >/dev/null";
      case DOWNLOAD -> "head -c " + bytes + " /dev/zero";
    };
  }

  String title() {
    return way.name().toLowerCase(Locale.ROOT) + ", " + suite.title();
  }

  /** Does it with our client's library. */
  public void over(ClientSession session) throws IOException {
    SessionChannel channel = session.open().join();
    if (!channel.request(new SessionRequest.Exec(command())).join()) {
      throw new IOException("exec refused");
    }
    byte[] buffer = new byte[CHUNK];
    if (way == Way.UPLOAD) {
      try (OutputStream out = channel.stdin()) {
        for (long left = bytes; left > 0; left -= CHUNK) {
          out.write(buffer, 0, (int) Math.min(left, CHUNK));
        }
      }
    }
    long received = 0;
    for (int count = 0; count >= 0; count = channel.stdout().read(buffer)) {
      received += count;
    }
    Exit exit = channel.waitFor();
    boolean all = way == Way.UPLOAD || received == bytes;
    if (!exit.isSuccess() || !all) {
      throw new IOException(exit + " after " + received + " bytes");
    }
  }
}
