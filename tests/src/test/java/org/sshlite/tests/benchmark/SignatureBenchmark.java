package org.sshlite.tests.benchmark;

import java.io.IOException;
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
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;

/** Every signature algorithm, over what a host key signs: an exchange hash. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SignatureBenchmark {
  private static final int HASH_LENGTH = 32;

  /** RSA keys have 3072 bits. */
  @Param({
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ssh-mldsa44-ed25519@openssh.com"
  })
  public String algorithm;

  private final byte[] data = new byte[HASH_LENGTH];
  private PrivateKey key;
  private PublicKey publicKey;
  private byte[] signature;

  @Setup
  public void prepare() throws IOException {
    SecureRandom random = new SecureRandom();
    random.nextBytes(data);
    key = PrivateKey.generate(SignatureAlgorithms.keyType(algorithm), random);
    publicKey = key.publicKey();
    signature = key.sign(algorithm, data);
  }

  @Benchmark
  public byte[] sign() throws IOException {
    return key.sign(algorithm, data);
  }

  @Benchmark
  public boolean verify() {
    return publicKey.verify(algorithm, data, signature);
  }
}
