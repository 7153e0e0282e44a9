package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UmacTest {
  private static final byte[] KEY = ascii("abcdefghijklmnop");
  private static final long NONCE = BigEndian.uint64(ascii("bcdefghi"), 0);

  // RFC 4418, appendix, which ends at 96 bits; the last 32 are those of other implementations
  @ParameterizedTest
  @CsvSource({
    "a, 0, 6E155FAD26900BE1, 32FEDB100C79AD58F07FF7643CC60465",
    "a, 3, 44B5CB542F220104, 185E4FE905CBA7BD85E4C2DC3D117D8D",
    "a, 1024, 26BF2F5D60118BD9, 7A54ABE04AF82D60FB298C3CBD195BCB",
    "a, 32768, 27F8EF643B0D118D, 7B136BD911E4B734286EF2BE501F2C3C",
    "a, 1048576, A4477E87E9F55853, F8ACFA3AC31CFEEA047F7B115B03BEF5",
    "abc, 1, D4D7B9F6BD4FBFCF, 883C3D4B97A61976FFCF232308CBA5A5",
    "abc, 500, D4CF26DDEFD5C01A, 8824A260C53C66A36C9260A62CB83AA1",
  })
  void the_tags_are_those_of_RFC_4418(String unit, int times, String tag64, String tag128) {
    byte[] message = ascii(unit.repeat(times));

    assertThat(tag(8, NONCE, message, 0, message.length)).isEqualTo(HexFormat.of().parseHex(tag64));
    assertThat(tag(16, NONCE, message, 0, message.length))
        .isEqualTo(HexFormat.of().parseHex(tag128));
  }

  // digest of 5001 tags made with umac.c and umac128.c of OpenSSH 10.5
  @ParameterizedTest
  @CsvSource({
    "8, 177077925e03cc071815f2b4bda04521992040ba07dc340bc71ce31f505f2d5d",
    "16, 851255119f62e9cea5055afb8cce50afc9b3894a507cd0a435b704334a6c6702",
  })
  void the_tags_of_every_length_are_those_of_OpenSSH(int tagLength, String expected)
      throws Exception {
    byte[] data = new byte[300_000];
    long state = 1;
    for (int i = 0; i < data.length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      data[i] = (byte) (state >>> 56);
    }
    for (int i = 0; i < 280_000; i += 1000) {
      // runs of ones, for the carries of every layer
      if (i / 1000 % 3 == 0) {
        Arrays.fill(data, Math.max(i, 200), i + 1000, (byte) 0xff);
      }
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i <= 5000; i++) {
      int length = i <= 4900 ? i : i * 50;
      digest.update(tag(tagLength, i * 1_000_003L, data, i % 7, length));
    }

    assertThat(digest.digest()).isEqualTo(HexFormat.of().parseHex(expected));
  }

  @Test
  void a_message_that_needs_the_128_bit_polynomial_is_the_callers_fault() {
    assertThatThrownBy(() -> tag(8, 0, new byte[(1 << 24) + 1], 0, (1 << 24) + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] tag(int tagLength, long nonce, byte[] message, int offset, int length) {
    byte[] out = new byte[tagLength];
    UmacPacketMac mac = new UmacPacketMac(KEY, tagLength);
    mac.compute(nonce, message, offset, length, out, 0);
    mac.close();
    return out;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
