package org.sshlite.tests.benchmark;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
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

/**
 * The ciphers and MACs of which packet ciphers are made: one call a packet on heap arrays, with a
 * fresh nonce, the figure to read being {@link Throughput}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CipherProviderBenchmark {
  @Param public Primitives primitives;

  @Param({"64", "32768"})
  public int size;

  /** The second number is the length of the key in bits. */
  @Param({
    "AES/GCM/NoPadding 128",
    "AES/GCM/NoPadding 256",
    "ChaCha20-Poly1305 256",
    "AES/CTR/NoPadding 128",
    "HmacSHA256 256",
    "HmacSHA512 512"
  })
  public String algorithm;

  private interface Operation {
    void run() throws GeneralSecurityException;
  }

  private final ByteBuffer nonce = ByteBuffer.allocate(12);
  private byte[] data;
  private Operation operation;

  @Setup
  public void prepare() throws GeneralSecurityException {
    primitives.prefer();
    data = new byte[size + 16];
    String name = algorithm.substring(0, algorithm.indexOf(' '));
    int keyBits = Integer.parseInt(algorithm.substring(name.length() + 1));
    SecretKeySpec key = new SecretKeySpec(new byte[keyBits / Byte.SIZE], name.split("[-/]")[0]);
    operation = name.startsWith("Hmac") ? mac(name, key) : cipher(name, key);
  }

  private Operation mac(String name, SecretKeySpec key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(name);
    mac.init(key);
    primitives.requireOrigin(mac.getProvider());
    return () -> {
      mac.update(data, 0, size);
      mac.doFinal();
    };
  }

  private Operation cipher(String name, SecretKeySpec key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name));
    primitives.requireOrigin(cipher.getProvider());
    if (name.startsWith("AES/CTR")) {
      return () -> cipher.update(data, 0, size, data, 0);
    }
    return () -> {
      cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name));
      cipher.doFinal(data, 0, size, data, 0);
    };
  }

  private AlgorithmParameterSpec parameters(String name) {
    nonce.putLong(4, nonce.getLong(4) + 1);
    return switch (name) {
      case "AES/GCM/NoPadding" -> new GCMParameterSpec(128, nonce.array());
      case "AES/CTR/NoPadding" -> new IvParameterSpec(new byte[16]);
      default -> new IvParameterSpec(nonce.array());
    };
  }

  @Benchmark
  public byte[] seal(Throughput throughput) throws GeneralSecurityException {
    operation.run();
    throughput.bytes += size;
    return data;
  }
}
