package org.sshlite.protocol.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.tests.fuzz.Target;

/** What comes before anybody is known: identification strings, and packets under each cipher. */
public final class TransportTargets {
  private static final byte[] PAYLOAD = "\2a payload of some blocks".getBytes(ISO_8859_1);
  private static final List<CipherSuite> SUITES =
      Stream.concat(
              PacketCiphers.SUPPORTED_ENCRYPTION.stream(), LegacyAlgorithms.ENCRYPTION.stream())
          .flatMap(
              cipher ->
                  PacketCiphers.authenticates(cipher)
                      ? Stream.of(new CipherSuite(cipher, ""))
                      : Stream.concat(
                              PacketCiphers.SUPPORTED_MACS.stream(), LegacyAlgorithms.MACS.stream())
                          .map(mac -> new CipherSuite(cipher, mac)))
          .toList();

  private TransportTargets() {}

  public static Stream<Target> all() {
    return Stream.of(
        new Target("identification", () -> identifications(), TransportTargets::identification),
        new Target("packets", () -> packets(), TransportTargets::packets).runs(20));
  }

  private static List<byte[]> identifications() {
    return Stream.of(
            "SSH-2.0-x\r\n", "\nbanner\r\nSSH-1.99-OpenSSH_9 c\n", "SSH-2.0-" + "x".repeat(300))
        .flatMap(text -> Stream.of("\0" + text, "\1" + text))
        .map(text -> text.getBytes(ISO_8859_1))
        .toList();
  }

  /** The first byte says which of both ends reads. */
  private static void identification(byte[] input) {
    if (input.length == 0) {
      return;
    }
    IdentificationReader reader =
        new IdentificationReader((input[0] & 1) == 0 ? Role.CLIENT : Role.SERVER);
    int start = 1;
    try {
      while (true) {
        switch (reader.read(input, start, input.length)) {
          case IdentificationReader.Found.Nothing() -> {
            return;
          }
          case IdentificationReader.Found.OtherLine(int length) ->
              start += used(input, start, length);
          case IdentificationReader.Found.Identification(var string, int length) -> {
            used(input, start, length);
            assertThat(string.line()).startsWith("SSH-").doesNotContain("\n", "\r", "\0");
            return;
          }
        }
      }
    } catch (RefusedException e) {
      assertThat(e.refusal().toString()).isNotEmpty();
    }
  }

  private static int used(byte[] input, int start, int length) {
    assertThat(length).isBetween(1, input.length - start);
    return length;
  }

  private static List<byte[]> packets() {
    List<byte[]> seeds = new ArrayList<>();
    for (int suite = 0; suite <= SUITES.size(); suite++) {
      PacketWriter writer = new PacketWriter(new PacketLog(() -> ""));
      if (suite > 0) {
        writer.switchTo(cipher(SUITES.get(suite - 1), true), "none", true);
      }
      ByteBuf out = Unpooled.buffer();
      out.writeByte(suite);
      writer.write(out, PAYLOAD);
      writer.write(out, PAYLOAD);
      byte[] seed = new byte[out.readableBytes()];
      out.readBytes(seed);
      seeds.add(seed);
    }
    return seeds;
  }

  private static PacketCipher cipher(CipherSuite suite, boolean seals) {
    byte[] iv = bytes(suite.ivLength());
    byte[] key = bytes(suite.keyLength());
    byte[] mac = bytes(suite.macKeyLength());
    return seals ? suite.sealing(iv, key, mac) : suite.opening(iv, key, mac);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /**
   * The first byte says which cipher they are under; 0 for none. Nobody who lacks the keys makes a
   * packet that is opened.
   */
  private static void packets(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int suite = (input[0] & 0xff) % (SUITES.size() + 1);
    PacketReader reader = new PacketReader(new LoopArrays());
    if (suite > 0) {
      reader.switchTo(cipher(SUITES.get(suite - 1), false), "none", true);
    }
    try {
      reader.append(Unpooled.wrappedBuffer(input, 1, input.length - 1));
      int opened = 0;
      while (reader.next()) {
        opened++;
        assertThat(reader.length()).isPositive();
        if (suite > 0) {
          assertThat(opened).isLessThanOrEqualTo(2);
          assertThat(
                  Arrays.copyOfRange(
                      reader.array(), reader.offset(), reader.offset() + reader.length()))
              .isEqualTo(PAYLOAD);
        }
        reader.releaseIdle();
      }
    } catch (RefusedException | MalformedException _) {
      return;
    } finally {
      reader.close();
    }
    // who waits for the rest of a packet holds no more than came
    assertThat(reader.buffered()).isLessThan(input.length + 1);
  }
}
