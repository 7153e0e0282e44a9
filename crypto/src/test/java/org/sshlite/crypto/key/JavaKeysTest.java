package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.wire.MalformedException;

class JavaKeysTest {
  private static final byte[] DATA = {1, 2, 3};

  private static KeyPair pair(String algorithm, String size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    switch (algorithm) {
      case "RSA" -> generator.initialize(Integer.parseInt(size));
      case "EC" -> {
        AlgorithmParameterSpec curve = new ECGenParameterSpec(size);
        generator.initialize(curve);
      }
      default -> {}
    }
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, ssh-rsa",
    "EC, secp256r1, ecdsa-sha2-nistp256",
    "EC, secp384r1, ecdsa-sha2-nistp384",
    "EC, secp521r1, ecdsa-sha2-nistp521",
    "Ed25519, '', ssh-ed25519"
  })
  void a_pair_signs_by_each_algorithm_of_its_type(String algorithm, String size, String type)
      throws Exception {
    Signer signer = Signer.of(pair(algorithm, size));
    PublicKey key = signer.publicKey();
    assertThat(key.type()).isEqualTo(type);
    assertThat(PublicKeys.read(key.blob())).isEqualTo(key);
    for (String each : key.signatureAlgorithms()) {
      // r and s of ECDSA are now and then shorter than the field
      for (int i = 0; i < 50; i++) {
        byte[] signature = signer.sign(each, DATA);
        assertThat(key.verify(each, DATA, signature)).describedAs(each).isTrue();
      }
    }
    assertThatThrownBy(() -> signer.sign("ssh-dss", DATA))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"RSA, 1024", "Ed448, ''", "X25519, ''", "DH, ''"})
  void what_SSH_has_not_is_refused(String algorithm, String size) throws Exception {
    KeyPair pair = pair(algorithm, size);
    assertThatThrownBy(() -> Signer.of(pair)).isInstanceOf(MalformedException.class);
  }

  @Test
  void a_key_that_shows_no_encoding_is_refused() {
    java.security.PublicKey hidden = new Hidden();
    assertThatThrownBy(() -> PublicKeys.of(hidden))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("without an encoding");
  }

  @Test
  void a_key_that_no_provider_signs_with_fails_as_a_token_that_is_gone() throws Exception {
    KeyPair pair = pair("RSA", "2048");
    Signer signer = Signer.of(pair.getPublic(), new HiddenPrivate());
    assertThatThrownBy(() -> signer.sign("rsa-sha2-512", DATA))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the key cannot sign: ");
  }

  private static class Hidden implements java.security.PublicKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  private static final class HiddenPrivate extends Hidden implements java.security.PrivateKey {
    private static final long serialVersionUID = 1L;
  }
}
