package org.sshlite.tests.benchmark;

import java.security.SecureRandom;
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
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Every key exchange method in its three steps: the client's blob, the server's whole side, the
 * client's secret. {@value GroupExchange#NAME} costs what the group does that it chooses.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class KeyAgreementBenchmark {
  @Param({
    "mlkem768x25519-sha256",
    "sntrup761x25519-sha512",
    "curve25519-sha256",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "mlkem768nistp256-sha256",
    "mlkem1024nistp384-sha384"
  })
  public String method;

  private final SecureRandom random = new SecureRandom();
  private KexMethod kex;
  private KexMethod.Initiator initiator;
  private byte[] init;
  private byte[] reply;

  @Setup
  public void prepare() throws KexException {
    kex = KexMethods.byName(method).orElseThrow();
    initiator = kex.initiate(random);
    init = initiator.init();
    reply = kex.respond(init, random).reply();
  }

  @Benchmark
  public byte[] initiate() {
    try (KexMethod.Initiator fresh = kex.initiate(random)) {
      return fresh.init();
    }
  }

  @Benchmark
  public byte[] respond() throws KexException {
    KexMethod.Response response = kex.respond(init, random);
    response.sharedSecret().close();
    return response.reply();
  }

  @Benchmark
  public int finish() throws KexException {
    try (SecretBytes secret = initiator.finish(reply)) {
      return secret.length();
    }
  }
}
