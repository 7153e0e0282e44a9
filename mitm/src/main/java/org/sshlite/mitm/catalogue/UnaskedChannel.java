package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;

/**
 * A channel towards the client that it has not asked for.
 *
 * @param changedKey whether the host key is the attacker's, too: for clients that only warn of it
 */
public record UnaskedChannel(String type, String wants, boolean changedKey)
    implements Manipulation {
  private static final int OURS = 77;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static List<UnaskedChannel> all() {
    return List.of(
        new UnaskedChannel("auth-agent@openssh.com", "the user's agent", false),
        new UnaskedChannel("auth-agent@openssh.com", "the user's agent", true),
        new UnaskedChannel("x11", "the user's display", false),
        new UnaskedChannel("forwarded-tcpip", "a port that was never forwarded", false),
        new UnaskedChannel(
            "forwarded-streamlocal@openssh.com", "a socket that was never forwarded", false),
        new UnaskedChannel("direct-tcpip", "a connection into the client's network", false),
        new UnaskedChannel("direct-streamlocal@openssh.com", "a socket of the client's", false),
        new UnaskedChannel("session", "a shell on the client", false),
        new UnaskedChannel("tun@openssh.com", "a tunnel into the client's network", false));
  }

  @Override
  public About about() {
    return new About(
        (changedKey ? "host-key-changed-then-" : "channel-") + shortType(),
        changedKey ? "host key" : "unasked",
        (changedKey ? "shows a host key of his own, and opens " : "opens ")
            + "a channel \""
            + type
            + "\" towards the client: "
            + wants,
        "RFC 4254 §6.1, §6.3.2, §7.2: a client opens sessions and says what may be opened to it",
        changedKey ? "refuse the host key" : "refuse the channel");
  }

  private String shortType() {
    int at = type.indexOf('@');
    return at < 0 ? type : type.substring(0, at);
  }

  @Override
  public Reach reach() {
    return changedKey ? Reach.IMPERSONATION : Reach.HOST;
  }

  @Override
  public Harm harm() {
    return changedKey ? Harm.TRUST : Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(new Opening());
  }

  private final class Opening implements Conduct {
    private boolean answered;

    @Override
    public List<HostKey> hostKeys(Scene scene) {
      return changedKey ? List.of(scene.attackersKey()) : scene.trueKeys();
    }

    @Override
    public void at(Stage stage, ServerEnd end) throws IOException {
      if (stage == Stage.KEXINIT_SENT && changedKey) {
        end.evidence().strike("showed a host key of his own");
      }
      if (stage == Stage.COMMAND_STARTED) {
        end.evidence().strike("opened a channel \"" + type + "\"");
        end.send(new ChannelOpen(new ChannelType.Unknown(type, data()), OURS, 1 << 20, 1 << 15));
        end.serveUntil(() -> answered, PATIENCE);
      }
    }

    @Override
    public boolean received(byte[] payload, ServerEnd end) {
      int number = payload[0] & 0xff;
      if (number == ChannelOpenConfirmation.NUMBER) {
        end.evidence().harm(Leak.OTHER, "it opens " + wants);
      } else if (number == ChannelOpenFailure.NUMBER) {
        end.evidence().refused("the client", "refuses the channel");
      }
      answered |= number == ChannelOpenConfirmation.NUMBER || number == ChannelOpenFailure.NUMBER;
      return answered && number <= ChannelOpenFailure.NUMBER && number > 90;
    }
  }

  private byte[] data() {
    SshWriter out = new SshWriter();
    switch (type) {
      case "x11" -> out.string("127.0.0.1").uint32(6000);
      case "forwarded-tcpip", "direct-tcpip" ->
          out.string("127.0.0.1").uint32(22).string("127.0.0.1").uint32(1024);
      case "forwarded-streamlocal@openssh.com" -> out.string("/tmp/socket").string("");
      case "direct-streamlocal@openssh.com" -> out.string("/tmp/socket").string("").uint32(0);
      case "tun@openssh.com" -> out.uint32(1).uint32(0);
      default -> {}
    }
    return out.toByteArray();
  }
}
