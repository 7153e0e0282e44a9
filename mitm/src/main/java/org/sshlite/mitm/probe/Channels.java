package org.sshlite.mitm.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;

/** Channels that there are not, requests that are none, RFC 4254 §5, §6. */
final class Channels {
  private static final int UNKNOWN = 4711;
  private static final int OPEN_FAILURE = ChannelOpenFailure.NUMBER;

  /** More sessions than anyone has on one connection; OpenSSH's own limit is 10. */
  private static final int MANY = 1000;

  private Channels() {}

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    all.add(message("data-to-unknown", "data for a channel that there is not", data(UNKNOWN, 8)));
    all.add(message("eof-to-unknown", "EOF for a channel that there is not", number(96)));
    all.add(message("close-to-unknown", "CLOSE for a channel that there is not", number(97)));
    all.add(
        message(
            "adjust-of-unknown",
            "a window for a channel that there is not",
            new SshWriter().uint8(93).uint32(UNKNOWN).uint32(1).toByteArray()));
    all.add(
        message(
            "exec-on-unknown",
            "a command for a channel that there is not",
            new ChannelRequest(UNKNOWN, true, new SessionRequest.Exec("true")).payload()));
    all.add(
        message(
            "confirmation-unasked",
            "a confirmation of a channel that nobody asked for",
            new ChannelOpenConfirmation(UNKNOWN, 0, 1, 1, new byte[0]).payload()));
    all.add(
        message(
            "extended-data-beyond",
            "extended data that is longer than its packet",
            new SshWriter().uint8(95).uint32(0).uint32(1).uint32(-1).toByteArray()));
    for (String type :
        List.of("x11", "forwarded-tcpip", "auth-agent@openssh.com", "", "nonesuch")) {
      all.add(open(type));
    }
    broken(all);
    all.add(
        script(
            "exec-twice",
            "asks for two commands on one channel",
            "RFC 4254 §6.5: one of them for each channel",
            Channels::execTwice));
    all.add(
        script(
            "exec-after-close",
            "asks for a command after both ends have closed the channel",
            "RFC 4254 §5.3: a channel is closed when CLOSE went both ways",
            Channels::execAfterClose));
    all.add(
        script(
            "without-end",
            "opens " + MANY + " sessions",
            "RFC 4254 §5.1: a server may refuse for want of resources",
            Channels::many));
    return all;
  }

  private static void broken(List<Probe> all) {
    all.add(
        request(
            "exec-beyond-packet",
            "a command longer than its packet",
            "exec",
            bytes(out().uint32(-1))));
    all.add(request("exec-without-command", "exec without a command", "exec", new byte[0]));
    all.add(
        request(
            "env-beyond-packet",
            "a variable longer than its packet",
            "env",
            bytes(out().string("LANG").uint32(1 << 30))));
    all.add(
        request(
            "pty-modes-beyond-packet",
            "terminal modes longer than their packet",
            "pty-req",
            bytes(
                out().string("vt100").uint32(80).uint32(24).uint32(0).uint32(0).uint32(1 << 20))));
    all.add(
        request(
            "subsystem-beyond-packet",
            "a subsystem's name longer than its packet",
            "subsystem",
            bytes(out().uint32(1000).bytes(new byte[3]))));
    all.add(request("request-unknown", "a request that there is not", "nonesuch", new byte[0]));
  }

  private static SshWriter out() {
    return new SshWriter();
  }

  private static byte[] bytes(SshWriter out) {
    return out.toByteArray();
  }

  private static byte[] number(int number) {
    return out().uint8(number).uint32(UNKNOWN).toByteArray();
  }

  static byte[] data(int channel, int count) {
    return out().uint8(94).uint32(channel).string(new byte[count]).toByteArray();
  }

  static Probe script(String label, String does, String breaks, Probe.Script script) {
    return new Probe(
        new About(
            "channel-" + label, "channels", does, breaks, "disconnect, say no, or pass over it"),
        Needs.LOGIN,
        script);
  }

  /** Whatever it is about must have no answer but no. */
  private static Probe message(String label, String what, byte[] payload) {
    return script(
        label,
        "sends " + what,
        "RFC 4254 §5: the recipient's channel number is one that it gave",
        end -> {
          end.reach(Standing.SESSION_OPENED);
          end.strike("sent " + what);
          end.send(payload);
          if (end.settled().contains(ChannelSuccess.NUMBER)) {
            end.accepted(Leak.COMMAND, "it says yes");
          }
        });
  }

  private static Probe open(String type) {
    String name = type.isEmpty() ? "without-type" : type.replaceAll("[@.]", "-");
    return script(
        "open-" + name,
        "opens a channel of the type \"" + type + "\"",
        "RFC 4254 §6.3.2, §7.2: a type that only a server opens, or none",
        end -> {
          end.reach(Standing.AUTHENTICATED);
          end.strike("opened " + type);
          end.send(
              out()
                  .uint8(ChannelOpen.NUMBER)
                  .string(type)
                  .uint32(7)
                  .uint32(1 << 20)
                  .uint32(1 << 15)
                  .string("127.0.0.1")
                  .uint32(22)
                  .string("127.0.0.1")
                  .uint32(1)
                  .toByteArray());
          if (Answers.isYes(end, ChannelOpenConfirmation.NUMBER)) {
            end.accepted(Leak.OTHER, "it opens the channel");
          }
        });
  }

  private static Probe request(String label, String what, String type, byte[] fields) {
    return script(
        label,
        "sends " + what,
        "RFC 4254 §5.4, §6: a request's fields, within its packet",
        end -> {
          end.reach(Standing.SESSION_OPENED);
          end.strike("sent " + what);
          end.send(
              out()
                  .uint8(ChannelRequest.NUMBER)
                  .uint32(end.session().senderChannel())
                  .string(type)
                  .bool(true)
                  .bytes(fields)
                  .toByteArray());
          if (Answers.isYes(end, ChannelSuccess.NUMBER)) {
            end.accepted(Leak.OTHER, "it says yes");
          }
        });
  }

  static byte[] exec(ClientEnd end, String command) {
    return new ChannelRequest(end.session().senderChannel(), true, new SessionRequest.Exec(command))
        .payload();
  }

  private static void execTwice(ClientEnd end) throws IOException {
    end.reach(Standing.SESSION_OPENED);
    end.send(exec(end, "sleep 2"));
    if (!Answers.isYes(end, ChannelSuccess.NUMBER)) {
      end.inapplicable("the server runs no command");
      return;
    }
    end.strike("asked for a second command");
    end.send(exec(end, "true"));
    if (Answers.isYes(end, ChannelSuccess.NUMBER)) {
      end.accepted(Leak.OTHER, "it runs a second command");
    }
  }

  private static void execAfterClose(ClientEnd end) throws IOException {
    end.reach(Standing.SESSION_OPENED);
    end.send(new ChannelClose(end.session().senderChannel()));
    end.await(ChannelClose.NUMBER);
    end.strike("asked for a command after CLOSE");
    end.send(exec(end, "true"));
    if (end.settled().contains(ChannelSuccess.NUMBER)) {
      end.accepted(Leak.OTHER, "it runs the command");
    }
  }

  private static void many(ClientEnd end) throws IOException {
    end.reach(Standing.AUTHENTICATED);
    end.strike("opened sessions");
    for (int i = 0; i < MANY; i++) {
      end.send(new ChannelOpen(new ChannelType.Session(), i, 1 << 20, 1 << 15));
      if (Payload.number(end.await(ChannelOpenConfirmation.NUMBER, OPEN_FAILURE)) == OPEN_FAILURE) {
        end.evidence().refused("the server", "opens " + i + " sessions and no more");
        return;
      }
    }
    end.evidence().unbounded("it opens " + MANY + " sessions");
  }
}
