package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.KeyFileException.Reason;
import org.sshlite.crypto.wire.SecretBytes;

class PrivateKeyFileTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** One round, since the tests are not about how slow the derivation is. */
  private static final KeyFileEncryption QUICK = new KeyFileEncryption("aes256-ctr", 1);

  private final PrivateKey key = PrivateKey.generate("ssh-ed25519", RANDOM);
  private final NamedPrivateKey named = new NamedPrivateKey(key, "alice@home");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("id_ed25519");
  }

  @Test
  void a_key_that_was_written_reads_back() throws Exception {
    write(secret(""), QUICK);
    NamedPrivateKey read = PrivateKeyFile.read(file, PassphraseSource.NONE);
    assertThat(read.comment()).isEqualTo("alice@home");
    assertThat(read.key().publicKey()).isEqualTo(key.publicKey());
    byte[] signature = read.key().sign("ssh-ed25519", new byte[5]);
    assertThat(key.publicKey().verify("ssh-ed25519", new byte[5], signature)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes128-ctr",
        "aes192-ctr",
        "aes256-ctr",
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com"
      })
  void an_encrypted_key_reads_back_here_and_in_ssh_keygen(String cipher) throws Exception {
    write(secret("pass phrase"), new KeyFileEncryption(cipher, 2));
    assertThat(read("pass phrase").key().publicKey()).isEqualTo(key.publicKey());
    assertThat(SshKeygen.run("-y", "-P", "pass phrase", "-f", file))
        .isEqualTo(new PublicKeyLine("", key.publicKey(), "alice@home").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3des-cbc",
        "aes128-cbc",
        "aes192-cbc",
        "aes256-cbc",
        "aes128-ctr",
        "aes192-ctr",
        "aes256-ctr",
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com"
      })
  void a_key_that_ssh_keygen_encrypted_is_read(String cipher) throws Exception {
    SshKeygen.run(
        "-q", "-t", "ed25519", "-N", "naïve", "-Z", cipher, "-a", 3, "-C", "ü", "-f", file);
    NamedPrivateKey read = read("naïve");
    assertThat(read.comment()).isEqualTo("ü");
    assertThat(Files.readString(Path.of(file + ".pub")).strip())
        .isEqualTo(new PublicKeyLine("", read.key().publicKey(), "ü").toString());
    assertThat(PrivateKeyFile.publicKey(file)).contains(read.key().publicKey());
  }

  @Test
  void an_unencrypted_file_is_byte_for_byte_that_of_ssh_keygen_but_for_its_check_bytes()
      throws Exception {
    SshKeygen.run("-q", "-t", "ed25519", "-N", "", "-C", "c", "-f", file);
    NamedPrivateKey read = PrivateKeyFile.read(file, PassphraseSource.NONE);
    byte[] ours = PrivateKeyFile.format(read, secret(""), QUICK, repeating(checkint()));
    assertThat(new String(ours, StandardCharsets.US_ASCII)).isEqualTo(Files.readString(file));
  }

  private int checkint() throws Exception {
    Armor armor = Armor.privateKey(Files.readAllBytes(file));
    OpenSshEnvelope envelope = OpenSshEnvelope.read(armor.data().bytes());
    return ByteBuffer.wrap(envelope.sealed().bytes()).getInt();
  }

  private static SecureRandom repeating(int value) {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      @Override
      public int nextInt() {
        return value;
      }
    };
  }

  @Test
  void a_written_file_is_its_owners_alone_and_replaces_what_was_there() throws Exception {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    write(secret(""), QUICK);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_symbolic_link_stays_one_when_its_key_is_rewritten() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    write(secret(""), QUICK);
    PrivateKeyFile.write(link, new NamedPrivateKey(key, "new"), secret(""), QUICK, RANDOM);
    assertThat(link).isSymbolicLink();
    assertThat(PrivateKeyFile.read(file, PassphraseSource.NONE).comment()).isEqualTo("new");
  }

  @Test
  void the_source_is_asked_again_after_a_wrong_passphrase_until_it_gives_up() throws Exception {
    write(secret("right"), QUICK);
    List<Integer> attempts = new ArrayList<>();
    PassphraseSource source =
        (name, attempt) -> {
          assertThat(name).isEqualTo(file.toString());
          attempts.add(attempt);
          return attempt == 3 ? Optional.of(secret("right")) : Optional.of(secret("wrong"));
        };
    assertThat(PrivateKeyFile.read(file, source).key().publicKey()).isEqualTo(key.publicKey());
    assertThat(attempts).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes256-ctr", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"})
  void a_wrong_passphrase_is_told_in_one_line(String cipher) throws Exception {
    write(secret("right"), new KeyFileEncryption(cipher, 1));
    refused(() -> read("wrong"), Reason.WRONG_PASSPHRASE, "incorrect passphrase");
  }

  @Test
  void a_missing_passphrase_is_told_in_one_line() throws Exception {
    write(secret("right"), QUICK);
    refused(
        () -> PrivateKeyFile.read(file, PassphraseSource.NONE),
        Reason.PASSPHRASE_NEEDED,
        "encrypted, and no passphrase was given");
  }

  @Test
  void an_empty_passphrase_opens_nothing() throws Exception {
    write(secret("right"), QUICK);
    refused(() -> read(""), Reason.WRONG_PASSPHRASE, "incorrect passphrase");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
  void a_file_open_to_others_is_refused(String permissions) throws Exception {
    write(secret(""), QUICK);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    refused(
        () -> PrivateKeyFile.read(file, PassphraseSource.NONE),
        Reason.BAD_PERMISSIONS,
        "permissions " + permissions + " are too open");
  }

  @Test
  void a_missing_file_a_folder_and_an_endless_one_are_told_in_one_line() {
    refused(
        () -> PrivateKeyFile.read(file, PassphraseSource.NONE), Reason.UNREADABLE, "no such file");
    refused(
        () -> PrivateKeyFile.read(folder, PassphraseSource.NONE),
        Reason.UNREADABLE,
        "Is a directory");
    refused(
        () -> PrivateKeyFile.read(Path.of("/dev/zero"), PassphraseSource.NONE),
        Reason.UNREADABLE,
        "too large");
  }

  @Test
  void a_file_cut_off_anywhere_is_refused() throws Exception {
    byte[] text = PrivateKeyFile.format(named, secret(""), QUICK, RANDOM);
    for (int length = 0; length < text.length - 1; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      refused(
          () -> PrivateKeyFile.parse("id", cut, PassphraseSource.NONE, 2048),
          Reason.MALFORMED,
          "id: not a usable private key: ");
    }
  }

  @Test
  void what_an_editor_of_Windows_has_saved_is_read() throws Exception {
    String text =
        new String(
            PrivateKeyFile.format(named, secret(""), QUICK, RANDOM), StandardCharsets.US_ASCII);
    byte[] saved = ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8);

    NamedPrivateKey read = PrivateKeyFile.parse("id", saved, PassphraseSource.NONE, 2048);

    assertThat(read.key().publicKey()).isEqualTo(key.publicKey());
  }

  @Test
  void a_public_key_in_place_of_a_private_one_is_told() throws Exception {
    Files.writeString(file, new PublicKeyLine("", key.publicKey(), "c").toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    refused(
        () -> PrivateKeyFile.read(file, PassphraseSource.NONE),
        Reason.MALFORMED,
        "no PRIVATE KEY in it");
  }

  private void refused(ThrowingCallable reading, Reason reason, String words) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            KeyFileException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.getMessage()).contains(words).hasLineCount(1);
            });
  }

  private void write(SecretBytes passphrase, KeyFileEncryption encryption) throws Exception {
    PrivateKeyFile.write(file, named, passphrase, encryption, RANDOM);
  }

  private NamedPrivateKey read(String passphrase) throws KeyFileException {
    return PrivateKeyFile.read(file, PassphraseSource.once(secret(passphrase)));
  }

  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
