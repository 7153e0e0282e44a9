package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HybridKexTest {
  private static final KexMethod METHOD = KexMethods.byName("mlkem768x25519-sha256").orElseThrow();

  // ML-KEM-768: the inputs of C2SP's intermediate values and what the authors' reference
  // implementation makes of them; X25519: RFC 7748 §6.1
  private static final String D_AND_Z =
      "f688563f7c66a5da2d8bdb5a5f3e07bd8dce6f7efcec7f41298d79863459f7cd"
          + "d1d49a515250dbceb9f6e3fcc1c7d5306918964b21ddb22207e03e57f0600da8";
  private static final String M =
      "3dc27ca0a6594b0e56320457c45a0f76bb8a213ea4a76d442186a0aefadbcdb9";
  private static final String ALICE =
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
  private static final String BOB =
      "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";

  @Test
  void the_blobs_and_the_secret_are_made_of_both_parts_in_order() throws Exception {
    try (KexMethod.Initiator initiator = METHOD.initiate(new FixedRandom(D_AND_Z + ALICE))) {
      byte[] init = initiator.init();
      KexMethod.Response response = METHOD.respond(init, new FixedRandom(BOB + M));
      byte[] reply = response.reply();

      assertThat(sha256(Arrays.copyOf(init, 1184)))
          .isEqualTo("8d7887ad6b47c80dcf2210ca209cc35d584977aeae1a30dfae68d28a98dd196e");
      assertThat(hex(Arrays.copyOfRange(init, 1184, init.length)))
          .isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
      assertThat(sha256(Arrays.copyOf(reply, 1088)))
          .isEqualTo("b96b0f142e4955ed41d76b8837355bcb67f2e994c0a98f195ca69c0cd07aa879");
      assertThat(hex(Arrays.copyOfRange(reply, 1088, reply.length)))
          .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
      String quantum = "ae726da2df66601c6648a7565c02b203a089276ac30f6cc226d048f93fafd78c";
      String classical = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
      assertThat(hex(response.sharedSecret().bytes()))
          .isEqualTo(sha256(HexFormat.of().parseHex(quantum + classical)));
      assertThat(initiator.finish(reply)).isEqualTo(response.sharedSecret());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mlkem768x25519-sha256, 32",
    "sntrup761x25519-sha512, 32",
    "mlkem768nistp256-sha256, 65",
    "mlkem1024nistp384-sha384, 97",
  })
  void a_classical_part_that_gives_no_secret_is_refused(String name, int length) throws Exception {
    KexMethod method = KexMethods.byName(name).orElseThrow();
    SecureRandom random = new SecureRandom();
    try (KexMethod.Initiator initiator = method.initiate(random)) {
      byte[] init = initiator.init().clone();
      byte[] reply = method.respond(init, random).reply();
      Arrays.fill(init, init.length - length, init.length, (byte) 0);
      Arrays.fill(reply, reply.length - length, reply.length, (byte) 0);

      assertThatThrownBy(() -> method.respond(init, random)).isInstanceOf(KexException.class);
      assertThatThrownBy(() -> initiator.finish(reply)).isInstanceOf(KexException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"mlkem768x25519-sha256", "mlkem768nistp256-sha256", "mlkem1024nistp384-sha384"})
  void an_encapsulation_key_that_is_none_is_refused(String name) throws Exception {
    KexMethod method = KexMethods.byName(name).orElseThrow();
    SecureRandom random = new SecureRandom();
    try (KexMethod.Initiator initiator = method.initiate(random)) {
      byte[] init = initiator.init();
      Arrays.fill(init, 0, 384, (byte) 0xff);

      assertThatThrownBy(() -> method.respond(init, random)).isInstanceOf(KexException.class);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
