package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;

class Curve25519KexTest {
  private static final KexMethod METHOD = KexMethods.byName("curve25519-sha256").orElseThrow();

  @Test
  void the_example_of_RFC_7748_section_6_1() throws Exception {
    var alice = new FixedRandom("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    var bob = new FixedRandom("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    try (KexMethod.Initiator initiator = METHOD.initiate(alice)) {
      KexMethod.Response response = METHOD.respond(initiator.init(), bob);

      assertThat(initiator.init())
          .isEqualTo(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
      assertThat(response.reply())
          .isEqualTo(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
      assertThat(response.sharedSecret().bytes())
          .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
      assertThat(initiator.finish(response.reply())).isEqualTo(response.sharedSecret());
    }
  }

  // the points of small order in both encodings of their coordinates below 2^255
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void a_public_key_of_small_order_is_refused_on_both_sides(String point) {
    SecureRandom random = new SecureRandom();
    try (KexMethod.Initiator initiator = METHOD.initiate(random)) {
      assertThatThrownBy(() -> METHOD.respond(hex(point), random))
          .isInstanceOf(KexException.class)
          .hasMessageContaining("all-zero");
      assertThatThrownBy(() -> initiator.finish(hex(point))).isInstanceOf(KexException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"00, ''", "0000, ''", "7f, 7f", "80, 0080", "0080, 0080", "00007fff, 7fff"})
  void the_secret_is_the_shortest_mpint(String raw, String contents) {
    assertThat(AgreementKex.mpint(new SecretBytes(hex(raw))).bytes()).isEqualTo(hex(contents));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
