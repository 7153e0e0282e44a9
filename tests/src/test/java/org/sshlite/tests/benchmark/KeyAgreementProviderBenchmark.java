package org.sshlite.tests.benchmark;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
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

/** The key agreements and KEMs of which key exchange methods are made. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class KeyAgreementProviderBenchmark {
  @Param public Primitives primitives;

  private final SecureRandom random = new SecureRandom();

  private KeyPairGenerator generator(String algorithm) throws GeneralSecurityException {
    primitives.prefer();
    KeyPairGenerator generator;
    if (algorithm.startsWith("secp")) {
      generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(algorithm), random);
    } else {
      generator = KeyPairGenerator.getInstance(algorithm);
    }
    primitives.requireOrigin(generator.getProvider());
    return generator;
  }

  /** Diffie-Hellman over curves. */
  @State(Scope.Thread)
  public static class Curve {
    @Param({"X25519", "secp256r1", "secp384r1", "secp521r1"})
    public String algorithm;

    private String agreement;
    private KeyPairGenerator generator;
    private KeyPair ours;
    private KeyPair theirs;

    @Setup
    public void prepare(KeyAgreementProviderBenchmark benchmark) throws GeneralSecurityException {
      generator = benchmark.generator(algorithm);
      agreement = algorithm.startsWith("secp") ? "ECDH" : algorithm;
      ours = generator.generateKeyPair();
      theirs = generator.generateKeyPair();
    }
  }

  /** ML-KEM. */
  @State(Scope.Thread)
  public static class Mechanism {
    @Param({"ML-KEM-768", "ML-KEM-1024"})
    public String algorithm;

    private KeyPairGenerator generator;
    private KeyPair pair;
    private KEM kem;
    private byte[] ciphertext;

    @Setup
    public void prepare(KeyAgreementProviderBenchmark benchmark) throws GeneralSecurityException {
      generator = benchmark.generator(algorithm);
      pair = generator.generateKeyPair();
      kem = KEM.getInstance("ML-KEM");
      ciphertext = kem.newEncapsulator(pair.getPublic()).encapsulate().encapsulation();
    }
  }

  @Benchmark
  public KeyPair generate(Curve curve) {
    return curve.generator.generateKeyPair();
  }

  @Benchmark
  public byte[] agree(Curve curve) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(curve.agreement);
    agreement.init(curve.ours.getPrivate());
    agreement.doPhase(curve.theirs.getPublic(), true);
    return agreement.generateSecret();
  }

  @Benchmark
  public KeyPair generateForKem(Mechanism mechanism) {
    return mechanism.generator.generateKeyPair();
  }

  @Benchmark
  public Object encapsulate(Mechanism mechanism) throws GeneralSecurityException {
    return mechanism.kem.newEncapsulator(mechanism.pair.getPublic(), null, random).encapsulate();
  }

  @Benchmark
  public Object decapsulate(Mechanism mechanism) throws GeneralSecurityException {
    return mechanism
        .kem
        .newDecapsulator(mechanism.pair.getPrivate())
        .decapsulate(mechanism.ciphertext);
  }
}
