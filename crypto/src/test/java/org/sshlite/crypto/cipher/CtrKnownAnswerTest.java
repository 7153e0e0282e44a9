package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AES-CTR with HMAC against published vectors and a second implementation. */
class CtrKnownAnswerTest {
  // NIST SP 800-38A, F.5: counter, plaintext
  private static final byte[] COUNTER = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
  private static final byte[] PLAINTEXT =
      hex(
          "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
              + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

  @ParameterizedTest
  @CsvSource({
    "aes128-ctr, 2b7e151628aed2a6abf7158809cf4f3c, "
        + "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
        + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee",
    "aes192-ctr, 8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b, "
        + "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94"
        + "1e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050",
    "aes256-ctr, 603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, "
        + "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
        + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
  })
  void the_packet_is_encrypted_as_in_SP_800_38A_F_5(String name, String key, String ciphertext) {
    CipherSuite suite = new CipherSuite(name, "hmac-sha2-256");
    byte[] packet = Arrays.copyOf(PLAINTEXT, 64 + 32);

    suite.sealing(COUNTER, hex(key), new byte[32]).seal(0, packet, 0, 60);

    assertThat(Arrays.copyOf(packet, 64)).isEqualTo(hex(ciphertext));
  }

  // RFC 4231 §4.2 and §4.3; the first four bytes of the data serve as sequence number
  @ParameterizedTest
  @CsvSource({
    "HmacSHA256, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, "
        + "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "HmacSHA512, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, "
        + "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
        + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    "HmacSHA256, 4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, "
        + "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  })
  void the_MAC_is_that_of_RFC_4231(String algorithm, String key, String data, String expected) {
    byte[] bytes = hex(data);
    HmacPacketMac mac = new HmacPacketMac(algorithm, hex(key));
    byte[] out = new byte[mac.length()];

    mac.compute(BigEndian.uint32(bytes, 0), bytes, 4, bytes.length - 4, out, 0);

    assertThat(out).isEqualTo(hex(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hmac-sha2-256",
        "hmac-sha2-512",
        "hmac-sha2-256-etm@openssh.com",
        "hmac-sha2-512-etm@openssh.com"
      })
  void the_key_stream_runs_on_through_all_packets(String name) {
    CipherSuite suite = new CipherSuite("aes256-ctr", name);
    byte[] key = PacketCipherTest.keyBytes(32, 1);
    // the counter carries through all its bytes
    byte[] iv = hex("fffffffffffffffffffffffffffffffe");
    byte[] macKey = PacketCipherTest.keyBytes(suite.macKeyLength(), 2);
    PacketCipher sealing = suite.sealing(iv, key, macKey);
    var stream = SICBlockCipher.newInstance(AESEngine.newInstance());
    stream.init(true, new ParametersWithIV(new KeyParameter(key), iv));
    HMac hmac = new HMac(name.contains("512") ? new SHA512Digest() : new SHA256Digest());
    hmac.init(new KeyParameter(macKey));
    boolean encryptThenMac = name.contains("etm");
    for (int i = 0; i < 5; i++) {
      int length = encryptThenMac ? 16 * (i + 1) : 16 * (i + 1) - 4;
      byte[] packet = new byte[4 + length + hmac.getMacSize()];
      new Random(i).nextBytes(packet);
      BigEndian.putUint32(packet, 0, length);
      byte[] expected = packet.clone();
      long sequenceNumber = 0xffff_fffeL + i & 0xffff_ffffL;
      if (encryptThenMac) {
        stream.processBytes(expected, 4, length, expected, 4);
        mac(hmac, sequenceNumber, expected, length);
      } else {
        mac(hmac, sequenceNumber, expected, length);
        stream.processBytes(expected, 0, 4 + length, expected, 0);
      }

      sealing.seal(sequenceNumber, packet, 0, length);

      assertThat(packet).isEqualTo(expected);
    }
  }

  @Test
  void a_length_that_is_no_number_of_whole_blocks_fails_like_a_wrong_MAC() {
    CipherSuite suite = new CipherSuite("aes128-ctr", "hmac-sha2-256");
    PacketCipher opening = suite.opening(new byte[16], new byte[16], new byte[32]);
    byte[] in = new byte[200];
    byte[] out = new byte[200];
    opening.packetLength(0, in, 0);
    for (int length : new int[] {0, 11, 13, 16, 29}) {
      assertThatThrownBy(() -> opening.open(0, in, 0, length, out, 0))
          .isInstanceOf(BadPacketException.class)
          .hasMessage("packet corrupt");
    }
    assertThat(out).containsOnly(0);
  }

  private static void mac(HMac hmac, long sequenceNumber, byte[] packet, int packetLength) {
    byte[] number = new byte[4];
    BigEndian.putUint32(number, 0, sequenceNumber);
    hmac.update(number, 0, 4);
    hmac.update(packet, 0, 4 + packetLength);
    hmac.doFinal(packet, 4 + packetLength);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
