package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;

class EcdhKexTest {
  // RFC 5903 §8: i, gix, giy, r, grx, gry, girx
  @ParameterizedTest
  @CsvSource({
    "ecdh-sha2-nistp256, "
        + "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433, "
        + "DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180, "
        + "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3, "
        + "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53, "
        + "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63, "
        + "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB, "
        + "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE",
    "ecdh-sha2-nistp384, "
        + "099F3C7034D4A2C699884D73A375A67F7624EF7C6B3C0F160647B67414DCE655"
        + "E35B538041E649EE3FAEF896783AB194, "
        + "667842D7D180AC2CDE6F74F37551F55755C7645C20EF73E31634FE72B4C55EE6"
        + "DE3AC808ACB4BDB4C88732AEE95F41AA, "
        + "9482ED1FC0EEB9CAFC4984625CCFC23F65032149E0E144ADA024181535A0F38E"
        + "EB9FCFF3C2C947DAE69B4C634573A81C, "
        + "41CB0779B4BDB85D47846725FBEC3C9430FAB46CC8DC5060855CC9BDA0AA2942"
        + "E0308312916B8ED2960E4BD55A7448FC, "
        + "E558DBEF53EECDE3D3FCCFC1AEA08A89A987475D12FD950D83CFA41732BC509D"
        + "0D1AC43A0336DEF96FDA41D0774A3571, "
        + "DCFBEC7AACF3196472169E838430367F66EEBE3C6E70C416DD5F0C68759DD1FF"
        + "F83FA40142209DFF5EAAD96DB9E6386C, "
        + "11187331C279962D93D604243FD592CB9D0A926F422E47187521287E7156C5C4"
        + "D603135569B9E9D09CF5D4A270F59746",
    "ecdh-sha2-nistp521, "
        + "0037ADE9319A89F4DABDB3EF411AACCCA5123C61ACAB57B5393DCE47608172A0"
        + "95AA85A30FE1C2952C6771D937BA9777F5957B2639BAB072462F68C27A57382D4A52, "
        + "0015417E84DBF28C0AD3C278713349DC7DF153C897A1891BD98BAB4357C9ECBE"
        + "E1E3BF42E00B8E380AEAE57C2D107564941885942AF5A7F4601723C4195D176CED3E, "
        + "017CAE20B6641D2EEB695786D8C946146239D099E18E1D5A514C739D7CB4A10A"
        + "D8A788015AC405D7799DC75E7B7D5B6CF2261A6A7F1507438BF01BEB6CA3926F9582, "
        + "0145BA99A847AF43793FDD0E872E7CDFA16BE30FDC780F97BCCC3F078380201E"
        + "9C677D600B343757A3BDBF2A3163E4C2F869CCA7458AA4A4EFFC311F5CB151685EB9, "
        + "00D0B3975AC4B799F5BEA16D5E13E9AF971D5E9B984C9F39728B5E5739735A21"
        + "9B97C356436ADC6E95BB0352F6BE64A6C2912D4EF2D0433CED2B6171640012D9460F, "
        + "015C68226383956E3BD066E797B623C27CE0EAC2F551A10C2C724D9852077B87"
        + "220B6536C5C408A1D2AEBB8E86D678AE49CB57091F4732296579AB44FCD17F0FC56A, "
        + "01144C7D79AE6956BC8EDB8E7C787C4521CB086FA64407F97894E5E6B2D79B04"
        + "D1427E73CA4BAA240A34786859810C06B3C715A3A8CC3151F2BEE417996D19F3DDEA",
  })
  void the_examples_of_RFC_5903(
      String name, String i, String gix, String giy, String r, String grx, String gry, String girx)
      throws Exception {
    KexMethod method = KexMethods.byName(name).orElseThrow();
    try (KexMethod.Initiator initiator = method.initiate(new FixedRandom(i))) {
      KexMethod.Response response = method.respond(initiator.init(), new FixedRandom(r));

      assertThat(initiator.init()).isEqualTo(hex("04" + gix + giy));
      assertThat(response.reply()).isEqualTo(hex("04" + grx + gry));
      // as an mpint: without leading zeros, with a sign bit
      assertThat(response.sharedSecret()).isEqualTo(AgreementKex.mpint(new SecretBytes(hex(girx))));
      assertThat(initiator.finish(response.reply())).isEqualTo(response.sharedSecret());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521"})
  void a_point_that_is_not_on_the_curve_is_refused(String name) throws Exception {
    KexMethod method = KexMethods.byName(name).orElseThrow();
    SecureRandom random = new SecureRandom();
    try (KexMethod.Initiator initiator = method.initiate(random)) {
      byte[] point = initiator.init();
      int field = (point.length - 1) / 2;
      byte[] otherY = point.clone();
      otherY[point.length - 1] ^= 1;
      byte[] zero = new byte[point.length];
      zero[0] = 4;
      byte[] beyondModulus = new byte[point.length];
      Arrays.fill(beyondModulus, (byte) 0xff);
      beyondModulus[0] = 4;
      byte[] compressed = Arrays.copyOf(point, 1 + field);
      compressed[0] = (byte) (2 + (point[point.length - 1] & 1));
      byte[] hybridForm = point.clone();
      hybridForm[0] = (byte) (6 + (point[point.length - 1] & 1));
      byte[] infinity = {0};
      for (byte[] bad :
          new byte[][] {otherY, zero, beyondModulus, compressed, hybridForm, infinity}) {
        assertThatThrownBy(() -> method.respond(bad, random)).isInstanceOf(KexException.class);
        assertThatThrownBy(() -> initiator.finish(bad)).isInstanceOf(KexException.class);
      }
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
