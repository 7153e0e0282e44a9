package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every cipher suite must do alike. */
class PacketCipherTest {
  private static final int OFFSET = 5;

  static Stream<CipherSuite> suites() {
    return PacketCiphers.SUPPORTED_ENCRYPTION.stream()
        .flatMap(
            encryption ->
                PacketCiphers.authenticates(encryption)
                    ? Stream.of(new CipherSuite(encryption, ""))
                    : PacketCiphers.SUPPORTED_MACS.stream()
                        .map(mac -> new CipherSuite(encryption, mac)));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void packets_of_every_length_come_out_as_they_went_in(CipherSuite suite) throws Exception {
    try (Pair pair = new Pair(suite)) {
      long sequenceNumber = 0xffff_fff0L;
      for (int length = pair.smallest(); length < 2000; length += pair.opening.blockSize()) {
        byte[] body = random(length);
        byte[] wire = pair.seal(sequenceNumber, body);

        assertThat(pair.open(sequenceNumber, wire)).isEqualTo(body);
        sequenceNumber = (sequenceNumber + 1) & 0xffff_ffffL;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void the_largest_packet_comes_out_as_it_went_in(CipherSuite suite) throws Exception {
    try (Pair pair = new Pair(suite)) {
      for (int i = 0; i < 3; i++) {
        byte[] body = random(pair.smallest() + 262_144);

        assertThat(pair.open(i, pair.seal(i, body))).isEqualTo(body);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void the_packet_is_not_sent_in_the_clear(CipherSuite suite) throws Exception {
    try (Pair pair = new Pair(suite)) {
      byte[] body = random(pair.smallest() + 64);
      byte[] wire = pair.seal(0, body);

      assertThat(Arrays.copyOfRange(wire, OFFSET + 4, OFFSET + 4 + body.length)).isNotEqualTo(body);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void packet_length_may_be_asked_again_and_leaves_the_packet_as_it_is(CipherSuite suite)
      throws Exception {
    try (Pair pair = new Pair(suite)) {
      for (int i = 0; i < 3; i++) {
        byte[] body = random(pair.smallest() + 32);
        byte[] wire = pair.seal(i, body);
        byte[] before = wire.clone();

        for (int times = 0; times < 3; times++) {
          assertThat(pair.opening.packetLength(i, wire, OFFSET)).isEqualTo(body.length);
        }

        assertThat(wire).isEqualTo(before);
        assertThat(pair.open(i, wire)).isEqualTo(body);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void packet_length_needs_no_more_than_the_head(CipherSuite suite) throws Exception {
    try (Pair pair = new Pair(suite)) {
      byte[] body = random(pair.smallest() + 32);
      byte[] wire = pair.seal(0, body);
      byte[] head = Arrays.copyOfRange(wire, OFFSET, OFFSET + pair.opening.headLength());

      assertThat(pair.opening.packetLength(0, head, 0)).isEqualTo(body.length);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void an_altered_bit_in_any_byte_is_refused_and_nothing_comes_out(CipherSuite suite)
      throws Exception {
    int length = new Pair(suite).smallest() + 32;
    int wireLength = 4 + length + new Pair(suite).opening.tagLength();
    for (int at = 0; at < wireLength; at++) {
      try (Pair pair = new Pair(suite)) {
        byte[] wire = pair.seal(7, random(length));
        wire[OFFSET + at] ^= (byte) (1 << at % 8);
        byte[] out = new byte[OFFSET + length];

        // an altered packet_length gives another length, which the caller may find acceptable
        pair.opening.packetLength(7, wire, OFFSET);
        assertThatThrownBy(() -> pair.opening.open(7, wire, OFFSET, length, out, OFFSET))
            .as("byte %d", at)
            .isInstanceOf(BadPacketException.class)
            .hasMessage("packet corrupt")
            .hasNoCause();
        assertThat(out).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_packet_that_is_repeated_is_refused(CipherSuite suite) throws Exception {
    try (Pair pair = new Pair(suite)) {
      byte[] wire = pair.seal(0, random(pair.smallest() + 32));
      byte[] copy = wire.clone();
      pair.open(0, wire);

      assertThatThrownBy(() -> pair.open(1, copy, pair.smallest() + 32))
          .isInstanceOf(BadPacketException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_packet_after_one_that_was_dropped_is_refused(CipherSuite suite) throws Exception {
    try (Pair pair = new Pair(suite)) {
      int length = pair.smallest() + 32;
      pair.seal(0, random(length));
      byte[] second = pair.seal(1, random(length));

      assertThatThrownBy(() -> pair.open(0, second, length)).isInstanceOf(BadPacketException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void another_key_is_refused(CipherSuite suite) throws Exception {
    int length = new Pair(suite).smallest() + 32;
    byte[] wire = new Pair(suite).seal(0, random(length));
    byte[] key = keyBytes(suite.keyLength(), 1);
    key[0] ^= 1;
    byte[] macKey = keyBytes(suite.macKeyLength(), 2);
    if (macKey.length > 0) {
      macKey[0] ^= 1;
    }
    PacketCipher opening = suite.opening(keyBytes(suite.ivLength(), 0), key, macKey);

    assertThatThrownBy(() -> opening.open(0, wire, OFFSET, length, new byte[length], 0))
        .isInstanceOf(BadPacketException.class);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void keys_are_copied_so_that_the_caller_can_erase_its_own(CipherSuite suite) throws Exception {
    byte[] iv = keyBytes(suite.ivLength(), 0);
    byte[] key = keyBytes(suite.keyLength(), 1);
    byte[] macKey = keyBytes(suite.macKeyLength(), 2);
    PacketCipher sealing = suite.sealing(iv, key, macKey);
    Stream.of(iv, key, macKey).forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    try (Pair pair = new Pair(suite)) {
      byte[] body = random(pair.smallest() + 32);
      byte[] wire = Pair.frame(body, sealing.tagLength());
      sealing.seal(0, wire, OFFSET, body.length);

      assertThat(pair.open(0, wire)).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_key_of_another_length_is_the_callers_fault(CipherSuite suite) {
    byte[] iv = new byte[suite.ivLength()];
    byte[] key = new byte[suite.keyLength()];
    byte[] macKey = new byte[suite.macKeyLength()];

    assertThatThrownBy(() -> suite.sealing(iv, new byte[key.length + 1], macKey))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> suite.sealing(new byte[iv.length + 1], key, macKey))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> suite.sealing(iv, key, new byte[macKey.length + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_name_that_is_not_there_is_the_callers_fault() {
    assertThatThrownBy(() -> new CipherSuite("blowfish-cbc", "hmac-md5").keyLength())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PacketCiphers.authenticates("none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static byte[] keyBytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Both ends of one direction. */
  private static final class Pair implements AutoCloseable {
    final PacketCipher sealing;
    final PacketCipher opening;

    Pair(CipherSuite suite) {
      byte[] iv = keyBytes(suite.ivLength(), 0);
      byte[] key = keyBytes(suite.keyLength(), 1);
      byte[] macKey = keyBytes(suite.macKeyLength(), 2);
      sealing = suite.sealing(iv, key, macKey);
      opening = suite.opening(iv, key, macKey);
    }

    /** The shortest packet_length that is a whole number of blocks by the suite's rule. */
    int smallest() {
      int block = opening.blockSize();
      return opening.lengthIsApart() ? block : 2 * block - 4;
    }

    static byte[] frame(byte[] body, int tagLength) {
      byte[] wire = new byte[OFFSET + 4 + body.length + tagLength];
      BigEndian.putUint32(wire, OFFSET, body.length);
      System.arraycopy(body, 0, wire, OFFSET + 4, body.length);
      return wire;
    }

    byte[] seal(long sequenceNumber, byte[] body) {
      byte[] wire = frame(body, sealing.tagLength());
      sealing.seal(sequenceNumber, wire, OFFSET, body.length);
      return wire;
    }

    byte[] open(long sequenceNumber, byte[] wire) throws BadPacketException {
      return open(sequenceNumber, wire, (int) opening.packetLength(sequenceNumber, wire, OFFSET));
    }

    byte[] open(long sequenceNumber, byte[] wire, int length) throws BadPacketException {
      byte[] out = new byte[OFFSET + length];
      opening.open(sequenceNumber, wire, OFFSET, length, out, OFFSET);
      return Arrays.copyOfRange(out, OFFSET, out.length);
    }

    @Override
    public void close() {
      sealing.close();
      opening.close();
    }
  }
}
