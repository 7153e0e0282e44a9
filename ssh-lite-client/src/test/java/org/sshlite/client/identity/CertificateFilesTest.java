package org.sshlite.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;

class CertificateFilesTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private final ScriptedDialog dialog = new ScriptedDialog();
  private final PrivateKey key = PrivateKey.generate("ssh-ed25519", RANDOM);
  private final PrivateKey ca = PrivateKey.generate("ssh-ed25519", RANDOM);
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("id");
    try (SecretBytes none = new SecretBytes(new byte[0])) {
      PrivateKeyFile.write(
          file, new NamedPrivateKey(key, ""), none, new KeyFileEncryption("aes256-ctr", 1), RANDOM);
    }
  }

  @AfterEach
  void close() {
    key.close();
    ca.close();
  }

  private Path certify(String name, PublicKey about, CertificateType type) throws Exception {
    CertificateFields fields =
        new CertificateFields(
            about,
            type,
            1,
            "test",
            List.of("alice"),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    Certificate certificate = Certificate.sign(fields, ca, "ssh-ed25519", RANDOM);
    Path at = folder.resolve(name);
    return Files.writeString(at, new PublicKeyLine("", certificate, "") + "\n");
  }

  private List<Signer> offered(Path identity, Path... certificates) {
    return offered(new KeyLocation(identity, true), certificates);
  }

  private List<Signer> offered(KeyLocation identity, Path... certificates) {
    return offered(List.of(identity), certificates);
  }

  private List<Signer> offered(List<KeyLocation> identities, Path... certificates) {
    Credentials credentials =
        new Credentials(
            "alice",
            "build-7",
            new LoginOptions(
                List.of("publickey"),
                List.of(),
                List.of(),
                identities,
                List.of(certificates),
                Optional.empty(),
                false,
                3,
                2048),
            dialog,
            () -> true,
            _ -> {});
    List<Signer> all = new ArrayList<>();
    for (Optional<Signer> next = credentials.nextKey();
        next.isPresent();
        next = credentials.nextKey()) {
      all.add(next.get());
    }
    return all;
  }

  private void isCertificateThenKey(List<Signer> offers) throws Exception {
    assertThat(offers)
        .extracting(offer -> offer.publicKey().type())
        .containsExactly("ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519");
    isSignedBy(offers.getFirst());
  }

  private static void isSignedBy(Signer offer) throws Exception {
    byte[] data = {1, 2, 3};
    PublicKey certificate = offer.publicKey();
    byte[] signature = offer.sign(certificate.type(), data);
    assertThat(certificate.verify(certificate.type(), data, signature)).isTrue();
  }

  /** As ssh 10.5: what the user named keeps its place. */
  @Test
  void a_certificate_beside_its_key_is_offered_before_it_unless_the_key_was_named()
      throws Exception {
    certify("id-cert.pub", key.publicKey(), CertificateType.USER);
    isCertificateThenKey(offered(new KeyLocation(file, false)));
    assertThat(offered(file))
        .extracting(offer -> offer.publicKey().type())
        .containsExactly("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com");
  }

  /** As ssh 10.5; that the key beside it signs is ours. */
  @Test
  void of_a_certificate_that_is_named_as_identity_the_key_signs_and_is_not_offered()
      throws Exception {
    Path certificate = certify("id-cert.pub", key.publicKey(), CertificateType.USER);
    List<Signer> offers = offered(certificate);
    isSignedBy(offers.getFirst());
    assertThat(offers)
        .extracting(offer -> Credentials.describe(offer).split(" ")[0])
        .containsExactly(certificate.toString());
    // named as well, the key keeps its place, and the certificate is offered once
    assertThat(offered(List.of(new KeyLocation(certificate, true), new KeyLocation(file, true))))
        .extracting(offer -> offer.publicKey().type())
        .containsExactly("ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519");
  }

  @Test
  void a_certificate_without_a_key_is_told_of_and_not_offered() throws Exception {
    Path certificate = certify("lone-cert.pub", key.publicKey(), CertificateType.USER);
    assertThat(offered(certificate)).isEmpty();
    assertThat(dialog.told).isEmpty();
    assertThat(dialog.details)
        .containsExactly("no separate private key for certificate \"" + certificate + "\"");
  }

  @Test
  void named_certificates_count_instead_of_those_beside_the_keys() throws Exception {
    certify("id-cert.pub", key.publicKey(), CertificateType.USER);
    Path named = certify("named", key.publicKey(), CertificateType.USER);
    Path foreign = certify("foreign", ca.publicKey(), CertificateType.USER);
    isCertificateThenKey(offered(file, named, foreign));
    assertThat(dialog.details)
        .containsExactly("no separate private key for certificate \"" + foreign + "\"");
    assertThat(offered(file, foreign)).hasSize(1);
  }

  /** CVE-2026-59849: libssh offered one again and again. */
  @Test
  void a_certificate_is_offered_once_wherever_it_is_named() throws Exception {
    Path beside = certify("id-cert.pub", key.publicKey(), CertificateType.USER);
    Path copy = Files.copy(beside, folder.resolve("copy"));
    isCertificateThenKey(offered(new KeyLocation(file, false), beside, copy, beside));
    // of a certificate that is named the key only signs
    assertThat(offered(beside, copy))
        .extracting(offer -> offer.publicKey().type())
        .containsExactly("ssh-ed25519-cert-v01@openssh.com");
  }

  @Test
  void a_device_that_does_not_end_is_no_certificate() {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros), "no /dev/zero here");
    assertThat(offered(file, zeros)).hasSize(1);
    assertThat(dialog.told)
        .containsExactly("no certificate: /dev/zero: more than " + (1 << 20) + " bytes");
  }

  @Test
  void what_is_no_certificate_of_a_user_for_this_key_is_told_and_left_out() throws Exception {
    Path host = certify("host", key.publicKey(), CertificateType.HOST);
    Path broken = Files.writeString(folder.resolve("broken"), "no certificate\n");
    assertThat(offered(file, host, broken, folder.resolve("missing"))).hasSize(1);
    assertThat(dialog.told)
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("no certificate: "));
  }
}
