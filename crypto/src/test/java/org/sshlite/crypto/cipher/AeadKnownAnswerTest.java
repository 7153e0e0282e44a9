package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of the AEAD ciphers against a second implementation of what they are made of. */
class AeadKnownAnswerTest {
  // The GCM specification that NIST took over, test cases 3 and 15: key, IV, plaintext, ciphertext.
  // Their additional data is empty; the tag over RFC 5647's, the packet_length, is OpenSSL's.
  @ParameterizedTest
  @CsvSource({
    "aes128-gcm@openssh.com, feffe9928665731c6d6a8f9467308308, "
        + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985, "
        + "e6114f6468325271e9b03b510a6dff85",
    "aes256-gcm@openssh.com, feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, "
        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad, "
        + "4c94d832c068679ac9246e9aa8d1987a",
  })
  void a_GCM_packet_holds_the_ciphertext_that_NIST_publishes_behind_its_length(
      String name, String key, String ciphertext, String tag) throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] iv = hex.parseHex("cafebabefacedbaddecaf888");
    byte[] plain =
        hex.parseHex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255");
    byte[] sent = hex.parseHex("00000040" + ciphertext + tag);
    CipherSuite suite = new CipherSuite(name, "");
    byte[] packet = new byte[4 + 64 + 16];
    packet[3] = 64;
    System.arraycopy(plain, 0, packet, 4, 64);

    suite.sealing(iv, hex.parseHex(key), new byte[0]).seal(0, packet, 0, 64);
    assertThat(packet).isEqualTo(sent);

    byte[] out = new byte[64];
    PacketCipher opening = suite.opening(iv, hex.parseHex(key), new byte[0]);
    assertThat(opening.packetLength(0, sent, 0)).isEqualTo(64);
    opening.open(0, sent, 0, 64, out, 0);
    assertThat(out).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128-gcm@openssh.com", "aes256-gcm@openssh.com"})
  void the_GCM_nonce_counts_packets_in_its_last_eight_bytes_and_carries_no_further(String name)
      throws Exception {
    CipherSuite suite = new CipherSuite(name, "");
    byte[] key = PacketCipherTest.keyBytes(suite.keyLength(), 3);
    String[] nonces = {
      "01020304fffffffffffffffe", "01020304ffffffffffffffff", "010203040000000000000000"
    };
    PacketCipher sealing = suite.sealing(HexFormat.of().parseHex(nonces[0]), key, new byte[0]);
    for (String nonce : nonces) {
      byte[] packet = packet(48);
      byte[] expected = gcm(key, HexFormat.of().parseHex(nonce), packet);

      // the sequence number plays no part
      sealing.seal(4711, packet, 0, 48);

      assertThat(packet).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128-gcm@openssh.com", "aes256-gcm@openssh.com"})
  void long_packets_are_the_same_at_first_and_later(String name) throws Exception {
    CipherSuite suite = new CipherSuite(name, "");
    byte[] key = PacketCipherTest.keyBytes(suite.keyLength(), 5);
    byte[] nonce = new byte[12];
    PacketCipher sealing = suite.sealing(nonce, key, new byte[0]);
    for (int i = 0; i < 1100; i++) {
      int packetLength = 2032 + 16 * (i % 300);
      byte[] packet = packet(packetLength);
      byte[] expected = i % 100 < 3 ? gcm(key, nonce, packet) : null;

      sealing.seal(i, packet, 0, packetLength);

      if (expected != null) {
        assertThat(packet).isEqualTo(expected);
      }
      BigEndian.putUint32(nonce, 8, i + 1);
    }
  }

  @Test
  void the_example_of_draft_ietf_sshm_chacha20_poly1305_appendix_A() throws Exception {
    CipherSuite suite = new CipherSuite("chacha20-poly1305@openssh.com", "");
    byte[] key =
        HexFormat.of()
            .parseHex(
                "8bbff6855fc102338c373e73aac0c914f076a905b2444a32eecaffeae22becc5"
                    + "e9b7a7a5825a8249346ec1c28301cf394543fc7569887d76e168f37562ac0740");
    byte[] plain =
        HexFormat.of()
            .parseHex(
                "00000048065e00000000000000384c6f72656d20697073756d20646f6c6f7220"
                    + "73697420616d65742c20636f6e73656374657475722061646970697369636"
                    + "96e6720656c69744e43e804dc6c");
    byte[] sent =
        HexFormat.of()
            .parseHex(
                "2c3ecce4a5bc05895bf07a7ba956b6c68829ac7c83b780b7000ecde745afc705"
                    + "bbc378ce03a280236b87b53bed5839662302b164b6286a48cd1e097138e3cb90"
                    + "9b8b2b829dd18d2a35ff82d995349e855bf02c298ef775f2d1a7e8b8");
    byte[] packet = Arrays.copyOf(plain, plain.length + 16);

    suite.sealing(new byte[0], key, new byte[0]).seal(7, packet, 0, 72);
    assertThat(packet).isEqualTo(sent);

    byte[] out = new byte[72];
    PacketCipher opening = suite.opening(new byte[0], key, new byte[0]);
    assertThat(opening.packetLength(7, sent, 0)).isEqualTo(72);
    opening.open(7, sent, 0, 72, out, 0);
    assertThat(out).isEqualTo(Arrays.copyOfRange(plain, 4, 76));
  }

  @Test
  void chacha20_poly1305_uses_two_keys_and_the_sequence_number_as_nonce() throws Exception {
    CipherSuite suite = new CipherSuite("chacha20-poly1305@openssh.com", "");
    byte[] key = PacketCipherTest.keyBytes(64, 4);
    PacketCipher sealing = suite.sealing(new byte[0], key, new byte[0]);
    for (long sequenceNumber : new long[] {0, 1, 0x1234_5678L, 0xffff_ffffL}) {
      byte[] packet = packet(4000);
      byte[] expected = chachaPoly(key, sequenceNumber, packet);

      sealing.seal(sequenceNumber, packet, 0, 4000);

      assertThat(packet).isEqualTo(expected);
    }
  }

  private static byte[] packet(int packetLength) {
    byte[] packet = new byte[4 + packetLength + 16];
    new Random(packetLength).nextBytes(packet);
    BigEndian.putUint32(packet, 0, packetLength);
    return packet;
  }

  private static byte[] gcm(byte[] key, byte[] nonce, byte[] packet) throws Exception {
    byte[] out = packet.clone();
    var gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(true, new AEADParameters(new KeyParameter(key), 128, nonce));
    gcm.processAADBytes(packet, 0, 4);
    int done = gcm.processBytes(packet, 4, packet.length - 20, out, 4);
    gcm.doFinal(out, 4 + done);
    return out;
  }

  private static byte[] chachaPoly(byte[] key, long sequenceNumber, byte[] packet) {
    byte[] nonce = new byte[8];
    BigEndian.putUint64(nonce, 0, sequenceNumber);
    byte[] out = new byte[packet.length];
    int bodyLength = packet.length - 20;
    var length = new ChaChaEngine(20);
    length.init(true, new ParametersWithIV(new KeyParameter(key, 32, 32), nonce));
    length.processBytes(packet, 0, 4, out, 0);
    var body = new ChaChaEngine(20);
    body.init(true, new ParametersWithIV(new KeyParameter(key, 0, 32), nonce));
    byte[] block = new byte[64];
    body.processBytes(block, 0, 64, block, 0);
    body.processBytes(packet, 4, bodyLength, out, 4);
    var poly = new Poly1305();
    poly.init(new KeyParameter(Arrays.copyOf(block, 32)));
    poly.update(out, 0, 4 + bodyLength);
    poly.doFinal(out, 4 + bodyLength);
    return out;
  }
}
