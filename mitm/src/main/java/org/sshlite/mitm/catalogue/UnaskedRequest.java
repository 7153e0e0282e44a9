package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;

/** A request to the client that only a client may make, RFC 4254 §6.5, §7.1. */
public record UnaskedRequest(String type, boolean global) implements Manipulation {
  private static final int GLOBAL_REQUEST = 80;
  private static final int CHANNEL_REQUEST = 98;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static List<UnaskedRequest> all() {
    return List.of(
        new UnaskedRequest("tcpip-forward", true),
        new UnaskedRequest("streamlocal-forward@openssh.com", true),
        new UnaskedRequest("cancel-tcpip-forward", true),
        new UnaskedRequest("cancel-streamlocal-forward@openssh.com", true),
        new UnaskedRequest("exec", false),
        new UnaskedRequest("shell", false),
        new UnaskedRequest("subsystem", false),
        new UnaskedRequest("auth-agent-req@openssh.com", false),
        new UnaskedRequest("x11-req", false));
  }

  @Override
  public About about() {
    int at = type.indexOf('@');
    return new About(
        "request-" + (at < 0 ? type : type.substring(0, at)),
        "unasked",
        "sends the " + (global ? "global" : "channel") + " request \"" + type + "\" to the client",
        "RFC 4254 §6.5, §7.1: a client ignores or refuses such requests",
        "answer with failure, and do nothing");
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          private boolean answered;

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.COMMAND_STARTED) {
              end.evidence().strike("requested \"" + type + "\"");
              end.send(request(end));
              end.serveUntil(() -> answered, PATIENCE);
            }
          }

          @Override
          public boolean received(byte[] payload, ServerEnd end) {
            int number = payload[0] & 0xff;
            int success = global ? 81 : 99;
            if (number == success) {
              end.evidence().harm(Leak.OTHER, "it grants \"" + type + "\"");
            } else if (number == success + 1) {
              end.evidence().refused("the client", "answers with failure");
            }
            answered |= number == success || number == success + 1;
            return number == success || number == success + 1;
          }
        });
  }

  private byte[] request(ServerEnd end) {
    SshWriter out = new SshWriter();
    if (global) {
      out.uint8(GLOBAL_REQUEST).string(type).bool(true);
    } else {
      out.uint8(CHANNEL_REQUEST).uint32(end.clientChannel()).string(type).bool(true);
    }
    switch (type) {
      case "tcpip-forward", "cancel-tcpip-forward" -> out.string("127.0.0.1").uint32(0);
      case "streamlocal-forward@openssh.com", "cancel-streamlocal-forward@openssh.com" ->
          out.string("/tmp/socket");
      case "x11-req" -> out.bool(false).string("MIT-MAGIC-COOKIE-1").string("00").uint32(0);
      case "exec" -> out.string("id");
      case "subsystem" -> out.string("sftp");
      default -> {}
    }
    return out.toByteArray();
  }
}
