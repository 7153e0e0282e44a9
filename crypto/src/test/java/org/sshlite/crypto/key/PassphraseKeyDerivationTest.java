package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.wire.SecretBytes;

/** What turns a passphrase into the keys of a key file. */
class PassphraseKeyDerivationTest {
  private static final byte[] PASSWORD = "password".getBytes(StandardCharsets.US_ASCII);
  private static final HexFormat HEX = HexFormat.of();

  // the vectors of OpenBSD's regression test (lib/libutil/bcrypt_pbkdf): rounds, salt, key
  @ParameterizedTest
  @CsvSource({
    "4, 73616c74, 5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9",
    "4, 00, c12b566235eee04c212598970a579a67",
  })
  void bcrypt_pbkdf_gives_the_keys_of_OpenBSDs_vectors(int rounds, String salt, String key) {
    try (SecretBytes passphrase = new SecretBytes(PASSWORD.clone())) {
      byte[] expected = HEX.parseHex(key);
      assertThat(OpenSshEnvelope.derive(expected.length, passphrase, HEX.parseHex(salt), rounds))
          .isEqualTo(expected);
    }
  }

  // Made with OpenSSL's Argon2 at the length that a .ppk file asks for. At 32 bytes the same inputs
  // give it the vectors of the reference implementation (phc-winner-argon2, src/test.c).
  @ParameterizedTest
  @CsvSource({
    "Argon2id, 389efc98f7d5b483e55d0a4d8ed259d3fe1ec31b2e607e49e97640888eeb0d8f, "
        + "702aa5484a0ae1eec312bb13b55c813d, "
        + "6c9676c15c10ab29b5dde584728e3b3de052dd0c9bda00729e397a526e3b1a46",
    "Argon2d, f71e543909a731c3d2fd8fdc0c03dddfcb44768715efb5ab6f3e57684b00f48c, "
        + "daf55ea5ded73419cb2bc35854878a95, "
        + "b1380ceb15e67452c51dc66db352c792dc13b4ffb9d27d397b1af49ca038caae",
    "Argon2i, 063a37881bffa061f07d8a509fb7ed9ecb2f15b55beccf37a8e290d67549d9c5, "
        + "6f33073297f47f76d8843485905991b1, "
        + "fc946435d7f3a39c0b7e8675a546330e88254b7c71589ebf24fba2385dc3cfbf",
  })
  void argon2_gives_the_three_keys_of_a_ppk_file(
      String type, String cipherKey, String iv, String macKey) {
    var derivation =
        new PuttyKeyDerivation(
            switch (type) {
              case "Argon2d" -> Argon2Parameters.ARGON2_d;
              case "Argon2i" -> Argon2Parameters.ARGON2_i;
              default -> Argon2Parameters.ARGON2_id;
            },
            256,
            2,
            1,
            "somesalt".getBytes(StandardCharsets.US_ASCII));

    try (PuttyKeyDerivation.Keys keys = derivation.derive(PASSWORD)) {
      assertThat(keys.cipherKey()).isEqualTo(HEX.parseHex(cipherKey));
      assertThat(keys.iv()).isEqualTo(HEX.parseHex(iv));
      assertThat(keys.macKey()).isEqualTo(HEX.parseHex(macKey));
    }
  }

  @Test
  void keys_that_were_closed_are_zeros() {
    PuttyKeyDerivation.Keys keys = PuttyKeyDerivation.version2(PASSWORD);

    keys.close();

    assertThat(keys.cipherKey()).containsOnly(0);
    assertThat(keys.macKey()).containsOnly(0);
  }
}
