package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KexMethodsTest {
  @Test
  void the_order_is_that_of_OpenSSH() {
    assertThat(KexMethods.DEFAULT)
        .containsExactly(
            "mlkem768x25519-sha256",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521");
    assertThat(KexMethods.DEFAULT_OF_CLIENT)
        .startsWith(KexMethods.DEFAULT.toArray(String[]::new))
        .endsWith(
            "diffie-hellman-group-exchange-sha256",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group18-sha512",
            "diffie-hellman-group14-sha256");
  }

  @Test
  void nothing_with_SHA_1_is_supported() {
    assertThat(KexMethods.SUPPORTED).doesNotHaveDuplicates().noneMatch(n -> n.contains("sha1"));
  }

  @ParameterizedTest
  @CsvSource({
    "mlkem768x25519-sha256, SHA-256, true",
    "sntrup761x25519-sha512, SHA-512, true",
    "sntrup761x25519-sha512@openssh.com, SHA-512, true",
    "mlkem768nistp256-sha256, SHA-256, true",
    "mlkem1024nistp384-sha384, SHA-384, true",
    "curve25519-sha256, SHA-256, false",
    "curve25519-sha256@libssh.org, SHA-256, false",
    "ecdh-sha2-nistp256, SHA-256, false",
    // RFC 5656 §6.2.1: the hash follows the curve's size
    "ecdh-sha2-nistp384, SHA-384, false",
    "ecdh-sha2-nistp521, SHA-512, false",
    "diffie-hellman-group14-sha256, SHA-256, false",
    "diffie-hellman-group16-sha512, SHA-512, false",
    "diffie-hellman-group18-sha512, SHA-512, false",
  })
  void each_method_has_its_hash(String name, String hash, boolean postQuantum) {
    KexMethod method = KexMethods.byName(name).orElseThrow();

    assertThat(method.name()).isEqualTo(name);
    assertThat(method.hash()).isEqualTo(hash);
    assertThat(method.postQuantum()).isEqualTo(postQuantum);
  }

  @ParameterizedTest
  @CsvSource({
    "mlkem768x25519-sha256, 1216, 1120, 32",
    "sntrup761x25519-sha512, 1190, 1071, 64",
    "mlkem768nistp256-sha256, 1249, 1153, 32",
    "mlkem1024nistp384-sha384, 1665, 1665, 48",
  })
  void the_hybrids_have_the_lengths_of_their_drafts(String name, int init, int reply, int secret)
      throws Exception {
    KexMethod method = KexMethods.byName(name).orElseThrow();
    var random = new SecureRandom();
    try (KexMethod.Initiator initiator = method.initiate(random)) {
      KexMethod.Response response = method.respond(initiator.init(), random);

      assertThat(initiator.init()).hasSize(init);
      assertThat(response.reply()).hasSize(reply);
      assertThat(response.sharedSecret().length()).isEqualTo(secret);
    }
  }
}
