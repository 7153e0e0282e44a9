package org.sshlite.mitm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.mitm.bench.BenchServer;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Honest;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;

/** A client that trusts the true key, an honest server, and the proxy between them. */
class ProxyTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Scene HONEST = Scene.create(RANDOM, KexMethods.DEFAULT);

  private final List<String> events = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "kexinit-ciphers-up-to-server, is not made with its host key",
    "identification-to-client, is not made with its host key",
    "ephemeral-key-to-client, is not made with its host key",
    "terrapin-newkeys-to-client, strict key exchange violated",
    "packet-bit-flipped-auth-to-client, packet corrupt",
    "host-key-changed, not the one",
  })
  void the_client_notices_what_the_proxy_does(String name, String message) throws Exception {
    assertThat(login(name)).contains(message);
    assertThat(events).anyMatch(event -> event.contains("did it: "));
  }

  @ParameterizedTest
  @CsvSource({"packet-delayed-auth-to-client", "packet-delayed-kex-to-server"})
  void what_is_only_late_arrives_whole(String name) throws Exception {
    assertThat(login(name)).isEqualTo("logged in");
  }

  private String login(String name) throws Exception {
    try (BenchServer server = new BenchServer(HONEST, Honest.KNOWN_HOST, new Evidence(), PATIENCE);
        Proxy proxy = proxy(name, server.port());
        SshConnector connector = new SshConnector()) {
      Thread.ofVirtual().start(() -> acceptOne(proxy));
      Connection connection =
          connector
              .connect(proxy.address(), PATIENCE, TransportOptions.defaults(), new User())
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return connection
          .authenticated()
          .handle((_, failure) -> failure == null ? "logged in" : "" + failure.getMessage())
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void acceptOne(Proxy proxy) {
    try {
      proxy.accept().run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Proxy proxy(String name, int port) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new Proxy(
        new InetSocketAddress(loopback, 0),
        new InetSocketAddress(loopback, port),
        Catalogue.byName(name).orElseThrow(),
        Scene.attackerAlone(RANDOM, List.of(), KexMethods.DEFAULT),
        false,
        events::add);
  }

  private final class User implements ClientApplication, UserCredentials, HostKeyVerifier {
    private boolean offered;

    @Override
    public String host() {
      return "the host";
    }

    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return this;
    }

    @Override
    public Decision verify(PublicKey key, String algorithm) {
      return HONEST.trueKey().fingerprint().equals(key.fingerprint())
          ? new Decision.Trusted()
          : new Decision.Refused("not the one");
    }

    @Override
    public UserCredentials credentials() {
      return this;
    }

    @Override
    public String user() {
      return HONEST.user();
    }

    @Override
    public List<String> methods() {
      return List.of("publickey");
    }

    @Override
    public Optional<Signer> nextKey() {
      boolean first = !offered;
      offered = true;
      return first ? HONEST.identity().map(Signer.class::cast) : Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.empty();
    }
  }
}
