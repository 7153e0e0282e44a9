package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** Against Bouncy Castle's Poly1305. */
class AeadPoly1305Test {
  private final byte[] keyBytes = new byte[32];
  private final byte[] nonce = new byte[12];

  @Test
  void the_tags_of_random_packets_are_exact() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] packet = new byte[7 + AeadPoly1305.SHORTEST + random.nextInt(200)];
      random.nextBytes(packet);
      random.nextBytes(keyBytes);
      random.nextBytes(nonce);

      check(packet, i % 7, packet.length - 7);
    }
  }

  @Test
  void the_tags_of_packets_of_zeros_and_of_ones_are_exact() throws Exception {
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      random.nextBytes(keyBytes);
      random.nextBytes(nonce);
      byte[] packet = new byte[AeadPoly1305.SHORTEST + i];
      Arrays.fill(packet, (byte) -(i & 1));

      check(packet, 0, packet.length);
    }
  }

  @Test
  void the_tag_of_the_largest_packet_is_exact() throws Exception {
    byte[] packet = new byte[300_001];
    new Random(3).nextBytes(packet);

    check(packet, 1, 300_000);
  }

  @Test
  void a_nonce_that_is_seen_twice_has_no_tag_here() throws Exception {
    AeadPoly1305 poly = new AeadPoly1305(new ErasableKey("ChaCha20", keyBytes, 0, 32));
    byte[] packet = new byte[AeadPoly1305.SHORTEST];
    byte[] tag = new byte[16];
    byte[] oneTimeKey = oneTimeKey();

    assertThat(poly.compute(oneTimeKey, nonce, packet, 0, packet.length, tag)).isTrue();
    assertThat(poly.compute(oneTimeKey, nonce, packet, 0, packet.length, tag)).isFalse();
  }

  @Test
  void the_key_zero_has_no_tag_here() {
    AeadPoly1305 poly = new AeadPoly1305(new ErasableKey("ChaCha20", keyBytes, 0, 32));
    byte[] packet = new byte[AeadPoly1305.SHORTEST];

    assertThat(poly.compute(new byte[64], nonce, packet, 0, packet.length, new byte[16])).isFalse();
  }

  private void check(byte[] packet, int offset, int length) throws Exception {
    byte[] oneTimeKey = oneTimeKey();
    Poly1305 reference = new Poly1305();
    reference.init(new KeyParameter(Arrays.copyOf(oneTimeKey, 32)));
    reference.update(packet, offset, length);
    byte[] expected = new byte[16];
    reference.doFinal(expected, 0);
    byte[] before = packet.clone();
    byte[] tag = new byte[16];
    AeadPoly1305 poly = new AeadPoly1305(new ErasableKey("ChaCha20", keyBytes, 0, 32));

    boolean found = poly.compute(oneTimeKey, nonce, packet, offset, length, tag);

    assertThat(found).isTrue();
    assertThat(tag).isEqualTo(expected);
    assertThat(packet).isEqualTo(before);
  }

  private byte[] oneTimeKey() throws Exception {
    Cipher cipher = Ciphers.of("ChaCha20");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new ErasableKey("ChaCha20", keyBytes, 0, 32),
        new ChaCha20ParameterSpec(nonce, 0));
    return cipher.doFinal(new byte[64]);
  }
}
