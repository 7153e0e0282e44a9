package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.cipher.ChaChaPolyPacketCipher.Maker;
import org.sshlite.crypto.openssl.OpenSsl;

/** Libcrypto's packets against the JDK's. */
class LibcryptoTest {
  private static final int TAG = 16;
  private static final int OFFSET = 3;

  private final Random random = new Random(1);

  @BeforeAll
  static void load() {
    boolean there = OpenSsl.hasChaCha20Poly1305();
    if (!there && System.getProperty("peers", "").equals("required")) {
      throw new AssertionError("no libcrypto of OpenSSL 3");
    }
    assumeTrue(there, "no libcrypto of OpenSSL 3");
  }

  private static PacketCipher of(boolean libcrypto, byte[] key) {
    Maker maker = libcrypto ? OpenSslChaChaPoly::new : JdkChaChaPoly::new;
    return new ChaChaPolyPacketCipher(key, maker, maker);
  }

  @Test
  void both_make_the_same_packets_and_open_each_others() throws Exception {
    byte[] key = bytes(64);
    try (PacketCipher jdk = of(false, key);
        PacketCipher openSsl = of(true, key);
        PacketCipher jdkOpening = of(false, key);
        PacketCipher openSslOpening = of(true, key)) {
      for (int i = 0; i < 500; i++) {
        int length = i < 100 ? i + 1 : 1 + random.nextInt(i < 490 ? 5000 : 262_144);
        long number = number();
        byte[] plain = bytes(OFFSET + 4 + length + TAG);
        byte[] one = plain.clone();
        byte[] other = plain.clone();

        jdk.seal(number, one, OFFSET, length);
        openSsl.seal(number, other, OFFSET, length);

        assertThat(other).isEqualTo(one);
        assertThat(openSslOpening.packetLength(number, one, OFFSET))
            .isEqualTo(BigEndian.uint32(plain, OFFSET));
        byte[] out = new byte[length];
        openSslOpening.open(number, one.clone(), OFFSET, length, out, 0);
        assertThat(out).isEqualTo(Arrays.copyOfRange(plain, OFFSET + 4, OFFSET + 4 + length));
        Arrays.fill(out, (byte) 0);
        jdkOpening.open(number, other, OFFSET, length, out, 0);
        assertThat(out).isEqualTo(Arrays.copyOfRange(plain, OFFSET + 4, OFFSET + 4 + length));
      }
    }
  }

  @Test
  void an_altered_bit_in_any_byte_is_refused_and_nothing_comes_out() {
    int length = 52;
    byte[] key = bytes(64);
    long number = number();
    byte[] packet = bytes(4 + length + TAG);
    try (PacketCipher sealing = of(true, key);
        PacketCipher opening = of(true, key)) {
      sealing.seal(number, packet, 0, length);
      for (int at = 0; at < packet.length; at++) {
        byte[] altered = packet.clone();
        altered[at] ^= (byte) (1 << at % 8);
        byte[] out = new byte[length];

        assertThatThrownBy(() -> opening.open(number, altered, 0, length, out, 0))
            .as("byte %d", at)
            .isInstanceOf(BadPacketException.class);
        assertThat(out).containsOnly(0);
      }
    }
  }

  @Test
  void what_does_not_fit_is_not_written_beyond_its_array() {
    byte[] key = bytes(64);
    long number = number();
    try (PacketCipher sealing = of(true, key);
        PacketCipher opening = of(true, key)) {
      assertThatThrownBy(() -> sealing.seal(number, new byte[100], 0, 81))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> opening.open(number, new byte[100], 0, 97, new byte[97], 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      byte[] packet = bytes(100);
      sealing.seal(number, packet, 0, 80);
      assertThatThrownBy(() -> opening.open(number, packet, 0, 80, new byte[79], 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void none_works_after_its_key_was_erased() {
    byte[] key = bytes(64);
    PacketCipher cipher = of(true, key);
    cipher.close();
    cipher.close();

    assertThatThrownBy(() -> cipher.seal(number(), new byte[100], 0, 80))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_transfer_goes_on_where_the_other_takes_over() throws Exception {
    byte[] key = bytes(64);
    int length = 32_768;
    List<ChaChaPoly> made = new ArrayList<>();
    Maker jdk = (first, second) -> kept(new JdkChaChaPoly(first, second), made);
    Maker libcrypto = (first, second) -> kept(new OpenSslChaChaPoly(first, second), made);
    try (PacketCipher opening = of(false, key);
        PacketCipher sealing = new ChaChaPolyPacketCipher(key, jdk, libcrypto)) {
      long end = System.nanoTime() + 60_000_000_000L;
      int after = 0;
      for (int i = 0; after < 20 && System.nanoTime() < end; i++) {
        long number = number();
        byte[] packet = bytes(4 + length + TAG);
        byte[] plain = Arrays.copyOfRange(packet, 4, 4 + length);
        byte[] out = new byte[length];
        sealing.seal(number, packet, 0, length);
        opening.open(number, packet, 0, length, out, 0);
        assertThat(out).isEqualTo(plain);
        after += made.getLast() instanceof JdkChaChaPoly ? 0 : 1;
      }
      assertThat(after).as("packets by libcrypto").isEqualTo(20);
    }
  }

  private static ChaChaPoly kept(ChaChaPoly one, List<ChaChaPoly> made) {
    made.add(one);
    return one;
  }

  private long number() {
    return Integer.toUnsignedLong(random.nextInt());
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
