package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * The attack of Albrecht, Paterson and Watson on CBC, CVE-2008-5161: who is in the middle puts an
 * encrypted block of somebody's where a packet begins, feeds the receiver byte by byte, and reads
 * from the byte at which it gives up what packet_length the block decrypts to.
 */
class PlaintextRecoveryTest {
  private static final int TAG = 20;

  /** packet_length itself, the largest packet, and its MAC. */
  private static final int WHOLE = 4 + PacketReader.MAXIMUM_PACKET + TAG;

  private final Random random = new Random(5161);
  private LoopArrays arrays = new LoopArrays();
  private PacketReader reader;
  private PacketCipher sealing;

  static Stream<String> ciphers() {
    return Stream.of("aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc");
  }

  private void begin(String cipher) {
    CipherSuite suite = new CipherSuite(cipher, "hmac-sha1");
    byte[] iv = bytes(suite.ivLength());
    byte[] key = bytes(suite.keyLength());
    byte[] mac = bytes(suite.macKeyLength());
    sealing = suite.sealing(iv, key, mac);
    reader = new PacketReader(arrays);
    reader.switchTo(suite.opening(iv, key, mac), "none", true);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What decrypts to the length, whatever it is, and has no good MAC. */
  private byte[] packet(int packetLength, int size) {
    byte[] packet = new byte[Math.max(size, 64) + TAG];
    packet[0] = (byte) (packetLength >>> 24);
    packet[1] = (byte) (packetLength >>> 16);
    packet[2] = (byte) (packetLength >>> 8);
    packet[3] = (byte) packetLength;
    packet[4] = 4;
    sealing.seal(0, packet, 0, Math.max(size, 64) - 4);
    packet[packet.length - 1] ^= 1;
    return packet;
  }

  /** How many bytes the receiver takes, fed {@code step} at a time, before it gives up. */
  private int taken(byte[] start, int step) {
    byte[] all = Arrays.copyOf(start, WHOLE + step);
    for (int at = 0; at < all.length; at += step) {
      int end = Math.min(all.length, at + step);
      try {
        reader.append(Unpooled.wrappedBuffer(all, at, end - at));
        assertThat(reader.next()).isFalse();
        // what can never be a packet is not kept
        assertThat(reader.buffered()).isLessThan(128 * 1024);
      } catch (RefusedException e) {
        assertThat(e.refusal()).isEqualTo(new Refusal.BadPacket());
        return end;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("never refused");
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void the_byte_at_which_it_gives_up_says_nothing_of_the_length(String cipher) {
    // within the limits and then a wrong MAC; no whole blocks; too short; too long; negative
    for (int length :
        new int[] {44, 60, 1004, 32764, 65532, 45, 50_001, 0, 3, 1 << 18, 1 << 30, -1}) {
      begin(cipher);
      int size = length > 0 && length < 1 << 16 && (length + 4) % 16 == 0 ? length + 4 : 64;
      assertThat(taken(packet(length, size), 4)).as("packet_length %d", length).isEqualTo(WHOLE);
    }
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void blocks_of_others_look_alike(String cipher) {
    for (int i = 0; i < 50; i++) {
      begin(cipher);
      assertThat(taken(bytes(16), 1024)).isEqualTo((WHOLE + 1023) / 1024 * 1024);
    }
  }

  @Test
  void what_comes_all_at_once_is_refused_at_once() {
    begin("aes128-cbc");
    reader.append(Unpooled.wrappedBuffer(bytes(WHOLE)));
    assertThatThrownBy(reader::next).isInstanceOf(RefusedException.class);
  }

  @Test
  void where_the_MAC_is_over_what_is_encrypted_there_is_nothing_to_hide() {
    CipherSuite suite = new CipherSuite("aes128-cbc", "hmac-sha1-etm@openssh.com");
    reader = new PacketReader(arrays);
    reader.switchTo(suite.opening(bytes(16), bytes(16), bytes(20)), "none", true);
    reader.append(Unpooled.wrappedBuffer(new byte[] {0x7f, 0, 0, 0}));
    assertThatThrownBy(reader::next).isInstanceOf(RefusedException.class);
  }

  @Test
  void keys_for_blocks_of_64_bits_are_changed_after_a_gibibyte() {
    CipherSuite small = new CipherSuite("3des-cbc", "hmac-sha1");
    assertThat(small.sealing(new byte[8], bytes(24), new byte[20]).maximumBytes())
        .isEqualTo(1L << 30);
  }
}
