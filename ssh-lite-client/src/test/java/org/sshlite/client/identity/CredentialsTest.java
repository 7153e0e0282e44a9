package org.sshlite.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;

class CredentialsTest {
  private static final byte[] DATA = {1, 2, 3};

  @TempDir private Path folder;
  private boolean secretsAllowed = true;

  private Credentials credentials(ScriptedDialog dialog, KeyLocation... files) {
    return credentials(dialog, 2048, List.of(), files);
  }

  private Credentials credentials(
      ScriptedDialog dialog, int rsaBits, List<Signer> signers, KeyLocation... files) {
    return new Credentials(
        "alice",
        "build-7",
        new LoginOptions(List.of("publickey", "password"), signers, List.of(files), 3, rsaBits),
        dialog,
        () -> secretsAllowed,
        _ -> {});
  }

  private KeyLocation write(String name, String passphrase) throws Exception {
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());
        SecretBytes secret = new SecretBytes(passphrase.getBytes(StandardCharsets.UTF_8))) {
      Path file = folder.resolve(name);
      PrivateKeyFile.write(
          file,
          new NamedPrivateKey(key, "test"),
          secret,
          new KeyFileEncryption("aes256-ctr", 1), // few rounds: the test is not about strength
          new SecureRandom());
      return new KeyLocation(file, true);
    }
  }

  @Test
  void a_passphrase_is_asked_for_only_when_the_server_wants_a_signature() throws Exception {
    ScriptedDialog dialog = new ScriptedDialog("open sesame");
    Signer key = credentials(dialog, write("id", "open sesame")).nextKey().orElseThrow();
    PublicKey shown = key.publicKey();
    assertThat(dialog.questions).isEmpty();
    byte[] signature = key.sign("ssh-ed25519", DATA);
    assertThat(shown.verify("ssh-ed25519", DATA, signature)).isTrue();
    assertThat(dialog.questions)
        .containsExactly("Enter passphrase for key '" + folder.resolve("id") + "': ");
  }

  @Test
  void a_passphrase_is_asked_for_as_often_as_prompts_are_allowed() throws Exception {
    ScriptedDialog dialog = new ScriptedDialog("a", "b", "c", "open sesame");
    Signer key = credentials(dialog, write("id", "open sesame")).nextKey().orElseThrow();
    assertThatThrownBy(() -> key.sign("ssh-ed25519", DATA)).isInstanceOf(IOException.class);
    assertThat(dialog.questions).hasSize(3);
  }

  @Test
  void an_empty_passphrase_gives_the_key_up_at_once() throws Exception {
    ScriptedDialog dialog = new ScriptedDialog("", "open sesame");
    Signer key = credentials(dialog, write("id", "open sesame")).nextKey().orElseThrow();
    assertThatThrownBy(() -> key.sign("ssh-ed25519", DATA)).isInstanceOf(IOException.class);
    assertThat(dialog.questions).hasSize(1);
  }

  @Test
  void a_key_that_others_may_read_is_not_used_and_that_is_said_loudly() throws Exception {
    KeyLocation location = write("id", "");
    Files.setPosixFilePermissions(location.file(), PosixFilePermissions.fromString("rw-r-----"));
    ScriptedDialog dialog = new ScriptedDialog();
    Credentials credentials = credentials(dialog, location);
    Signer key = credentials.nextKey().orElseThrow();
    IOException reason =
        catchThrowableOfType(IOException.class, () -> key.sign("ssh-ed25519", DATA));
    credentials.signingFailed(key, reason);
    assertThat(dialog.told)
        .contains("@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @")
        .contains("This private key will be ignored.");
  }

  @Test
  void a_missing_file_is_told_only_if_it_was_named() {
    ScriptedDialog dialog = new ScriptedDialog();
    Path named = folder.resolve("named");
    Credentials credentials =
        credentials(
            dialog, new KeyLocation(folder.resolve("usual"), false), new KeyLocation(named, true));
    assertThat(credentials.nextKey()).isEmpty();
    assertThat(dialog.told)
        .containsExactly("no such identity: " + named + ": No such file or directory");
  }

  @Test
  void a_broken_file_is_told_and_the_next_one_tried() throws Exception {
    Path broken = folder.resolve("broken");
    Files.writeString(broken, "no key at all\n");
    ScriptedDialog dialog = new ScriptedDialog();
    Credentials credentials = credentials(dialog, new KeyLocation(broken, true), write("id", ""));
    assertThat(credentials.nextKey()).isPresent();
    assertThat(credentials.nextKey()).isEmpty();
    assertThat(dialog.told).hasSize(1).first().asString().contains(broken.toString());
  }

  @Test
  void keys_at_hand_come_before_files_each_once() throws Exception {
    try (PrivateKey own = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      Credentials credentials =
          credentials(new ScriptedDialog(), 2048, List.of(own), write("id", ""));
      assertThat(credentials.nextKey()).containsSame(own);
      assertThat(credentials.nextKey()).isPresent();
      assertThat(credentials.nextKey()).isEmpty();
    }
  }

  @Test
  void a_short_RSA_key_is_skipped() {
    try (PrivateKey rsa = RsaPrivateKey.generate(2048, new SecureRandom())) {
      assertThat(credentials(new ScriptedDialog(), 8192, List.of(rsa)).nextKey()).isEmpty();
      assertThat(credentials(new ScriptedDialog(), 2048, List.of(rsa)).nextKey()).isPresent();
    }
  }

  @Test
  void a_public_key_file_that_is_broken_is_told_to_whoever_wants_details() throws Exception {
    Path file = folder.resolve("id");
    Files.copy(KeyFiles.encryptedPem(), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(folder.resolve("id.pub"), "no key\n");
    ScriptedDialog dialog = new ScriptedDialog(KeyFiles.PASSPHRASE);
    assertThat(credentials(dialog, new KeyLocation(file, true)).nextKey()).isPresent();
    assertThat(dialog.details)
        .anyMatch(line -> line.startsWith("no public key: " + file + ".pub: "));
  }

  @Test
  void what_becomes_of_a_key_is_told_by_its_file_type_and_fingerprint() throws Exception {
    ScriptedDialog dialog = new ScriptedDialog();
    Credentials credentials = credentials(dialog, write("id", ""));
    Signer key = credentials.nextKey().orElseThrow();
    String described =
        folder.resolve("id") + " ED25519 " + key.publicKey().fingerprint() + " explicit";
    dialog.details.clear();
    credentials.offered(key);
    credentials.skipped(key, "corresponding algorithm not supported by server");
    credentials.accepted(key, "ssh-ed25519");
    assertThat(dialog.details)
        .containsExactly(
            "Offering public key: " + described,
            "Skipping key " + described + " - corresponding algorithm not supported by server",
            "Server accepts key: " + described);
  }

  @Test
  void a_password_is_asked_for_as_often_as_prompts_are_allowed() {
    ScriptedDialog dialog = new ScriptedDialog("a", "b", "c", "d");
    Credentials credentials = credentials(dialog);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(credentials.password(attempt)).isPresent();
    }
    assertThat(credentials.password(4)).isEmpty();
    assertThat(dialog.questions).containsOnly("alice@build-7's password: ").hasSize(3);
    assertThat(dialog.told).containsOnly("Permission denied, please try again.").hasSize(2);
  }

  @Test
  void no_password_is_asked_for_or_given_to_a_host_that_may_not_have_it() {
    secretsAllowed = false;
    ScriptedDialog dialog = new ScriptedDialog("secret");
    Credentials credentials = credentials(dialog);
    assertThat(credentials.methods()).containsExactly("publickey");
    assertThat(credentials.password(1)).isEmpty();
    assertThat(dialog.questions).isEmpty();
  }

  /** An old format hides its public half, so the .pub file beside it is believed until we sign. */
  @Test
  void a_public_key_file_that_belongs_to_another_key_does_not_make_us_sign() throws Exception {
    Path file = folder.resolve("id");
    Files.copy(KeyFiles.encryptedPem(), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (PrivateKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      Files.writeString(
          folder.resolve("id.pub"),
          "ssh-ed25519 " + Base64.getEncoder().encodeToString(other.publicKey().blob()) + "\n");
      Signer key =
          credentials(new ScriptedDialog(KeyFiles.PASSPHRASE), new KeyLocation(file, true))
              .nextKey()
              .orElseThrow();
      assertThat(key.publicKey()).isEqualTo(other.publicKey());
      assertThatThrownBy(() -> key.sign("ssh-ed25519", DATA))
          .hasMessageContaining("the private key is not that of its public key");
    }
  }

  @Test
  void the_banner_is_shown_without_its_control_characters() {
    ScriptedDialog dialog = new ScriptedDialog();
    credentials(dialog).banner("Welcome\r\n\033[2Jto you\n");
    assertThat(dialog.told).containsExactly("Welcome\n\\033[2Jto you\n");
  }
}
