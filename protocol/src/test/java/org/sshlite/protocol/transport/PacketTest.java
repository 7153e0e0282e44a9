package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/** The binary packet protocol, RFC 4253 §6, under each cipher, against who changes the bytes. */
class PacketTest {
  private static final byte[] PAYLOAD =
      "\2any payload, long enough for some blocks".getBytes(StandardCharsets.US_ASCII);

  private final PacketWriter writer = new PacketWriter(new PacketLog(() -> ""));
  private final PacketReader reader = new PacketReader(new LoopArrays());

  static Stream<CipherSuite> suites() {
    return Stream.concat(
        PacketCiphers.SUPPORTED_ENCRYPTION.stream()
            .flatMap(
                cipher ->
                    PacketCiphers.authenticates(cipher)
                        ? Stream.of(new CipherSuite(cipher, ""))
                        : PacketCiphers.SUPPORTED_MACS.stream()
                            .map(mac -> new CipherSuite(cipher, mac))),
        oldSuites());
  }

  /** Under CBC a bad packet is told late; there the MAC is over what is encrypted. */
  private static Stream<CipherSuite> oldSuites() {
    List<String> etm = LegacyAlgorithms.MACS.stream().filter(mac -> mac.contains("etm")).toList();
    return Stream.concat(
        LegacyAlgorithms.ENCRYPTION.stream().map(cipher -> new CipherSuite(cipher, etm.getFirst())),
        LegacyAlgorithms.MACS.stream().map(mac -> new CipherSuite("aes128-ctr", mac)));
  }

  private PacketTest under(CipherSuite suite) {
    byte[] iv = bytes(suite.ivLength());
    byte[] key = bytes(suite.keyLength());
    byte[] mac = bytes(suite.macKeyLength());
    writer.switchTo(suite.sealing(iv, key, mac), "none", true);
    reader.switchTo(suite.opening(iv, key, mac), "none", true);
    return this;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("suites")
  void payloads_of_all_lengths_arrive(CipherSuite suite) throws Exception {
    under(suite);
    for (int length = 1; length < 100; length++) {
      byte[] payload = bytes(length);
      arrive(seal(payload));
      assertThat(open()).isEqualTo(payload);
    }
    arrive(seal(bytes(60_000)));
    assertThat(open()).isEqualTo(bytes(60_000));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void packets_arrive_byte_by_byte(CipherSuite suite) throws Exception {
    under(suite);
    for (int i = 0; i < 3; i++) {
      byte[] packet = seal(PAYLOAD);
      for (int at = 0; at < packet.length - 1; at++) {
        arrive(new byte[] {packet[at]});
        assertThat(open()).isNull();
        reader.releaseIdle();
      }
      arrive(new byte[] {packet[packet.length - 1]});
      assertThat(open()).isEqualTo(PAYLOAD);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_changed_bit_anywhere_is_a_bad_packet(CipherSuite suite) throws Exception {
    int length = under(suite).seal(PAYLOAD).length;
    for (int bit = 0; bit < length * 8; bit += bit < 40 ? 1 : 7) {
      PacketTest fresh = new PacketTest().under(suite);
      byte[] packet = fresh.seal(PAYLOAD);
      packet[bit / 8] ^= (byte) (1 << bit % 8);
      fresh.arrive(packet);
      // what a changed length leaves waiting for
      fresh.arrive(new byte[PacketReader.MAXIMUM_PACKET_BEFORE_AUTHENTICATION + 64]);
      fresh.assertBadPacket();
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_dropped_packet_is_noticed_at_the_next(CipherSuite suite) {
    under(suite).seal(PAYLOAD);
    arrive(seal(PAYLOAD));
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_repeated_packet_is_a_bad_packet(CipherSuite suite) throws Exception {
    byte[] packet = under(suite).seal(PAYLOAD);
    arrive(packet);
    assertThat(open()).isEqualTo(PAYLOAD);
    arrive(packet);
    arrive(new byte[PacketReader.MAXIMUM_PACKET_BEFORE_AUTHENTICATION + 64]);
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void swapped_packets_are_bad_packets(CipherSuite suite) {
    byte[] first = under(suite).seal(PAYLOAD);
    arrive(seal(PAYLOAD));
    arrive(first);
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_packet_cut_short_swallows_the_next_and_is_bad(CipherSuite suite) {
    byte[] packet = under(suite).seal(PAYLOAD);
    // one byte less would be the next packet's first, once in 256 times
    arrive(Arrays.copyOf(packet, packet.length - 8));
    arrive(seal(PAYLOAD));
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void an_announced_length_above_the_limit_is_refused_at_its_head(CipherSuite suite) {
    under(suite);
    arrive(sealRaw(PacketReader.MAXIMUM_PACKET_BEFORE_AUTHENTICATION + 4096, 4, suite, 40));
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void less_than_four_bytes_of_padding_is_a_bad_packet(CipherSuite suite) {
    under(suite);
    arrive(sealRaw(length(suite, 2), 3, suite, Integer.MAX_VALUE));
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void padding_that_leaves_no_payload_is_a_bad_packet(CipherSuite suite) {
    under(suite);
    int packetLength = length(suite, 1);
    arrive(sealRaw(packetLength, packetLength - 1, suite, Integer.MAX_VALUE));
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void more_padding_than_the_packet_is_a_bad_packet(CipherSuite suite) {
    under(suite);
    arrive(sealRaw(length(suite, 1), 255, suite, Integer.MAX_VALUE));
    assertBadPacket();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void a_length_that_is_no_number_of_blocks_is_a_bad_packet(CipherSuite suite) {
    under(suite);
    // every cipher here turns this into the lowest bit of the length
    byte[] packet = seal(PAYLOAD);
    packet[3] ^= 1;
    arrive(packet);
    assertBadPacket();
  }

  @Test
  void before_there_are_keys_a_length_below_the_least_is_a_bad_packet() {
    arrive(new byte[] {0, 0, 0, 4, 3, 0, 0, 0});
    assertBadPacket();
  }

  @Test
  void before_there_are_keys_a_length_of_almost_4_GiB_is_a_bad_packet() {
    arrive(new byte[] {-1, -1, -1, -4, 4, 2, 0, 0});
    assertBadPacket();
  }

  @Test
  void larger_packets_may_come_once_the_user_is_authenticated() throws Exception {
    reader.authenticated();
    byte[] payload = bytes(200_000);
    arrive(seal(payload));
    assertThat(open()).isEqualTo(payload);
  }

  @Test
  void a_small_payload_after_a_large_one_is_not_given_in_a_large_array() throws Exception {
    arrive(seal(bytes(60_000)));
    open();
    arrive(seal(PAYLOAD));
    open();
    assertThat(reader.take().length).isLessThanOrEqualTo(LoopArrays.PACKET);
  }

  @Test
  void wiping_erases_the_packet_where_it_came_in_too() throws Exception {
    CipherSuite suite = new CipherSuite("aes128-ctr", "hmac-sha2-256");
    under(suite);
    LoopArrays arrays = new LoopArrays();
    PacketReader own = new PacketReader(arrays);
    own.switchTo(
        suite.opening(
            bytes(suite.ivLength()), bytes(suite.keyLength()), bytes(suite.macKeyLength())),
        "none",
        true);
    own.append(Unpooled.wrappedBuffer(seal(PAYLOAD)));
    own.next();
    own.wipe();
    own.releaseIdle();
    for (int i = 0; i < 2; i++) {
      assertThat(new String(arrays.take(1), StandardCharsets.ISO_8859_1))
          .doesNotContain("long enough");
    }
  }

  @Test
  void a_packet_hides_the_length_of_its_payload_when_asked_to() {
    List<Integer> lengths =
        Stream.of(1, 8, 30, 40)
            .map(
                length -> {
                  ByteBuf out = Unpooled.buffer();
                  writer.writeHidingLength(out, bytes(length));
                  return out.readableBytes();
                })
            .distinct()
            .toList();
    assertThat(lengths).hasSize(1);
  }

  @Test
  void a_sequence_number_wraps_to_zero() throws Exception {
    assertThat(reader.lastSequenceNumber()).isEqualTo(0xffffffffL);
    arrive(seal(PAYLOAD));
    open();
    assertThat(reader.lastSequenceNumber()).isZero();
  }

  /** The least packet_length that holds so many bytes of payload, and padding. */
  private static int length(CipherSuite suite, int payload) {
    int block = suite.encryption().matches("chacha.*|3des.*") ? 8 : 16;
    boolean apart = suite.mac().isEmpty() || suite.mac().contains("etm");
    int counted = (apart ? 1 : 5) + payload + 4;
    int padded = (counted + block - 1) / block * block;
    return padded - (apart ? 0 : 4);
  }

  /** A packet with a head of the test's own making, sealed as it should be. */
  private byte[] sealRaw(int packetLength, int padding, CipherSuite suite, int cut) {
    byte[] buffer = new byte[4 + packetLength + 64];
    buffer[0] = (byte) (packetLength >>> 24);
    buffer[1] = (byte) (packetLength >>> 16);
    buffer[2] = (byte) (packetLength >>> 8);
    buffer[3] = (byte) packetLength;
    buffer[4] = (byte) padding;
    buffer[5] = 2;
    var cipher =
        suite.sealing(
            bytes(suite.ivLength()), bytes(suite.keyLength()), bytes(suite.macKeyLength()));
    cipher.seal(0, buffer, 0, packetLength);
    return Arrays.copyOf(buffer, Math.min(cut, 4 + packetLength + cipher.tagLength()));
  }

  private byte[] seal(byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    writer.write(out, payload);
    byte[] packet = new byte[out.readableBytes()];
    out.readBytes(packet);
    return packet;
  }

  private void arrive(byte[] bytes) {
    reader.append(Unpooled.wrappedBuffer(bytes));
  }

  private byte[] open() throws Exception {
    return reader.next()
        ? Arrays.copyOfRange(reader.array(), reader.offset(), reader.offset() + reader.length())
        : null;
  }

  private void assertBadPacket() {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal.BadPacket()));
  }
}
