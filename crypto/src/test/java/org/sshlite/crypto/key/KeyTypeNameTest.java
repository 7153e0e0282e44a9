package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTypeNameTest {
  @ParameterizedTest
  @CsvSource({
    "ssh-ed25519, ED25519",
    "ssh-rsa, RSA",
    "ecdsa-sha2-nistp256, ECDSA",
    "ecdsa-sha2-nistp384, ECDSA",
    "ecdsa-sha2-nistp521, ECDSA",
    "sk-ssh-ed25519@openssh.com, ED25519-SK",
    "sk-ecdsa-sha2-nistp256@openssh.com, ECDSA-SK",
    "ssh-mldsa44-ed25519@openssh.com, MLDSA44-ED25519",
    "ssh-unheard-of, ssh-unheard-of",
  })
  void types_and_their_certificates_have_OpenSSHs_names(String type, String name) {
    assertThat(KeyTypeName.of(type)).isEqualTo(name);
    assertThat(KeyTypeName.of(SignatureAlgorithms.certificate(type))).isEqualTo(name + "-CERT");
  }

  @Test
  void a_key_tells_the_name_of_its_type() {
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      assertThat(key.publicKey().typeName()).isEqualTo("ED25519");
    }
  }
}
