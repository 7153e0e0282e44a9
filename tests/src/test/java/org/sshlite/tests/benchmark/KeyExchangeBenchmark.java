package org.sshlite.tests.benchmark;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * A whole key exchange, both ends on one thread: KEXINIT, the method, the host's signature made and
 * verified, the keys derived and NEWKEYS, all in sealed packets. Two ends that are logged in
 * exchange keys anew, which is the same but for the login.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class KeyExchangeBenchmark {
  @Param({
    "mlkem768x25519-sha256",
    "sntrup761x25519-sha512",
    "curve25519-sha256",
    "ecdh-sha2-nistp256",
    "diffie-hellman-group14-sha256"
  })
  public String kex;

  @Param({"ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "ssh-mldsa44-ed25519@openssh.com"})
  public String hostKey;

  private MemoryEnd clientEnd;
  private MemoryEnd serverEnd;
  private ConnectionDriver client;
  private ConnectionDriver server;

  @Setup
  public void logIn() {
    SecureRandom random = new SecureRandom();
    PrivateKey key = PrivateKey.generate(SignatureAlgorithms.keyType(hostKey), random);
    TransportOptions options =
        TransportOptions.builder()
            .kexMethods(List.of(kex))
            .hostKeyAlgorithms(List.of(hostKey))
            .build();
    WindowBudget budget = new WindowBudget(WindowBudget.DEFAULT_BYTES);
    clientEnd = new MemoryEnd();
    serverEnd = new MemoryEnd();
    client = ConnectionDriver.client(options, new Client(), budget, random, clientEnd);
    server =
        ConnectionDriver.server(options, List.of(key), new Server(), budget, random, serverEnd);
    client.start();
    server.start();
    exchange();
    client.connection().authenticated().join();
  }

  @Benchmark
  public int rekey() {
    client.connection().rekey();
    exchange();
    return client.connection().info().keyExchanges();
  }

  private void exchange() {
    while (clientEnd.step(client, serverEnd) | serverEnd.step(server, clientEnd)) {
      // until both have nothing left to do
    }
  }

  private static final class Client implements ClientApplication {
    @Override
    public String host() {
      return "benchmark";
    }

    /** Costs nothing; what a verifier does is not the protocol's. */
    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return (_, _) -> new HostKeyVerifier.Decision.Trusted();
    }

    @Override
    public UserCredentials credentials() {
      return new Nobody();
    }
  }

  private static final class Nobody implements UserCredentials {
    @Override
    public String user() {
      return "nobody";
    }

    @Override
    public List<String> methods() {
      return List.of();
    }

    @Override
    public Optional<Signer> nextKey() {
      return Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.empty();
    }
  }

  private static final class Server implements ServerApplication {
    @Override
    public UserAuthenticator authenticator() {
      return new Everyone();
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void ended(Ending ending) {}
  }

  private static final class Everyone implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return NameList.EMPTY;
    }

    @Override
    public AuthDecision none(String user) {
      return new AuthDecision.Accepted();
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      return false;
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      return new AuthDecision.Refused();
    }
  }
}
