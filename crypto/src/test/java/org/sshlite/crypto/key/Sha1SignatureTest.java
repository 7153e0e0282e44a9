package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.SshReader;

/** RSA with SHA-1, {@code ssh-rsa} of RFC 4253 §6.6: only who names it has it. */
class Sha1SignatureTest {
  private static final byte[] DATA = "some data".getBytes(StandardCharsets.UTF_8);
  private static final RsaPrivateKey KEY = RsaPrivateKey.generate(2048, new SecureRandom());

  @Test
  void it_is_none_of_the_algorithms_that_count_unasked() {
    RsaPublicKey key = KEY.publicKey();
    assertThat(key.signatureAlgorithms()).containsExactly("rsa-sha2-512", "rsa-sha2-256");
    assertThat(key.namedAlgorithms()).containsExactly("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa");
    assertThat(SignatureAlgorithms.SUPPORTED).noneMatch(name -> name.startsWith("ssh-rsa"));
    assertThat(SignatureAlgorithms.DEFAULT_CA).doesNotContain("ssh-rsa");
  }

  @Test
  void a_good_signature_by_it_counts_for_who_named_it_and_for_nobody_else() {
    byte[] signature = KEY.sign("ssh-rsa", DATA);
    assertThat(KEY.publicKey().verifyNamed("ssh-rsa", DATA, signature)).isTrue();
    assertThat(KEY.publicKey().verify("ssh-rsa", DATA, signature)).isFalse();
    for (String other : KEY.publicKey().signatureAlgorithms()) {
      assertThat(KEY.publicKey().verifyNamed(other, DATA, signature)).isFalse();
      assertThat(KEY.publicKey().verifyNamed("ssh-rsa", DATA, KEY.sign(other, DATA))).isFalse();
    }
    signature[signature.length - 1] ^= 1;
    assertThat(KEY.publicKey().verifyNamed("ssh-rsa", DATA, signature)).isFalse();
  }

  @Test
  void it_is_PKCS_1_with_SHA_1_of_another_implementation() throws Exception {
    SshReader in = new SshReader("signature", KEY.sign("ssh-rsa", DATA));
    assertThat(in.ascii("algorithm")).isEqualTo("ssh-rsa");
    RSADigestSigner reference = new RSADigestSigner(new SHA1Digest());
    RsaPublicKey key = KEY.publicKey();
    reference.init(false, new RSAKeyParameters(false, key.modulus(), key.exponent()));
    reference.update(DATA, 0, DATA.length);
    assertThat(reference.verifySignature(in.string("signature"))).isTrue();
  }

  @Test
  void no_key_of_another_type_has_it() {
    for (String type : new String[] {"ssh-ed25519", "ecdsa-sha2-nistp256"}) {
      PublicKey key = PrivateKey.generate(type, new SecureRandom()).publicKey();
      assertThat(key.namedAlgorithms()).isEqualTo(key.signatureAlgorithms());
    }
  }
}
