package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** -p and -c. */
class ChangingTest {
  @TempDir private Path folder;

  private Path theirKey(String type, String passphrase) throws Exception {
    Path file = folder.resolve("id_" + type);
    Peer.keygen("-q", "-t", type, "-a", 1, "-N", passphrase, "-C", "old", "-f", file);
    return file;
  }

  @Test
  void a_passphrase_is_set_changed_and_taken_away() throws Exception {
    Path file = theirKey("ed25519", "");
    assertThat(Keygen.good("-p", "-a", 1, "-N", "first", "-f", file).out())
        .isEqualTo(
            "Key has comment 'old'\n"
                + "Your identification has been saved with the new passphrase.\n");
    Peer.keygen("-y", "-P", "first", "-f", file);

    Keygen asked = Keygen.typing().withSecrets("first", "second", "second");
    assertThat(asked.start("-p", "-a", 1, "-f", file).status()).isZero();
    assertThat(asked.prompts())
        .containsExactly(
            "Enter old passphrase: ",
            "Enter new passphrase (empty for no passphrase): ",
            "Enter same passphrase again: ");
    Peer.keygen("-y", "-P", "second", "-f", file);

    Keygen.good("-p", "-P", "second", "-N", "", "-f", file);
    assertThat(Peer.keygen("-y", "-P", "", "-f", file).out()).endsWith(" old\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void passphrases_that_differ_leave_the_file_as_it_was() throws Exception {
    Path file = theirKey("ed25519", "");
    String before = Files.readString(file);
    Result result = Keygen.typing().withSecrets("one", "other").start("-p", "-f", file);
    assertThat(result.answer())
        .isEqualTo("Key has comment 'old'\nPass phrases do not match.  Try again.\nexit status 1");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void a_key_file_changes_its_format() throws Exception {
    Path file = theirKey("ecdsa", "old");
    String line = Files.readString(Path.of(file + ".pub")).replace(" old\n", "\n");
    Keygen.good("-p", "-P", "old", "-N", "", "-m", "PEM", "-f", file);
    assertThat(Files.readString(file)).startsWith("-----BEGIN EC PRIVATE KEY-----\n");
    assertThat(Peer.keygen("-y", "-f", file).out()).isEqualTo(line);
    Keygen.good("-p", "-a", 1, "-N", "new", "-m", "PKCS8", "-f", file);
    assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThat(Peer.keygen("-y", "-P", "new", "-f", file).out()).isEqualTo(line);
    assertThat(Keygen.good("-p", "-P", "new", "-N", "", "-f", file).out())
        .doesNotContain("comment");
    assertThat(Files.readString(file)).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    assertThat(Peer.keygen("-y", "-f", file).out()).isEqualTo(line);
  }

  @Test
  void a_comment_is_changed_in_both_files() throws Exception {
    Path file = theirKey("ed25519", "pass");
    Path pub = Path.of(file + ".pub");
    assertThat(Keygen.good("-c", "-a", 1, "-P", "pass", "-C", "new comment", "-f", file).out())
        .isEqualTo("Old comment: old\nComment 'new comment' applied\n");
    assertThat(Files.readString(pub)).endsWith(" new comment\n");
    assertThat(Peer.keygen("-y", "-P", "pass", "-f", file).out()).isEqualTo(Files.readString(pub));

    Keygen asked = Keygen.typing("typed").withSecrets("pass");
    assertThat(asked.start("-c", "-a", 1, "-f", file).answer())
        .isEqualTo("Old comment: new comment\nNew comment: Comment 'typed' applied\nexit status 0");
    assertThat(asked.prompts()).containsExactly("Enter passphrase: ");

    String before = Files.readString(file);
    assertThat(Keygen.good("-c", "-a", 1, "-P", "pass", "-C", "typed", "-f", file).out())
        .isEqualTo("Old comment: typed\nNo change to comment\n");
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(Keygen.good("-c", "-a", 1, "-P", "pass", "-C", "", "-f", file).out())
        .endsWith("Comment removed\n");
    assertThat(Keygen.good("-c", "-a", 1, "-P", "pass", "-C", "", "-f", file).out())
        .startsWith("Old comment: \n");
  }

  @Test
  void a_symbolic_link_stays_one() throws Exception {
    Path file = theirKey("ed25519", "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Keygen.good("-p", "-a", 1, "-N", "x", "-f", link);
    assertThat(link).isSymbolicLink();
    Peer.keygen("-y", "-P", "x", "-f", file);
  }

  @Test
  void options_of_security_keys_are_refused_for_others() throws Exception {
    Path file = theirKey("ed25519", "");
    Result result = Keygen.run("-p", "-N", "", "-O", "verify-required", "-f", file);
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages())
        .isEqualTo("FIDO-specific option requested for non-FIDO key " + file + "\n");
  }
}
