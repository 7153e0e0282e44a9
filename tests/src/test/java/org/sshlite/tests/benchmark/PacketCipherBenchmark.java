package org.sshlite.tests.benchmark;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCipher;

/**
 * Every packet cipher, sealing and opening: batches of packets of one size, 256 KiB together, where
 * the figure to read is {@link Throughput}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PacketCipherBenchmark {
  private static final int BATCH = 256 * 1024;

  /** Encryption, and the MAC where there is one. */
  @Param({
    "chacha20-poly1305@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr hmac-sha2-256",
    "aes128-ctr hmac-sha2-512",
    "aes128-ctr umac-64@openssh.com",
    "aes128-ctr umac-128@openssh.com",
    "aes128-ctr hmac-sha2-256-etm@openssh.com",
    "aes128-ctr hmac-sha2-512-etm@openssh.com",
    "aes128-ctr umac-64-etm@openssh.com",
    "aes128-ctr umac-128-etm@openssh.com",
    "aes192-ctr hmac-sha2-256-etm@openssh.com",
    "aes256-ctr hmac-sha2-256-etm@openssh.com"
  })
  public String suite;

  /** Bytes of a packet without its MAC or tag. */
  @Param({"64", "1024", "32768", "262144"})
  public int size;

  private PacketCipher sealing;
  private PacketCipher opening;
  private int packetLength;
  private int stride;
  private byte[] packets;
  private byte[] opened;
  private long sealed;
  private long read;

  @Setup
  public void prepare() {
    String[] names = suite.split(" ");
    CipherSuite ciphers = new CipherSuite(names[0], names.length > 1 ? names[1] : "");
    Random random = new Random(1);
    byte[] iv = bytes(random, ciphers.ivLength());
    byte[] key = bytes(random, ciphers.keyLength());
    byte[] macKey = bytes(random, ciphers.macKeyLength());
    sealing = ciphers.sealing(iv, key, macKey);
    opening = ciphers.opening(iv, key, macKey);
    packetLength = sealing.lengthIsApart() ? size : size - Integer.BYTES;
    stride = Integer.BYTES + packetLength + sealing.tagLength();
    packets = bytes(random, BATCH / size * stride);
    opened = new byte[packetLength];
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What {@link #open} opens: each packet once, as most ciphers go on from one to the next. */
  @State(Scope.Thread)
  public static class Sealed {
    private byte[] packets;

    @Setup(Level.Invocation)
    public void seal(PacketCipherBenchmark benchmark) {
      packets = benchmark.sealAll();
    }
  }

  @Benchmark
  public byte[] seal(Throughput throughput) {
    throughput.bytes += BATCH;
    return sealAll();
  }

  private byte[] sealAll() {
    for (int at = 0; at < packets.length; at += stride) {
      packets[at] = (byte) (packetLength >> 24);
      packets[at + 1] = (byte) (packetLength >> 16);
      packets[at + 2] = (byte) (packetLength >> 8);
      packets[at + 3] = (byte) packetLength;
      sealing.seal(sealed++, packets, at, packetLength);
    }
    return packets;
  }

  @Benchmark
  public byte[] open(Sealed batch, Throughput throughput) throws BadPacketException {
    byte[] in = batch.packets;
    for (int at = 0; at < in.length; at += stride) {
      long length = opening.packetLength(read, in, at);
      opening.open(read++, in, at, (int) length, opened, 0);
    }
    throughput.bytes += BATCH;
    return opened;
  }
}
