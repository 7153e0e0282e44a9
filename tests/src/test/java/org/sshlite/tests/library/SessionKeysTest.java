package org.sshlite.tests.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.HeapDump;

/**
 * What a heap has of key exchanges and session keys, of both ends in one process: nothing but the
 * keys in use. Who embeds the library may hold what he knows of connections that are long over.
 */
@Timeout(120)
class SessionKeysTest {
  private static final int X25519_LENGTH = 32;

  /** Of the longest key: that of chacha20-poly1305@openssh.com. */
  private static final int LONGEST = 64;

  private static final List<String> CIPHERS =
      List.of("aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes256-ctr");
  private static final List<String> MACS =
      List.of("hmac-sha2-256", "umac-64-etm@openssh.com", "hmac-sha2-512-etm@openssh.com");

  private final SecureRandom random = new SecureRandom();
  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", random);
  private final PrivateKey userKey = PrivateKey.generate("ssh-ed25519", random);
  private final List<AutoCloseable> kept = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : kept.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T keep(T each) {
    kept.add(each);
    return each;
  }

  /**
   * A key exchange.
   *
   * @param drawn the ephemeral private keys of both ends, masked
   */
  private record Exchange(List<byte[]> drawn) {
    static Exchange take(RecordedRandom recorded) {
      List<byte[]> drawn = recorded.take(X25519_LENGTH);
      assertThat(drawn).hasSize(2);
      return new Exchange(drawn);
    }

    /** RFC 7748 §5, decodeScalar25519. */
    private byte[] privateKey(int end) {
      byte[] key = RecordedRandom.masked(drawn.get(end));
      key[0] &= (byte) 0xf8;
      key[31] = (byte) (key[31] & 0x7f | 0x40);
      return key;
    }

    byte[] sharedSecret() {
      byte[] theirs = new byte[X25519_LENGTH];
      X25519.generatePublicKey(privateKey(1), 0, theirs, 0);
      byte[] secret = new byte[X25519_LENGTH];
      assertThat(X25519.calculateAgreement(privateKey(0), 0, theirs, 0, secret, 0)).isTrue();
      return secret;
    }

    /** What neither end has any use for once it has its keys. */
    List<byte[]> secrets() {
      return List.of(privateKey(0), privateKey(1), sharedSecret());
    }

    /** IVs, keys and integrity keys of both directions, RFC 4253 §7.2; the first exchange's. */
    List<byte[]> keys(byte[] sessionIdentifier) {
      byte[] secret = new SshWriter().mpint(new BigInteger(1, sharedSecret())).toByteArray();
      List<byte[]> keys = new ArrayList<>();
      for (char letter = 'A'; letter <= 'F'; letter++) {
        byte[] first =
            sha256(secret, sessionIdentifier, new byte[] {(byte) letter}, sessionIdentifier);
        byte[] second = sha256(secret, sessionIdentifier, first);
        byte[] both = Arrays.copyOf(first, LONGEST);
        System.arraycopy(second, 0, both, first.length, second.length);
        // as long as it may be, or only its beginning, or its end
        keys.add(Arrays.copyOf(both, letter < 'C' ? 12 : 16));
        keys.add(second);
      }
      return keys;
    }

    private static byte[] sha256(byte[]... parts) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
          digest.update(part);
        }
        return digest.digest();
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** One that was begun, and is known by whoever embeds the library. */
  private record Known(ClientSession session, Exchange first) {
    List<byte[]> keys() {
      return first.keys(session.connection().info().sessionIdentifier());
    }
  }

  @Test
  void nothing_is_in_the_heap_but_the_keys_in_use() throws Exception {
    List<Known> open = new ArrayList<>();
    List<Known> over = new ArrayList<>();
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < CIPHERS.size(); i++) {
      try (RecordedRandom recorded = new RecordedRandom()) {
        TransportOptions transport = transport(i);
        SshServer server = keep(serve(transport));
        SshClient client = keep(client(transport));
        String destination = "ssh://alice@127.0.0.1:" + server.port();
        for (int j = 0; j < 3; j++) {
          Known known = new Known(client.connect(destination), Exchange.take(recorded));
          exchanges.add(known.first());
          switch (j) {
            case 0 -> {
              known.session().close();
              known.session().connection().ended().get(1, TimeUnit.MINUTES);
              over.add(known);
            }
            case 1 -> {
              rekey(known.session());
              exchanges.add(Exchange.take(recorded));
              over.add(known);
            }
            default -> open.add(known);
          }
        }
      }
    }

    // what is over at one end may be about to be over at the other
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertNothingElse(open, over, exchanges));
  }

  private static void assertNothingElse(
      List<Known> open, List<Known> over, List<Exchange> exchanges) throws Exception {
    // not the whole heap: what ciphers of the JDK have made of a key is let go, and not erased
    try (HeapDump dump = HeapDump.live()) {
      // computed behind the dump, which would hold them
      List<byte[]> closed = new ArrayList<>();
      List<byte[]> secrets = new ArrayList<>();
      over.forEach(each -> closed.addAll(each.keys()));
      exchanges.forEach(each -> secrets.addAll(each.secrets()));
      List<List<byte[]>> used = open.stream().map(Known::keys).toList();
      List<byte[]> all = new ArrayList<>(closed);
      all.addAll(secrets);
      used.forEach(all::addAll);
      List<byte[]> found = dump.found(all);
      for (int i = 0; i < CIPHERS.size(); i++) {
        assertThat(used.get(i)).as("in use: " + CIPHERS.get(i)).containsAnyElementsOf(found);
      }
      assertThat(closed).as("closed or changed").doesNotContainAnyElementsOf(found);
      assertThat(secrets).as("key exchanges").doesNotContainAnyElementsOf(found);
    }
  }

  private static TransportOptions transport(int number) {
    return TransportOptions.builder()
        .kexMethods(List.of("curve25519-sha256"))
        .ciphers(List.of(CIPHERS.get(number)))
        .macs(List.of(MACS.get(number)))
        .build();
  }

  private static void rekey(ClientSession session) throws Exception {
    session.connection().rekey();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> session.connection().info().keyExchanges() == 2);
    // both ends have changed keys in both directions when this has come back
    assertThat(session.exec("true").exit().isSuccess()).isTrue();
  }

  private SshServer serve(TransportOptions transport) throws Exception {
    return SshServer.start(
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .transport(transport)
            .publicKeys((_, key) -> key.equals(userKey.publicKey()))
            .shell(_ -> 0)
            .build());
  }

  private SshClient client(TransportOptions transport) {
    return SshClient.create(
        ClientOptions.builder()
            .transport(transport)
            .trust(TrustPolicy.pinned(hostKey.publicKey()))
            .login(LoginOptions.withKey(userKey))
            .build());
  }
}
