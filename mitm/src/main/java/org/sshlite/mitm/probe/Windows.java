package org.sshlite.mitm.probe;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Left;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;

/** Data that there is no room for, or no more data to be, RFC 4254 §5.2, §5.3. */
final class Windows {
  /** A server may pass over it (RFC 4254 §5.2); OpenSSH 10.5 has ended by then. */
  private static final long BEYOND = 8L << 20;

  /** Where the data of CHANNEL_DATA begins: behind its number, the channel and a length. */
  private static final int DATA = 9;

  private static final int WHOLE = 32 * 1024;

  /** What fits a packet, RFC 4253 §6.1, with any server. */
  private static final int MOST_AT_ONCE = 128 * 1024;

  private Windows() {}

  static List<Probe> all() {
    return List.of(
        Channels.script(
            "window-overrun",
            "sends far more data than the window has room for",
            "RFC 4254 §5.2: at most as much as the window",
            Windows::overrun),
        Channels.script(
            "packet-too-large",
            "sends more data in a message than the channel takes at once",
            "RFC 4254 §5.1, §5.2: at most the maximum packet size",
            Windows::tooLarge),
        Channels.script(
            "data-after-eof",
            "sends data after EOF",
            "RFC 4254 §5.3: no more data after EOF",
            Windows::afterEof),
        Channels.script(
            "window-overflow",
            "widens a window beyond 2^32-1",
            "RFC 4254 §5.2: a window of at most 2^32-1 bytes",
            Windows::overflow));
  }

  /** Whether it runs. */
  private static boolean run(ClientEnd end, String command) throws IOException {
    end.reach(Standing.SESSION_OPENED);
    end.send(Channels.exec(end, command));
    boolean runs = Answers.isYes(end, ChannelSuccess.NUMBER);
    if (!runs) {
      end.inapplicable("the server runs no command");
    }
    return runs;
  }

  /** Whether it runs, and has begun to read: a shell may take its time. */
  private static boolean runsCat(ClientEnd end) throws IOException {
    if (!run(end, "cat")) {
      return false;
    }
    end.send(Channels.data(end.session().senderChannel(), 1));
    try {
      end.await(ChannelData.NUMBER);
      return true;
    } catch (SocketTimeoutException | Left _) {
      end.inapplicable("the server has no command cat that answers in time");
      return false;
    }
  }

  /** A command that reads nothing, so that the window does not grow for long. */
  private static void overrun(ClientEnd end) throws IOException {
    if (!run(end, "sleep 20")) {
      return;
    }
    int count = (int) Math.min(WHOLE, end.session().maximumPacketSize());
    byte[] data = Channels.data(end.session().senderChannel(), count);
    end.strike("sent more than the window has");
    long most = end.session().initialWindow() + BEYOND;
    long sent = 0;
    try {
      for (; sent < most; sent += count) {
        end.send(data);
      }
      end.settled();
    } catch (Left e) {
      end.evidence().refused("the server", e.getMessage() + ", after " + (sent >> 20) + " MiB");
      return;
    }
    end.inapplicable("it does not tell whether it keeps or passes over what is beyond the window");
  }

  private static void tooLarge(ClientEnd end) throws IOException {
    if (!runsCat(end)) {
      return;
    }
    long most = end.session().maximumPacketSize();
    if (most > MOST_AT_ONCE) {
      end.inapplicable("a message cannot be larger than the server takes");
      return;
    }
    end.strike("sent more in a message than the channel takes");
    end.send(Channels.data(end.session().senderChannel(), (int) most + 1));
    end.send(Channels.data(end.session().senderChannel(), 1));
    long echoed = 0;
    do {
      byte[] answer = end.await(ChannelData.NUMBER, ChannelClose.NUMBER);
      if (Payload.number(answer) == ChannelClose.NUMBER) {
        end.evidence().refused("the server", "closes the channel");
        return;
      }
      echoed += answer.length - DATA;
    } while (echoed == 0);
    if (echoed > 1) {
      end.accepted(Leak.OTHER, "it takes the message whole");
    } else {
      end.evidence().refused("the server", "drops the message");
    }
  }

  private static void afterEof(ClientEnd end) throws IOException {
    if (!runsCat(end)) {
      return;
    }
    end.strike("sent data after EOF");
    end.send(new ChannelEof(end.session().senderChannel()));
    end.send(Channels.data(end.session().senderChannel(), 1));
    byte[] answer = end.await(ChannelData.NUMBER, ChannelClose.NUMBER);
    if (Payload.number(answer) == ChannelData.NUMBER) {
      end.accepted(Leak.OTHER, "it hands the data on");
    } else {
      end.evidence().refused("the server", "closes the channel, and hands nothing on");
    }
  }

  private static void overflow(ClientEnd end) throws IOException {
    end.reach(Standing.SESSION_OPENED);
    end.strike("widened the window twice by 2^32-1");
    for (int i = 0; i < 2; i++) {
      end.send(new ChannelWindowAdjust(end.session().senderChannel(), 0xffff_ffffL));
    }
    end.settled();
    end.accepted(Leak.OTHER, "it goes on all the same");
  }
}
