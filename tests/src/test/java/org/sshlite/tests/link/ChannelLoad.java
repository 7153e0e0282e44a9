package org.sshlite.tests.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.tests.transfer.Transfer.Way;

/** Channels of one connection that all move bulk data at once, until the connection is closed. */
final class ChannelLoad {
  private static final int CHUNK = 64 * 1024;

  private final Way way;
  private final List<AtomicLong> bytes = new ArrayList<>();

  ChannelLoad(ClientSession session, Way way, int count) throws IOException {
    this.way = way;
    List<SessionChannel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SessionChannel channel = session.open().join();
      if (!channel.request(new SessionRequest.Exec(command(way))).join()) {
        throw new IOException("exec refused");
      }
      channels.add(channel);
    }
    for (SessionChannel channel : channels) {
      AtomicLong moved = new AtomicLong();
      bytes.add(moved);
      Thread.ofVirtual().start(() -> move(channel, moved));
    }
  }

  /** What runs on the server. */
  static String command(Way way) {
    return switch (way) {
      case UPLOAD -> "cat >/dev/null";
      case DOWNLOAD -> "cat /dev/zero";
    };
  }

  private void move(SessionChannel channel, AtomicLong moved) {
    byte[] buffer = new byte[CHUNK];
    try (InputStream in = channel.stdout();
        OutputStream out = channel.stdin()) {
      while (true) {
        if (way == Way.UPLOAD) {
          out.write(buffer);
          moved.addAndGet(CHUNK);
        } else {
          int count = in.read(buffer);
          if (count < 0) {
            return;
          }
          moved.addAndGet(count);
        }
      }
    } catch (IOException _) {
      return; // closed below us: enough was measured
    }
  }

  /** Bytes of each channel so far. */
  long[] bytes() {
    return bytes.stream().mapToLong(AtomicLong::get).toArray();
  }
}
