package org.sshlite.tests.benchmark;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
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

/** The signatures of either provider, over an exchange hash. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SignatureProviderBenchmark {
  private static final int RSA_BITS = 3072;

  @Param public Primitives primitives;

  /** What the JCA calls the signature and the key. */
  @Param({
    "Ed25519 Ed25519",
    "SHA256withECDSA secp256r1",
    "SHA384withECDSA secp384r1",
    "SHA512withECDSA secp521r1",
    "SHA512withRSA RSA",
    "ML-DSA ML-DSA-44"
  })
  public String algorithm;

  private final SecureRandom random = new SecureRandom();
  private final byte[] data = new byte[32];
  private String name;
  private KeyPair pair;
  private byte[] signature;

  @Setup
  public void prepare() throws GeneralSecurityException {
    primitives.prefer();
    String[] names = algorithm.split(" ");
    name = names[0];
    pair = generator(names[1]).generateKeyPair();
    signature = sign();
    primitives.requireOrigin(Signature.getInstance(name).getProvider());
  }

  private KeyPairGenerator generator(String key) throws GeneralSecurityException {
    if (key.startsWith("secp")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(key), random);
      return generator;
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance(key);
    if (key.equals("RSA")) {
      generator.initialize(RSA_BITS, random);
    }
    return generator;
  }

  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    Signature signer = Signature.getInstance(name);
    signer.initSign(pair.getPrivate(), random);
    signer.update(data);
    return signer.sign();
  }

  @Benchmark
  public boolean verify() throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(name);
    verifier.initVerify(pair.getPublic());
    verifier.update(data);
    return verifier.verify(signature);
  }
}
