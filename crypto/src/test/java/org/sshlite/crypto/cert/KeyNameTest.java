package org.sshlite.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.SecurityKeyEcdsaPublicKey;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** Keys that call themselves by an algorithm that they sign by, which OpenSSH takes. */
class KeyNameTest {
  private static final PublicKey RSA = RsaPrivateKey.generate(2048, Certified.RANDOM).publicKey();

  private static byte[] renamed(byte[] blob, String name) throws Exception {
    SshReader in = new SshReader("blob", blob);
    in.ascii("type");
    return new SshWriter().string(name).bytes(in.rest()).toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-sha2-256", "rsa-sha2-512"})
  void an_RSA_key_is_the_same_by_any_of_its_names(String name) throws Exception {
    PublicKey key = PublicKeys.read(renamed(RSA.blob(), name));

    assertThat(key).isEqualTo(RSA);
    assertThat(key.blob()).isEqualTo(RSA.blob());
    assertThat(key.fingerprint()).isEqualTo(RSA.fingerprint());
  }

  @Test
  void a_token_may_be_called_by_the_form_that_browsers_sign_in() throws Exception {
    byte[] point = Arrays.copyOfRange(Certified.KEY.publicKey().blob(), 39, 39 + 65);
    byte[] blob =
        new SshWriter()
            .string(SecurityKeyEcdsaPublicKey.TYPE)
            .string("nistp256")
            .string(point)
            .string("ssh:")
            .toByteArray();

    assertThat(PublicKeys.read(renamed(blob, SecurityKeyEcdsaPublicKey.WEBAUTHN)))
        .isEqualTo(PublicKeys.read(blob));
  }

  @Test
  void a_certificate_is_of_its_keys_type_whatever_it_calls_itself() throws Exception {
    CertificateFields fields =
        new CertificateFields(
            RSA, CertificateType.USER, 7, "id", List.of("alice"), 1, 2, List.of(), List.of());
    byte[] blob = Certificate.sign(fields, Certified.CA, "ssh-ed25519", Certified.RANDOM).blob();
    String name = "rsa-sha2-512-cert-v01@openssh.com";
    byte[] renamed = renamed(blob, name);
    // the name is under the signature
    int signed = renamed.length - (blob.length - signedLength(blob));
    byte[] signature = Certified.CA.sign("ssh-ed25519", Arrays.copyOf(renamed, signed));
    byte[] whole =
        new SshWriter().bytes(Arrays.copyOf(renamed, signed)).string(signature).toByteArray();

    Certificate read = Certificate.read(whole);
    assertThat(read.type()).isEqualTo("ssh-rsa-cert-v01@openssh.com");
    assertThat(read.blob()).isEqualTo(whole);
    assertThat(read.key()).isEqualTo(RSA);
  }

  /** An Ed25519 CA's signature is a string of 83 bytes. */
  private static int signedLength(byte[] certificate) {
    return certificate.length - 4 - 83;
  }

  @ParameterizedTest
  @CsvSource({
    "ssh-rsa, rsa-sha2-512",
    "rsa-sha2-512, rsa-sha2-512",
    "rsa-sha2-512, ssh-rsa",
    "rsa-sha2-256, rsa-sha2-512"
  })
  void a_line_may_name_it_by_another_of_its_names(String word, String name) throws Exception {
    String base64 = Base64.getEncoder().encodeToString(renamed(RSA.blob(), name));
    PublicKeyLine line = PublicKeyLine.parse("no-pty " + word + " " + base64 + " a comment");

    assertThat(line.key()).isEqualTo(RSA);
    assertThat(line.options()).isEqualTo("no-pty");
    assertThat(line.comment()).isEqualTo("a comment");
  }
}
