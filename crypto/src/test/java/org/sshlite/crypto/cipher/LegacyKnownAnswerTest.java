package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.crypto.legacy.LegacyCipher;

/** CBC, HMAC-SHA1 and HMAC-MD5 against published vectors and a second implementation. */
class LegacyKnownAnswerTest {
  // NIST SP 800-38A, F.2: IV and plaintext
  private static final byte[] IV = hex("000102030405060708090a0b0c0d0e0f");
  private static final byte[] PLAINTEXT =
      hex(
          "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
              + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

  @ParameterizedTest
  @CsvSource({
    "aes128-cbc, 2b7e151628aed2a6abf7158809cf4f3c, "
        + "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
    "aes192-cbc, 8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b, "
        + "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
        + "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd",
    "aes256-cbc, 603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, "
        + "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
        + "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b",
  })
  void blocks_are_chained_as_in_SP_800_38A_F_2(String name, String key, String ciphertext) {
    byte[] text = PLAINTEXT.clone();
    CbcStream sealing = new CbcStream(LegacyCipher.of(name), true, IV, hex(key));
    // in two calls, as by two packets
    sealing.apply(text, 0, 16, text, 0);
    sealing.apply(text, 16, 48, text, 16);
    assertThat(text).isEqualTo(hex(ciphertext));

    CbcStream opening = new CbcStream(LegacyCipher.of(name), false, IV, hex(key));
    opening.apply(text, 0, 32, text, 0);
    opening.apply(text, 32, 32, text, 32);
    assertThat(text).isEqualTo(PLAINTEXT);
  }

  // FIPS 81, appendix C: with three equal keys triple DES is DES
  @Test
  void triple_DES_is_that_of_FIPS_81() {
    byte[] text = "Now is the time for all ".getBytes(StandardCharsets.US_ASCII);
    byte[] key = hex("0123456789abcdef".repeat(3));
    new CbcStream(LegacyCipher.TRIPLE_DES_CBC, true, hex("1234567890abcdef"), key)
        .apply(text, 0, 24, text, 0);
    assertThat(text).isEqualTo(hex("e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6"));
  }

  @Test
  void triple_DES_with_three_keys_is_that_of_another_implementation() {
    byte[] key = PacketCipherTest.keyBytes(24, 1);
    byte[] iv = PacketCipherTest.keyBytes(8, 2);
    byte[] text = PacketCipherTest.keyBytes(4096, 3);
    byte[] expected = text.clone();
    var reference = CBCBlockCipher.newInstance(new DESedeEngine());
    reference.init(true, new ParametersWithIV(new KeyParameter(key), iv));
    for (int at = 0; at < expected.length; at += 8) {
      reference.processBlock(expected, at, expected, at);
    }
    new CbcStream(LegacyCipher.TRIPLE_DES_CBC, true, iv, key).apply(text, 0, 4096, text, 0);
    assertThat(text).isEqualTo(expected);
  }

  // RFC 2202 §2 and §3, cases 1, 2 and 5; the first four bytes of the data serve as sequence number
  @ParameterizedTest
  @CsvSource({
    "HmacMD5, 16, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There, 9294727a3638bb1c13f48ef8158bfc9d",
    "HmacMD5, 16, 4a656665, what do ya want for nothing?, 750c783e6ab0b503eaa86e310a5db738",
    "HmacMD5, 12, 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c, Test With Truncation, 56461ef2342edc00f9bab995",
    "HmacSHA1, 20, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There, "
        + "b617318655057264e28bc0b6fb378c8ef146be00",
    "HmacSHA1, 20, 4a656665, what do ya want for nothing?, "
        + "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    "HmacSHA1, 12, 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c, Test With Truncation, "
        + "4c1a03424b55e07fe7f27be1",
  })
  void the_MAC_is_that_of_RFC_2202(
      String algorithm, int length, String key, String text, String expected) {
    byte[] data = text.getBytes(StandardCharsets.US_ASCII);
    PacketMac mac = new TruncatedPacketMac(new HmacPacketMac(algorithm, hex(key)), length);
    byte[] out = new byte[mac.length()];
    mac.compute(BigEndian.uint32(data, 0), data, 4, data.length - 4, out, 0);
    assertThat(out).isEqualTo(hex(expected));
  }

  static Stream<CipherSuite> suites() {
    return LegacyAlgorithms.ENCRYPTION.stream()
        .flatMap(cipher -> LegacyAlgorithms.MACS.stream().map(mac -> new CipherSuite(cipher, mac)));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void packets_come_out_as_they_went_in_and_no_changed_one_does(CipherSuite suite)
      throws Exception {
    byte[] iv = PacketCipherTest.keyBytes(suite.ivLength(), 1);
    byte[] key = PacketCipherTest.keyBytes(suite.keyLength(), 2);
    byte[] macKey = PacketCipherTest.keyBytes(suite.macKeyLength(), 3);
    PacketCipher sealing = suite.sealing(iv, key, macKey);
    PacketCipher opening = suite.opening(iv, key, macKey);
    int whole = opening.blockSize() * 40;
    int length = opening.lengthIsApart() ? whole : whole - 4;
    for (int number = 0; number < 20; number++) {
      byte[] body = body(length, number);
      byte[] wire = seal(sealing, number, body);
      assertThat(opening.packetLength(number, wire, 0)).isEqualTo(length);
      byte[] out = new byte[length];
      opening.open(number, wire, 0, length, out, 0);
      // the padding is the cipher's
      assertThat(Arrays.copyOf(out, length - 8)).isEqualTo(Arrays.copyOf(body, length - 8));
      assertThat(Arrays.copyOfRange(out, length - 8, length)).isNotEqualTo(new byte[8]);
    }
    byte[] wire = seal(sealing, 20, body(length, 20));
    wire[wire.length / 2] ^= 1;
    byte[] out = new byte[length];
    opening.packetLength(20, wire, 0);
    assertThatThrownBy(() -> opening.open(20, wire, 0, length, out, 0))
        .isInstanceOf(BadPacketException.class);
    assertThat(out).containsOnly(0);
  }

  private static byte[] body(int length, int seed) {
    byte[] body = PacketCipherTest.keyBytes(length, seed);
    body[0] = 8; // bytes of padding
    Arrays.fill(body, length - 8, length, (byte) 0);
    return body;
  }

  private static byte[] seal(PacketCipher sealing, int number, byte[] body) {
    byte[] wire = new byte[4 + body.length + sealing.tagLength()];
    BigEndian.putUint32(wire, 0, body.length);
    System.arraycopy(body, 0, wire, 4, body.length);
    sealing.seal(number, wire, 0, body.length);
    return wire;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
