package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

class EcdsaTest {
  /** RFC 6979 appendix A.2.5 to A.2.7, message "sample": private scalar, Q, r, s. */
  private record Vector(
      EcdsaCurve curve, String scalar, String qx, String qy, String r, String s) {}

  static Stream<Vector> vectors() {
    return Stream.of(
        new Vector(
            EcdsaCurve.NISTP256,
            "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
            "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"),
        new Vector(
            EcdsaCurve.NISTP384,
            "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA"
                + "9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
            "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E"
                + "06AAE5286B300C64DEF8F0EA9055866064A254515480BC13",
            "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9"
                + "F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720",
            "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA7"
                + "3D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
            "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526"
                + "203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"),
        new Vector(
            EcdsaCurve.NISTP521,
            "0FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75C"
                + "AA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538",
            "1894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD3"
                + "71123D46E45DB6B5D5370A7F20FB633155D38FFA16D2BD761DCAC474B9A2F5023A4",
            "0493101C962CD4D2FDDF782285E64584139C2F91B47F87FF82354D6630F746A2"
                + "8A0DB25741B5B34A828008B22ACC23F924FAAFBD4D33F81EA66956DFEAA2BFDFCF5",
            "0C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F1"
                + "74E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA",
            "0617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF2"
                + "82623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A"));
  }

  private static BigInteger hex(String digits) {
    return new BigInteger(digits, 16);
  }

  private static byte[] signature(EcdsaCurve curve, BigInteger r, BigInteger s) {
    return SignatureBlob.of(curve.keyType(), new SshWriter().mpint(r).mpint(s).toByteArray());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_test_vectors_of_RFC_6979_hold(Vector v) {
    byte[] data = "sample".getBytes(StandardCharsets.US_ASCII);
    EcdsaPublicKey key = EcdsaPublicKey.ofScalar(v.curve(), hex(v.scalar()));
    int length = v.curve().fieldLength();
    assertThat(new BigInteger(1, key.point(), 1, length)).isEqualTo(hex(v.qx()));
    assertThat(new BigInteger(1, key.point(), 1 + length, length)).isEqualTo(hex(v.qy()));
    String algorithm = v.curve().keyType();
    byte[] signature = signature(v.curve(), hex(v.r()), hex(v.s()));
    assertThat(key.verify(algorithm, data, signature)).isTrue();
    byte[] other = signature(v.curve(), hex(v.r()), hex(v.s()).add(BigInteger.ONE));
    assertThat(key.verify(algorithm, data, other)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(EcdsaCurve.class)
  void r_and_s_out_of_range_are_refused(EcdsaCurve curve) throws Exception {
    PrivateKey key = PrivateKey.generate(curve.keyType(), new SecureRandom());
    BigInteger order = curve.domain().getN();
    byte[] data = new byte[1];
    SshReader in = new SshReader("signature", key.sign(curve.keyType(), data));
    in.string("algorithm");
    SshReader raw = in.sub("signature");
    BigInteger r = raw.mpint("r", 600);
    BigInteger s = raw.mpint("s", 600);
    PublicKey publicKey = key.publicKey();
    assertThat(publicKey.verify(curve.keyType(), data, signature(curve, r, s))).isTrue();
    for (BigInteger[] bad :
        new BigInteger[][] {
          {BigInteger.ZERO, BigInteger.ZERO},
          {BigInteger.ZERO, s},
          {r, BigInteger.ZERO},
          {r, order},
          {order, s},
          {r.add(order), s},
          {r, s.add(order)},
          {r.negate(), s},
          {r, s.negate()}
        }) {
      assertThat(publicKey.verify(curve.keyType(), data, signature(curve, bad[0], bad[1])))
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(EcdsaCurve.class)
  void a_private_scalar_out_of_range_is_refused(EcdsaCurve curve) {
    BigInteger order = curve.domain().getN();
    for (BigInteger scalar :
        new BigInteger[] {
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.ONE.negate(),
          order,
          order.subtract(BigInteger.ONE),
          order.add(BigInteger.TWO)
        }) {
      assertThatThrownBy(
              () ->
                  EcdsaPrivateKey.ofScalar(
                      curve, scalar, (f, p) -> new MalformedException("key", f, p)))
          .isInstanceOf(MalformedException.class)
          .hasMessage("key: private scalar: out of range");
    }
  }

  @Test
  void signatures_whose_r_or_s_is_short_verify() {
    // the fixed-length form of the JDK has leading zeros that an mpint must not have
    PrivateKey key = PrivateKey.generate("ecdsa-sha2-nistp256", new SecureRandom());
    assertThat(Stream.generate(() -> key).limit(600))
        .allSatisfy(
            k -> {
              byte[] signature = k.sign("ecdsa-sha2-nistp256", new byte[2]);
              assertThat(k.publicKey().verify("ecdsa-sha2-nistp256", new byte[2], signature))
                  .isTrue();
            });
  }

  /** CVE-2024-31497: nonces of 512 bits, where the order has 521, gave the key away. */
  @ParameterizedTest
  @EnumSource(EcdsaCurve.class)
  void nonces_are_as_long_as_the_order(EcdsaCurve curve) throws Exception {
    BigInteger order = curve.domain().getN();
    BigInteger scalar = order.shiftRight(1);
    PrivateKey key =
        EcdsaPrivateKey.ofScalar(curve, scalar, (f, p) -> new MalformedException("key", f, p));
    byte[] data = new byte[1];
    byte[] hash = MessageDigest.getInstance(curve.hash()).digest(data);
    int halfOfThem = 0;
    for (int i = 0; i < 64; i++) {
      SshReader in = new SshReader("signature", key.sign(curve.keyType(), data));
      in.string("algorithm");
      SshReader raw = in.sub("signature");
      BigInteger r = raw.mpint("r", 600);
      BigInteger s = raw.mpint("s", 600);
      BigInteger e = new BigInteger(1, hash);
      BigInteger nonce = e.add(r.multiply(scalar)).multiply(s.modInverse(order)).mod(order);
      halfOfThem += nonce.bitLength() == order.bitLength() ? 1 : 0;
    }
    assertThat(halfOfThem).isGreaterThan(8); // fewer are as likely as one in 10^9
  }
}
