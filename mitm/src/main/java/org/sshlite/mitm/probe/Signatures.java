package org.sshlite.mitm.probe;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.end.Userauth;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthSuccess;

/** Signatures by the user's key that are over something else, or are none, RFC 4252 §7. */
enum Signatures {
  OTHER_SESSION("other-session", "over another session identifier"),
  OTHER_USER("other-user", "over another user's name"),
  OTHER_SERVICE("other-service", "over another service"),
  OTHER_ALGORITHM_SIGNED("other-algorithm-within", "that names another algorithm within"),
  OTHER_ALGORITHM_NAMED("other-algorithm-named", "under an algorithm that is not the key's"),
  QUERY_SIGNED("query", "over the query form of the request"),
  OTHER_KEY("other-key", "by another key, behind the user's public key"),
  FLIPPED("bit-flipped", "with one bit changed"),
  TRUNCATED("truncated", "without its last byte"),
  EMPTY("empty", "of no bytes"),
  BEHIND_QUERY("behind-query", "behind a request that says it has none");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String label;
  private final String what;

  Signatures(String label, String what) {
    this.label = label;
    this.what = what;
  }

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    for (Signatures one : values()) {
      all.add(
          new Probe(
              about("signature-" + one.label, "shows a signature " + one.what),
              Needs.KEY,
              one::run));
    }
    all.add(
        new Probe(
            about("query-then-channel", "asks whether the key would do, and opens a session"),
            Needs.KEY,
            Signatures::queryThenChannel));
    all.add(
        new Probe(
            about("twice", "logs in as the user, and then as root by the method none"),
            Needs.LOGIN,
            Signatures::twice));
    return all;
  }

  private static About about(String label, String does) {
    return new About(
        "login-" + label,
        "authentication",
        does,
        "RFC 4252 §7: the signature covers session, user, service, algorithm and key; §5.3",
        "say that the login failed, or disconnect");
  }

  private void run(ClientEnd end) throws IOException {
    end.reach(Standing.SERVICE_ACCEPTED);
    Signer key = end.credentials().key().orElseThrow();
    byte[] payload = request(end, key);
    end.strike("showed a signature " + what);
    end.send(payload);
    int answer =
        Payload.number(
            end.await(UserauthSuccess.NUMBER, UserauthFailure.NUMBER, UserauthPkOk.NUMBER, 3));
    if (answer == UserauthSuccess.NUMBER) {
      end.accepted(Leak.ACCESS, "it lets the user in");
    } else {
      end.evidence().refused("the server", "does not take it");
    }
  }

  private byte[] request(ClientEnd end, Signer key) throws IOException {
    String user = end.credentials().user();
    Userauth own = Userauth.of(user);
    String algorithm = key.publicKey().signatureAlgorithms().getFirst();
    byte[] blob = key.publicKey().blob();
    byte[] session = end.sessionIdentifier();
    byte[] good = key.sign(algorithm, own.toBeSigned(session, algorithm, blob));
    return switch (this) {
      case OTHER_SESSION -> {
        byte[] other = session.clone();
        other[0] ^= 1;
        yield own.signed(
            algorithm, blob, key.sign(algorithm, own.toBeSigned(other, algorithm, blob)));
      }
      case OTHER_USER -> {
        Userauth other = Userauth.of(user + "x");
        yield own.signed(
            algorithm, blob, key.sign(algorithm, other.toBeSigned(session, algorithm, blob)));
      }
      case OTHER_SERVICE -> {
        Userauth other = new Userauth(user, ClientEnd.USERAUTH);
        yield own.signed(
            algorithm, blob, key.sign(algorithm, other.toBeSigned(session, algorithm, blob)));
      }
      case OTHER_ALGORITHM_SIGNED -> {
        byte[] name = new SshWriter().string(algorithm).toByteArray();
        byte[] renamed =
            new SshWriter()
                .string("x".repeat(algorithm.length()))
                .bytes(good, name.length, good.length - name.length)
                .toByteArray();
        yield own.signed(algorithm, blob, renamed);
      }
      case OTHER_ALGORITHM_NAMED -> {
        String other = algorithm.equals("ssh-ed25519") ? "rsa-sha2-512" : "ssh-ed25519";
        yield own.signed(other, blob, key.sign(algorithm, own.toBeSigned(session, other, blob)));
      }
      case QUERY_SIGNED -> {
        byte[] query =
            new SshWriter().string(session).bytes(own.query(algorithm, blob)).toByteArray();
        yield own.signed(algorithm, blob, key.sign(algorithm, query));
      }
      case OTHER_KEY -> {
        PrivateKey other = PrivateKey.generate("ssh-ed25519", RANDOM);
        byte[] by = other.sign("ssh-ed25519", own.toBeSigned(session, algorithm, blob));
        yield own.signed(algorithm, blob, by);
      }
      case FLIPPED -> {
        good[good.length - 5] ^= 1;
        yield own.signed(algorithm, blob, good);
      }
      case TRUNCATED -> own.signed(algorithm, blob, Arrays.copyOf(good, good.length - 1));
      case EMPTY -> own.signed(algorithm, blob, new byte[0]);
      case BEHIND_QUERY ->
          new SshWriter().bytes(own.query(algorithm, blob)).string(good).toByteArray();
    };
  }

  private static void queryThenChannel(ClientEnd end) throws IOException {
    end.reach(Standing.SERVICE_ACCEPTED);
    Signer key = end.credentials().key().orElseThrow();
    String algorithm = key.publicKey().signatureAlgorithms().getFirst();
    end.send(Userauth.of(end.credentials().user()).query(algorithm, key.publicKey().blob()));
    end.await(UserauthPkOk.NUMBER);
    end.strike("opened a session without a signature");
    end.send(new ChannelOpen(new ChannelType.Session(), ClientEnd.CHANNEL, 1 << 20, 1 << 15));
    if (end.settled().contains(ChannelOpenConfirmation.NUMBER)) {
      end.accepted(Leak.ACCESS, "it opens the session");
    }
  }

  /** RFC 4252 §5.3: requests after success are ignored. */
  private static void twice(ClientEnd end) throws IOException {
    end.reach(Standing.AUTHENTICATED);
    end.strike("logged in once more");
    end.send(Userauth.of("root").none());
    if (end.settled().contains(UserauthSuccess.NUMBER)) {
      end.accepted(Leak.ACCESS, "it lets another user in on the same connection");
    }
  }
}
