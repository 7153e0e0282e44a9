package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

class GenerationTest {
  @TempDir private Path folder;
  private Path file;
  private Path pub;

  @BeforeEach
  void name_the_files() {
    file = folder.resolve("key");
    pub = folder.resolve("key.pub");
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, 0, ED25519, 256",
    "ecdsa, 0, ECDSA, 256",
    "ecdsa, 384, ECDSA, 384",
    "ecdsa-sha2-nistp521, 0, ECDSA, 521",
    "rsa, 2048, RSA, 2048",
    "mldsa44-ed25519, 0, MLDSA44-ED25519, 256"
  })
  void a_pair_of_each_type_is_one_to_ssh_keygen(String type, int bits, String label, int size)
      throws Exception {
    Object[] arguments = {"-t", type, "-N", "", "-C", "a comment", "-f", file};
    Object[] withBits = {"-b", bits, "-t", type, "-N", "", "-C", "a comment", "-f", file};
    Result result = Keygen.good(bits == 0 ? arguments : withBits);
    assertThat(result.out())
        .startsWith("Generating public/private " + type + " key pair.\n")
        .contains("has been saved in " + file + "\n", "has been saved in " + pub + "\n")
        .contains(label)
        .endsWith("+----[SHA256]-----+\n");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(pub)).startsWith("rw-r");

    if (!Peer.knows(type)) {
      return;
    }
    String line = Files.readString(pub);
    assertThat(Peer.keygen("-y", "-f", file).out()).isEqualTo(line);
    String shown = Peer.keygen("-l", "-f", pub).out();
    assertThat(shown).startsWith(size + " SHA256:").endsWith(" a comment (" + label + ")\n");
    assertThat(result.out()).contains(shown.split(" ")[1] + " a comment\n");
  }

  @Test
  void the_conversation_is_that_of_ssh_keygen() throws Exception {
    Keygen run = Keygen.typing(file.toString()).withSecrets("one", "two", "right", "right");
    Result result = run.start("-C", "c");
    String prompt = "Enter passphrase for \"" + file + "\" (empty for no passphrase): ";
    assertThat(run.prompts())
        .containsExactly(
            prompt, "Enter same passphrase again: ", prompt, "Enter same passphrase again: ");
    assertThat(result.out())
        .startsWith(
            "Generating public/private ed25519 key pair.\n"
                + "Enter file in which to save the key ("
                + Path.of(System.getProperty("user.home"), ".ssh", "id_ed25519")
                + "): Passphrases do not match.  Try again.\n"
                + "Your identification has been saved in "
                + file
                + "\n");
    assertThat(Peer.keygen("-y", "-P", "right", "-f", file).out()).isEqualTo(Files.readString(pub));
  }

  @Test
  void a_file_that_is_there_is_replaced_only_when_the_user_says_so() throws Exception {
    Keygen.good("-q", "-N", "", "-f", file);
    String before = Files.readString(file);
    for (String no : new String[] {"n", "", "no", "j"}) {
      Result result = Keygen.typing(no).start("-q", "-N", "", "-f", file);
      assertThat(result.answer())
          .isEqualTo(file + " already exists.\nOverwrite (y/n)? exit status 1");
    }
    assertThat(Keygen.run("-q", "-N", "", "-f", file).status()).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo(before);

    assertThat(Keygen.typing("y").start("-q", "-N", "", "-f", file).status()).isZero();
    assertThat(Files.readString(file)).isNotEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, pub);
    }
  }

  @Test
  void quiet_says_nothing_and_the_comment_is_user_at_host() throws Exception {
    assertThat(Keygen.good("-q", "-N", "", "-f", file)).extracting(Result::out).isEqualTo("");
    assertThat(Files.readString(pub))
        .matches("(?s)\\S+ \\S+ " + System.getProperty("user.name") + "@\\S+\n");
  }

  @ParameterizedTest
  @CsvSource({"aes256-gcm@openssh.com, 3", "chacha20-poly1305@openssh.com, 1", "aes128-ctr, 16"})
  void cipher_and_rounds_are_those_asked_for(String cipher, int rounds) throws Exception {
    Keygen.good("-q", "-N", "pass", "-Z", cipher, "-a", rounds, "-f", file);
    byte[] envelope =
        Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[^-]*-----", ""));
    assertThat(new String(envelope, StandardCharsets.ISO_8859_1))
        .contains(cipher, "bcrypt\0\0\0\030\0\0\0\020");
    assertThat(Peer.keygen("-y", "-P", "pass", "-f", file).out()).isEqualTo(Files.readString(pub));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, 2048, PEM, -----BEGIN RSA PRIVATE KEY-----, ''",
    "ecdsa, 256, PKCS8, -----BEGIN PRIVATE KEY-----, ''",
    "ecdsa, 256, PKCS8, -----BEGIN ENCRYPTED PRIVATE KEY-----, secret"
  })
  void other_formats_are_written_for_programs_that_need_them(
      String type, int bits, String format, String start, String passphrase) throws Exception {
    Keygen.good(
        "-q", "-t", type, "-b", bits, "-m", format, "-N", passphrase, "-C", "c", "-f", file);
    assertThat(Files.readString(file)).startsWith(start);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(Peer.keygen("-y", "-P", passphrase, "-f", file).out() + " c")
        .isEqualTo(Files.readString(pub).replace(" c\n", "\n") + " c");
  }

  @Test
  void a_passphrase_is_not_given_to_a_format_that_cannot_keep_it() {
    Result result = Keygen.run("-q", "-t", "ecdsa", "-m", "PEM", "-N", "secret", "-f", file);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.messages())
        .isEqualTo(
            "Saving key \""
                + file
                + "\" failed: PEM files cannot be encrypted safely, -m PKCS8 can\n");
    assertThat(file).doesNotExist();
  }

  @Test
  void what_cannot_be_made_is_told_in_one_line() {
    refused("unknown key type dsa", "-t", "dsa");
    refused(
        "keys of type ed25519-sk are made by ssh-keygen: security keys are not reached here",
        "-t",
        "ed25519-sk");
    refused("Invalid RSA key length: minimum is 2048 bits", "-t", "rsa", "-b", 1024);
    refused("Invalid RSA key length: maximum is 16384 bits", "-t", "rsa", "-b", 16385);
    refused(
        "Invalid ECDSA key length: valid lengths are 256, 384 or 521 bits",
        "-t",
        "ecdsa",
        "-b",
        255);
    refused("a comment has one line only", "-C", "a\nssh-ed25519 AAAA", "-N", "");
    assertThat(file).doesNotExist();
  }

  private void refused(String message, Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    all[0] = "-q";
    all[1] = "-f";
    all[2] = file;
    Result result = Keygen.run(all);
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).isEqualTo(message + "\n");
  }

  @Test
  void a_folder_that_is_not_there_is_told() {
    Path missing = folder.resolve("no/such/key");
    Result result = Keygen.run("-q", "-N", "", "-f", missing);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.messages())
        .isEqualTo("Saving key \"" + missing + "\" failed: No such file or directory\n");
  }

  @Test
  void host_keys_are_made_where_they_are_missing() throws Exception {
    Path etc = Files.createDirectories(folder.resolve("etc/ssh"));
    Files.createFile(etc.resolve("ssh_host_ecdsa_key"));
    Result first = Keygen.good("-A", "-f", folder);
    assertThat(first.out())
        .isEqualTo(
            "ssh-lite-keygen: generating new host keys: RSA ECDSA ED25519 MLDSA44-ED25519 \n");
    Path ed25519 = etc.resolve("ssh_host_ed25519_key");
    assertThat(mode(ed25519)).isEqualTo("rw-------");
    String before = Files.readString(ed25519);
    assertThat(Keygen.good("-A", "-f", folder).out()).isEmpty();
    assertThat(Files.readString(ed25519)).isEqualTo(before);
    for (String type : new String[] {"rsa", "ecdsa", "ed25519", "mldsa44_ed25519"}) {
      Path key = etc.resolve("ssh_host_" + type + "_key");
      assertThat(Files.readString(Path.of(key + ".pub")))
          .startsWith(PrivateKeyFile.read(key, PassphraseSource.NONE).key().publicKey().type());
    }
    Path rsa = etc.resolve("ssh_host_rsa_key.pub");
    assertThat(Peer.keygen("-l", "-f", rsa).out()).startsWith("3072 SHA256:").endsWith("(RSA)\n");
  }

  /** As ssh-keygen, whatever a script makes of that. */
  @Test
  void host_keys_that_cannot_be_made_are_told_of_one_by_one() {
    Path missing = folder.resolve("missing");
    Result result = Keygen.good("-A", "-f", missing);
    assertThat(result.messages())
        .isEqualTo(
            Stream.of("rsa", "ecdsa", "ed25519", "mldsa44_ed25519")
                .map(type -> missing + "/etc/ssh/ssh_host_" + type + "_key")
                .map(
                    "Could not save your private key in %s: No such file or directory%n"::formatted)
                .collect(Collectors.joining()));
  }

  @Test
  void a_host_key_without_the_format_asked_for_does_not_hold_up_the_others() throws Exception {
    Path etc = Files.createDirectories(folder.resolve("pem/etc/ssh"));
    Files.writeString(etc.resolve("ssh_host_rsa_key"), "there\n");
    Result result = Keygen.good("-A", "-m", "PEM", "-f", folder.resolve("pem"));
    Path ed25519 = etc.resolve("ssh_host_ed25519_key");
    assertThat(result.messages())
        .isEqualTo("Saving key \"" + ed25519 + "\" failed: invalid format\n");
    assertThat(ed25519).doesNotExist();
    assertThat(Path.of(ed25519 + ".pub")).doesNotExist();
    assertThat(etc.resolve("ssh_host_mldsa44_ed25519_key")).exists();
  }

  @Test
  void Ed25519_keys_have_PKCS8_and_nothing_older() throws Exception {
    Path file = folder.resolve("other");
    Result pem = Keygen.run("-q", "-m", "PEM", "-N", "", "-f", file);
    assertThat(pem.answer()).isEqualTo("exit status 1");
    assertThat(pem.messages()).isEqualTo("Saving key \"" + file + "\" failed: invalid format\n");
    assertThat(file).doesNotExist();

    Keygen.good("-q", "-m", "PKCS8", "-N", "", "-f", file);
    assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    String pub = Keygen.good("-y", "-f", file).out().strip();
    assertThat(Files.readString(Path.of(file + ".pub"))).startsWith(pub);
  }
}
