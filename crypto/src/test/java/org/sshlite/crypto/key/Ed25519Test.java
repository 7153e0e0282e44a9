package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

class Ed25519Test {
  private static final byte[] DATA = "data".getBytes();

  private final PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());

  /** RFC 8032 §7.1, TEST 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
        + "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
        + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void the_test_vectors_of_RFC_8032_hold(
      String seed, String point, String message, String signature) {
    HexFormat hex = HexFormat.of();
    try (var key = new Ed25519PrivateKey(new SecretBytes(hex.parseHex(seed)))) {
      byte[] data = hex.parseHex(message);
      byte[] expected = SignatureBlob.of("ssh-ed25519", hex.parseHex(signature));
      assertThat(key.publicKey().point()).isEqualTo(hex.parseHex(point));
      assertThat(key.sign("ssh-ed25519", data)).isEqualTo(expected);
      assertThat(key.publicKey().verify("ssh-ed25519", data, expected)).isTrue();
    }
  }

  @Test
  void a_signature_is_refused_over_other_data_and_under_another_key() throws Exception {
    byte[] signature = key.sign("ssh-ed25519", DATA);
    PublicKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom()).publicKey();

    assertThat(key.publicKey().verify("ssh-ed25519", DATA, signature)).isTrue();
    assertThat(key.publicKey().verify("ssh-ed25519", "date".getBytes(), signature)).isFalse();
    assertThat(other.verify("ssh-ed25519", DATA, signature)).isFalse();
  }

  @Test
  void a_signature_with_any_bit_changed_or_any_byte_cut_off_or_added_is_refused() throws Exception {
    byte[] signature = key.sign("ssh-ed25519", DATA);
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] altered = signature.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key.publicKey().verify("ssh-ed25519", DATA, altered)).isFalse();
    }
    for (int length = 0; length < signature.length; length++) {
      byte[] cut = Arrays.copyOf(signature, length);
      assertThat(key.publicKey().verify("ssh-ed25519", DATA, cut)).isFalse();
    }
    byte[] longer = Arrays.copyOf(signature, signature.length + 1);
    assertThat(key.publicKey().verify("ssh-ed25519", DATA, longer)).isFalse();
  }

  @Test
  void a_signature_whose_S_was_raised_by_the_group_order_is_refused() throws Exception {
    // the same equation holds for it, so accepting it would make signatures malleable
    byte[] signature = key.sign("ssh-ed25519", DATA);
    byte[] s = new byte[33];
    for (int i = 0; i < 32; i++) {
      s[32 - i] = signature[signature.length - 32 + i];
    }
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] raised = new BigInteger(s).add(order).toByteArray();
    for (int i = 0; i < 32; i++) {
      int from = raised.length - 1 - i;
      signature[signature.length - 32 + i] = from < 0 ? 0 : raised[from];
    }
    assertThat(key.publicKey().verify("ssh-ed25519", DATA, signature)).isFalse();
  }

  @Test
  void a_key_of_small_order_verifies_nothing() {
    // with A the neutral element, R = A and S = 0 solve the equation for any message
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    byte[] signature = Arrays.copyOf(neutral, 64);
    assertThat(
            new Ed25519PublicKey(neutral)
                .verify("ssh-ed25519", DATA, SignatureBlob.of("ssh-ed25519", signature)))
        .isFalse();
  }

  @Test
  void a_point_that_is_not_on_the_curve_verifies_nothing() throws Exception {
    byte[] signature = key.sign("ssh-ed25519", DATA);
    byte[] point = new byte[32];
    point[0] = 2;
    assertThat(new Ed25519PublicKey(point).verify("ssh-ed25519", DATA, signature)).isFalse();
  }

  @Test
  void a_blob_reads_back_equal() throws Exception {
    PublicKey read = PublicKeys.read(key.publicKey().blob());
    assertThat(read).isEqualTo(key.publicKey()).hasSameHashCodeAs(key.publicKey());
    assertThat(read.blob()).isEqualTo(key.publicKey().blob());
  }

  @Test
  void a_type_that_is_not_known_is_named_with_its_control_characters_escaped() {
    byte[] blob = new SshWriter().string("ssh-foo").string(new byte[32]).toByteArray();
    assertThatThrownBy(() -> PublicKeys.read(blob))
        .isInstanceOf(MalformedException.class)
        .hasMessage("public key: type: \"ssh-foo\" is not supported");
    byte[] escape = new SshWriter().string("\033[2J").toByteArray();
    assertThatThrownBy(() -> PublicKeys.read(escape))
        .isInstanceOf(MalformedException.class)
        .hasMessage("public key: type: not printable US-ASCII");
  }

  @Test
  void a_private_key_whose_public_half_is_foreign_is_refused() {
    PublicKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom()).publicKey();
    SshWriter out = new SshWriter();
    key.write(out);
    byte[] fields = out.toByteArray();
    byte[] point = ((Ed25519PublicKey) other).point();
    System.arraycopy(point, 0, fields, fields.length - point.length, point.length);
    assertThatThrownBy(() -> PrivateKey.read(new SshReader("key", fields)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void a_closed_key_signs_no_more() {
    key.close();
    assertThatThrownBy(() -> key.sign("ssh-ed25519", DATA))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void signing_by_an_algorithm_of_another_type_is_a_caller_error() {
    assertThatThrownBy(() -> key.sign("rsa-sha2-512", DATA))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
