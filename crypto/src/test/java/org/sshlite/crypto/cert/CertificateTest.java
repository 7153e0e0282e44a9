package org.sshlite.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.Damage;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.SshKeygen;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

class CertificateTest {
  private static final PrivateKey RSA = RsaPrivateKey.generate(2048, Certified.RANDOM);

  @TempDir private Path folder;

  static Stream<String> types() {
    return Stream.of(
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
        "ssh-mldsa44-ed25519@openssh.com");
  }

  static Stream<String> typesOfSshKeygen() {
    return types().filter(SshKeygen::knows);
  }

  private static PrivateKey key(String type) {
    return type.equals("ssh-rsa") ? RSA : PrivateKey.generate(type, Certified.RANDOM);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_certificate_of_each_type_of_key_by_each_type_of_CA_reads_back(String type)
      throws Exception {
    PrivateKey key = key(type);
    CertificateFields fields = Certified.withKey(Certified.user("alice"), key.publicKey());
    for (String caType : types().toList()) {
      Certificate made = Certified.sign(fields, key(caType));
      Certificate read = Certificate.read(made.blob());
      assertThat(read).isEqualTo(made).hasSameHashCodeAs(made);
      assertThat(read.type()).isEqualTo(SignatureAlgorithms.certificate(type));
      assertThat(read.fields()).isEqualTo(fields);
      assertThat(read.caKey()).isEqualTo(made.caKey());
      assertThat(read.caAlgorithm()).isEqualTo(made.caAlgorithm());
      assertThat(read.fingerprint()).isEqualTo(key.publicKey().fingerprint());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void signatures_are_made_and_verified_by_the_certificate_forms_of_the_algorithms(String type)
      throws Exception {
    PrivateKey key = key(type);
    Certificate certificate =
        Certified.sign(Certified.withKey(Certified.user("alice"), key.publicKey()));
    var signer = new CertifiedSigner(certificate, key);
    for (String algorithm : key.publicKey().signatureAlgorithms()) {
      String certified = SignatureAlgorithms.certificate(algorithm);
      byte[] signature = signer.sign(certified, new byte[3]);
      assertThat(signer.publicKey().signatureAlgorithms()).contains(certified);
      assertThat(certificate.verify(certified, new byte[3], signature)).isTrue();
      assertThat(certificate.verify(certified, new byte[4], signature)).isFalse();
      assertThat(certificate.verify(algorithm, new byte[3], signature)).isFalse();
      assertThat(new SshReader("signature", signature).ascii("algorithm")).isEqualTo(algorithm);
      assertThatThrownBy(() -> signer.sign(algorithm, new byte[3]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_certificate_is_read_where_one_may_stand_and_nowhere_else() throws Exception {
    Certificate certificate = Certified.sign(Certified.user("alice"));
    PublicKey plain = Certified.KEY.publicKey();
    assertThat(Certificate.readKeyOrCertificate(certificate.blob())).isEqualTo(certificate);
    assertThat(Certificate.readKeyOrCertificate(plain.blob())).isEqualTo(plain);
    assertThatThrownBy(() -> PublicKeys.read(certificate.blob()))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Certificate.read(plain.blob())).isInstanceOf(MalformedException.class);
  }

  @Test
  void a_certificate_cannot_be_a_CA() throws Exception {
    Certificate caCertificate =
        Certified.sign(Certified.withKey(Certified.user("ca"), Certified.CA.publicKey()));
    var ca = new CertifiedSigner(caCertificate, Certified.CA);
    CertificateFields fields = Certified.user("alice");
    assertThatThrownBy(
            () ->
                Certificate.sign(fields, ca, "ssh-ed25519-cert-v01@openssh.com", Certified.RANDOM))
        .isInstanceOf(IllegalArgumentException.class);

    SshWriter out = unsigned(fields).string(caCertificate.blob());
    byte[] signature = Certified.CA.sign("ssh-ed25519", out.toByteArray());
    byte[] blob = out.string(signature).toByteArray();
    assertThatThrownBy(() -> Certificate.read(blob))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("itself a certificate");
  }

  @Test
  void a_certificate_signed_by_SHA_1_is_refused() throws Exception {
    SshWriter out = unsigned(Certified.user("alice")).string(RSA.publicKey().blob());
    byte[] sha512 = RSA.sign("rsa-sha2-512", out.toByteArray());
    SshReader in = new SshReader("signature", sha512);
    in.string("algorithm");
    byte[] renamed = new SshWriter().string("ssh-rsa").string(in.string("signature")).toByteArray();
    byte[] blob = out.string(renamed).toByteArray();
    assertThatThrownBy(() -> Certificate.read(blob))
        .isInstanceOf(MalformedException.class)
        .hasMessage("certificate: signature: not one of the signature key");
  }

  @Test
  void a_certificate_for_too_short_an_RSA_key_is_refused_unless_allowed() throws Exception {
    SshWriter out = new SshWriter().string("ssh-rsa-cert-v01@openssh.com").string(new byte[32]);
    BigInteger n = BigInteger.ONE.shiftLeft(1535).setBit(0);
    out.mpint(BigInteger.valueOf(65537)).mpint(n);
    Certified.user("alice").write(out);
    out.string("").string(Certified.CA.publicKey().blob());
    byte[] blob = out.string(Certified.CA.sign("ssh-ed25519", out.toByteArray())).toByteArray();
    assertThatThrownBy(() -> Certificate.read(blob))
        .hasMessageContaining("RSA key of 1536 bits, fewer than 2048");
    assertThat(Certificate.read(blob, 1536).key().type()).isEqualTo("ssh-rsa");
  }

  @Test
  void any_altered_byte_is_refused() throws Exception {
    byte[] blob = Certified.sign(Certified.user("alice", "bob")).blob();
    for (int i = 0; i < blob.length; i++) {
      byte[] altered = blob.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> Certificate.read(altered))
          .as("byte " + i)
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void a_certificate_cut_off_anywhere_or_with_a_byte_too_many_is_refused() throws Exception {
    byte[] blob = Certified.sign(Certified.user("alice", "bob")).blob();
    for (int length = 0; length < blob.length; length++) {
      byte[] cut = Arrays.copyOf(blob, length);
      assertThatThrownBy(() -> Certificate.read(cut)).isInstanceOf(MalformedException.class);
    }
    byte[] longer = Arrays.copyOf(blob, blob.length + 1);
    assertThatThrownBy(() -> Certificate.read(longer)).isInstanceOf(MalformedException.class);
  }

  @Test
  void a_signed_certificate_with_any_altered_byte_is_read_or_refused_but_never_crashes()
      throws Exception {
    // the CA's signature covers the damage here, so that every field's own checks are reached
    byte[] unsigned =
        unsigned(
                Certified.withOptions(
                    Certified.user("alice"),
                    List.of(CertificateOption.text("force-command", "x")),
                    List.of(CertificateOption.flag("permit-pty"))))
            .string(Certified.CA.publicKey().blob())
            .toByteArray();
    for (int i = 0; i < unsigned.length; i++) {
      for (int mask : new int[] {1, 0x80, 0xff}) {
        byte[] altered = unsigned.clone();
        altered[i] ^= (byte) mask;
        SshWriter out = new SshWriter().bytes(altered);
        byte[] blob = out.string(Certified.CA.sign("ssh-ed25519", altered)).toByteArray();
        try {
          assertThat(Certificate.read(blob).blob()).isEqualTo(blob);
        } catch (MalformedException e) {
          assertThat(e.getMessage()).hasLineCount(1);
        }
      }
    }
  }

  @Test
  void a_field_with_a_false_length_is_refused_though_the_CA_signed_it() throws Exception {
    byte[] unsigned =
        unsigned(Certified.user("alice")).string(Certified.CA.publicKey().blob()).toByteArray();
    for (Damage damage : Damage.of(unsigned, "ssss" + "lussllss" + "ss")) {
      byte[] signature = Certified.CA.sign("ssh-ed25519", damage.bytes());
      byte[] blob = new SshWriter().bytes(damage.bytes()).string(signature).toByteArray();
      boolean lengthsAreTrue =
          switch (damage.kind()) {
            case OVERSIZED, CUT_OFF, CONTINUED -> false;
            default -> true;
          };
      try {
        Certificate.read(blob);
        assertThat(lengthsAreTrue).as("%s", damage).isTrue();
      } catch (MalformedException e) {
        assertThat(e.getMessage()).hasLineCount(1);
      }
    }
  }

  @Test
  void more_than_256_principals_are_refused() throws Exception {
    List<String> names = Collections.nCopies(256, "a");
    Certificate most = Certified.sign(Certified.user(names.toArray(String[]::new)));
    assertThat(Certificate.read(most.blob()).fields().principals()).hasSize(256);

    assertThatThrownBy(() -> Certificate.read(withOneMore(most.blob())))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more than 256");

    List<String> tooMany = Collections.nCopies(257, "a");
    assertThatThrownBy(() -> Certified.user(tooMany.toArray(String[]::new)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What no program that signs writes: a 257th principal in a list of 256 named "a". */
  private static byte[] withOneMore(byte[] certificate) {
    String name = "\0\0\0\1a";
    String list = name.repeat(256);
    String before = new String(certificate, StandardCharsets.ISO_8859_1);
    String after = before.replace("\0\0\5\0" + list, "\0\0\5\5" + list + name);
    assertThat(after).isNotEqualTo(before);
    return after.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void ssh_keygen_reads_our_certificates() throws Exception {
    CertificateFields fields =
        Certified.withOptions(
            Certified.user("alice", "bob"),
            List.of(
                CertificateOption.text("force-command", "uptime"),
                CertificateOption.text("source-address", "192.0.2.0/24")),
            List.of(CertificateOption.flag("permit-pty")));
    Path file = folder.resolve("id-cert.pub");
    Certificate certificate = Certified.sign(fields);
    Files.writeString(file, new PublicKeyLine("", certificate, "c") + "\n");
    String output = SshKeygen.run("-L", "-f", file);
    assertThat(output)
        .contains("Type: ecdsa-sha2-nistp256-cert-v01@openssh.com user certificate")
        .contains(Certified.KEY.publicKey().fingerprint())
        .contains("Key ID: \"alice's key\"")
        .contains("Serial: 7")
        .contains("alice")
        .contains("force-command uptime")
        .contains("source-address 192.0.2.0/24")
        .contains("permit-pty");
  }

  @ParameterizedTest
  @MethodSource("typesOfSshKeygen")
  void certificates_of_ssh_keygen_are_read(String type) throws Exception {
    PrivateKey key = key(type);
    Path ca = folder.resolve("ca");
    write(ca, Certified.CA);
    Path pub = folder.resolve("id.pub");
    Files.writeString(pub, new PublicKeyLine("", key.publicKey(), "c") + "\n");
    SshKeygen.run(
        "-q",
        "-s",
        ca,
        "-I",
        "some id",
        "-n",
        "alice,bob",
        "-z",
        42,
        "-V",
        "-1d:+1d",
        "-O",
        "clear",
        "-O",
        "permit-pty",
        "-O",
        "force-command=date",
        "-O",
        "verify-required",
        pub);
    String line = Files.readString(folder.resolve("id-cert.pub")).strip();
    PublicKeyLine read = PublicKeyLine.parse(line, Certificate::readKeyOrCertificate);
    assertThat(read).hasToString(line);
    CertificateFields fields = ((Certificate) read.key()).fields();
    assertThat(fields.serial()).isEqualTo(42);
    assertThat(fields.keyId()).isEqualTo("some id");
    assertThat(fields.principals()).containsExactly("alice", "bob");
    assertThat(fields.criticalOptions())
        .containsExactly(
            CertificateOption.text("force-command", "date"),
            CertificateOption.flag("verify-required"));
    assertThat(fields.extensions()).containsExactly(CertificateOption.flag("permit-pty"));
  }

  /** A certificate up to and without the CA's key. */
  private static SshWriter unsigned(CertificateFields fields) throws Exception {
    SshReader key = new SshReader("key", fields.key().blob());
    String type = SignatureAlgorithms.certificate(key.ascii("type"));
    SshWriter out = new SshWriter().string(type).string(new byte[32]).bytes(key.rest());
    fields.write(out);
    return out.string("");
  }

  private static void write(Path file, PrivateKey key) throws Exception {
    try (SecretBytes none = new SecretBytes("".getBytes(StandardCharsets.UTF_8))) {
      PrivateKeyFile.write(
          file, new NamedPrivateKey(key, "c"), none, KeyFileEncryption.DEFAULT, Certified.RANDOM);
    }
  }
}
