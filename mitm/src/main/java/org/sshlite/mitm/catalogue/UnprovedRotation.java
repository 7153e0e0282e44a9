package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.evidence.Leak;

/**
 * A host key announced by hostkeys-00@openssh.com that is never proved. Whether it was learned is
 * seen in the known_hosts afterwards.
 */
public enum UnprovedRotation implements Manipulation {
  NO_PROOF("rotation-without-proof", "answers the demand for a proof with nothing"),
  FAILURE("rotation-with-failure", "refuses the demand for a proof"),
  REPLAYED("rotation-with-replayed-proof", "proves it for another session identifier"),
  OTHER_KEY("rotation-with-proof-by-another-key", "proves it with a signature by the known key");

  private static final String ANNOUNCEMENT = "hostkeys-00@openssh.com";
  private static final String PROOF = "hostkeys-prove-00@openssh.com";
  private static final int GLOBAL_REQUEST = 80;
  private static final int SUCCESS = 81;
  private static final int REQUEST_FAILURE = 82;
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final String label;
  private final String does;

  UnprovedRotation(String label, String does) {
    this.label = label;
    this.does = does;
  }

  @Override
  public About about() {
    return new About(
        label,
        "rotation",
        "announces one more host key, and " + does,
        "draft-miller-sshm-hostkey-update: a key is learned when it has signed this session's id",
        "not learn the key");
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(new Announcing());
  }

  @Override
  public void inspect(Aftermath aftermath, Evidence evidence) {
    String line = aftermath.scene().attackersOtherKey().line();
    if (aftermath.knownHosts().contains(line)) {
      evidence.harm(Leak.OTHER, "it has learned the key");
    }
  }

  private final class Announcing implements Conduct {
    private boolean answered;

    @Override
    public void at(Stage stage, ServerEnd end) throws IOException {
      if (stage == Stage.AUTHENTICATED) {
        end.evidence().strike("announced " + added(end).fingerprint());
        SshWriter out = new SshWriter().uint8(GLOBAL_REQUEST).string(ANNOUNCEMENT).bool(false);
        end.scene().trueKeys().forEach(key -> out.string(key.blob()));
        end.send(out.string(added(end).blob()).toByteArray());
      } else if (stage == Stage.OUTPUT_SENT) {
        end.serveUntil(() -> answered, PATIENCE);
        if (!answered) {
          end.evidence().refused("the client", "asks for no proof, and so learns nothing");
        }
      }
    }

    @Override
    public boolean received(byte[] payload, ServerEnd end) throws IOException {
      byte[] asked = new SshWriter().uint8(GLOBAL_REQUEST).string(PROOF).toByteArray();
      if (payload.length < asked.length || Arrays.mismatch(payload, asked) != asked.length) {
        return false;
      }
      answered = true;
      end.evidence().refused("the client", "asks for a proof");
      end.send(answer(end));
      return true;
    }
  }

  private static HostKey added(ServerEnd end) {
    return end.scene().attackersOtherKey();
  }

  private byte[] answer(ServerEnd end) throws IOException {
    SshWriter out = new SshWriter().uint8(this == FAILURE ? REQUEST_FAILURE : SUCCESS);
    HostKey added = added(end);
    byte[] honest = signed(end.sessionIdentifier(), added);
    return switch (this) {
      case NO_PROOF, FAILURE -> out.toByteArray();
      case REPLAYED ->
          out.string(added.sign(added.algorithms().getFirst(), signed(new byte[32], added)))
              .toByteArray();
      case OTHER_KEY -> {
        HostKey known = end.scene().trueKey();
        yield out.string(known.sign(known.algorithms().getFirst(), honest)).toByteArray();
      }
    };
  }

  private static byte[] signed(byte[] sessionIdentifier, HostKey key) {
    return new SshWriter().string(PROOF).string(sessionIdentifier).string(key.blob()).toByteArray();
  }
}
