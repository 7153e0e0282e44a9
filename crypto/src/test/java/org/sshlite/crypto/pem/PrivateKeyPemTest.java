package org.sshlite.crypto.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.SshKeygen;
import org.sshlite.crypto.wire.SecretBytes;

class PrivateKeyPemTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PrivateKey RSA = RsaPrivateKey.generate(2048, RANDOM);

  @TempDir private Path folder;

  private static PrivateKey key(String type) {
    return type.equals("ssh-rsa") ? RSA : PrivateKey.generate(type, RANDOM);
  }

  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static PrivateKey read(byte[] text, PassphraseSource passphrases) throws Exception {
    return PrivateKeyFile.parse("key", text, passphrases, 2048).key();
  }

  private Path file(byte[] text) throws Exception {
    Path file = Files.createTempFile(folder, "key", "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Files.write(file, text);
  }

  /** What ssh-keygen makes of the key when asked for a format. */
  private String converted(PrivateKey key, String format) throws Exception {
    Path file = folder.resolve("openssh");
    PrivateKeyFile.write(
        file, new NamedPrivateKey(key, ""), secret(""), KeyFileEncryption.DEFAULT, RANDOM);
    SshKeygen.run("-p", "-m", format, "-N", "", "-f", file);
    return Files.readString(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"})
  void both_forms_are_byte_for_byte_those_of_ssh_keygen(String type) throws Exception {
    PrivateKey key = key(type);
    assertThat(new String(PrivateKeyPem.traditional(key), StandardCharsets.US_ASCII))
        .isEqualTo(converted(key, "PEM"));
    assertThat(new String(PrivateKeyPem.pkcs8(key, secret(""), RANDOM), StandardCharsets.US_ASCII))
        .isEqualTo(converted(key, "PKCS8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"})
  void both_forms_read_back(String type) throws Exception {
    PrivateKey key = key(type);
    assertThat(read(PrivateKeyPem.traditional(key), PassphraseSource.NONE).publicKey())
        .isEqualTo(key.publicKey());
    assertThat(
            read(PrivateKeyPem.pkcs8(key, secret(""), RANDOM), PassphraseSource.NONE).publicKey())
        .isEqualTo(key.publicKey());
  }

  @Test
  void an_encrypted_file_reads_back_here_and_in_ssh_keygen() throws Exception {
    PrivateKey key = key("ecdsa-sha2-nistp384");
    byte[] text = PrivateKeyPem.pkcs8(key, secret("naïve"), RANDOM);
    assertThat(new String(text, StandardCharsets.US_ASCII))
        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThat(read(text, PassphraseSource.once(secret("naïve"))).publicKey())
        .isEqualTo(key.publicKey());
    String line = SshKeygen.run("-y", "-P", "naïve", "-f", file(text));
    assertThat(PublicKeyLine.parse(line).key()).isEqualTo(key.publicKey());
  }

  @Test
  void a_wrong_passphrase_opens_nothing() throws Exception {
    byte[] text = PrivateKeyPem.pkcs8(RSA, secret("right"), RANDOM);
    assertThatThrownBy(() -> read(text, PassphraseSource.once(secret("wrong"))))
        .hasMessageContaining("incorrect passphrase");
  }

  /** As ssh-keygen 10.5 writes the key of this file, and reads what is written here. */
  @Test
  void Ed25519_has_the_form_of_RFC_8410() throws Exception {
    String text =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH
        -----END PRIVATE KEY-----
        """;
    PrivateKey key = read(text.getBytes(StandardCharsets.US_ASCII), PassphraseSource.NONE);
    assertThat(key.publicKey())
        .isEqualTo(
            PublicKeyLine.parse(
                    "ssh-ed25519"
                        + " AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs")
                .key());
    assertThat(PrivateKeyPem.pkcs8(key, secret(""), RANDOM)).asString().isEqualTo(text);
    byte[] encrypted = PrivateKeyPem.pkcs8(key, secret("pass"), RANDOM);
    assertThat(read(encrypted, PassphraseSource.once(secret("pass"))).publicKey())
        .isEqualTo(key.publicKey());
    assertThat(PrivateKeyPem.hasTraditional(key)).isFalse();
    assertThatThrownBy(() -> PrivateKeyPem.traditional(key))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh-mldsa44-ed25519@openssh.com"})
  void other_types_have_no_such_forms(String type) {
    PrivateKey key = key(type);
    assertThat(PrivateKeyPem.supports(key)).isFalse();
    assertThatThrownBy(() -> PrivateKeyPem.traditional(key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrivateKeyPem.pkcs8(key, secret(""), RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
