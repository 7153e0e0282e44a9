package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.KeyFileException.Reason;

/** Files that other programs wrote are read, and damaged ones refused. */
class RecordedKeyFilesTest {
  /** What a character is altered by: one of these in turn, by {@code -P whole} each of them. */
  private static final int[] MASKS = {1, 2, 0x80};

  /** Where each derivation takes its time, one character in so many. */
  private static final int COSTLY = Boolean.getBoolean("whole") ? 9 : 31;

  static List<String> files() {
    return Recorded.privateKeyFiles();
  }

  static Stream<String> encryptedFiles() {
    return files().stream().filter(name -> name.endsWith("-secret"));
  }

  /** One of each format: the others differ in what was encrypted, not in how it is read. */
  static Stream<String> formats() {
    return Stream.of(
        "ecdsa256-pem",
        "ecdsa256-pkcs8",
        "ed25519-pkcs8",
        "ed25519-pkcs8-scrypt-secret",
        "ed25519-pkcs8-des3-SHA256-secret",
        "ed25519-pkcs8-pkcs12-des3-secret",
        "ecdsa256-pem-aes128-secret",
        "ed25519-ppk2",
        "ed25519-ppk2-secret",
        "ed25519-ppk3",
        "ed25519-ppk3-argon2i-secret",
        "rsa-pem",
        "sk-ed25519-openssh",
        "sk-ecdsa-openssh");
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_is_read_and_its_key_is_the_one_beside_it(String name) throws Exception {
    NamedPrivateKey read = Recorded.parse(name, Recorded.text(name));
    assertThat(read.key().publicKey()).isEqualTo(Recorded.publicKey(name).key());
    assertThat(read.comment())
        .isEqualTo(name.contains("-p") && !name.contains("ppk") ? "" : "test key");
    if (!(read.key() instanceof SecurityKeyPrivateKey)) {
      String algorithm = read.key().publicKey().signatureAlgorithms().getFirst();
      byte[] signature = read.key().sign(algorithm, new byte[3]);
      assertThat(Recorded.publicKey(name).key().verify(algorithm, new byte[3], signature)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("encryptedFiles")
  void a_wrong_or_missing_passphrase_is_told(String name) throws Exception {
    byte[] text = Recorded.text(name);
    assertThatThrownBy(() -> PrivateKeyFile.parse("id", text, Recorded.secret("wrong"), 2048))
        .isInstanceOfSatisfying(
            KeyFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_PASSPHRASE))
        .hasMessage("id: incorrect passphrase");
    assertThatThrownBy(() -> PrivateKeyFile.parse("id", text, PassphraseSource.NONE, 2048))
        .isInstanceOfSatisfying(
            KeyFileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.PASSPHRASE_NEEDED));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_file_cut_off_anywhere_is_refused(String name) throws Exception {
    byte[] text = Recorded.text(name);
    int end = text.length;
    while (text[end - 1] == '\n' || text[end - 1] == '\r') {
      end--; // what follows the last line's text is not missed
    }
    for (int length = 0; length < end; length += name.contains("rsa") ? 7 : 1) {
      byte[] cut = Arrays.copyOf(text, length);
      refused(name, cut, "cut at " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_file_with_any_character_altered_is_read_as_the_same_key_or_refused(String name)
      throws Exception {
    byte[] text = Recorded.text(name);
    PublicKey key = Recorded.publicKey(name).key();
    for (int i = 0;
        i < text.length;
        i += name.contains("argon2") || name.contains("scrypt") ? COSTLY : 1) {
      for (int mask : masks(i)) {
        byte[] altered = text.clone();
        altered[i] ^= (byte) mask;
        if (isWork(text, i)) {
          continue; // a higher cost is no mistake, and takes its time
        }
        try {
          PublicKey read = Recorded.parse(name, altered).key().publicKey();
          // PKCS#8 holds an Ed25519 seed and nothing to check it by
          if (!name.startsWith("ed25519-pkcs8")) {
            // comments and blanks in headers may change and leave the key as it was
            assertThat(read).isEqualTo(key);
          }
        } catch (KeyFileException e) {
          assertThat(e.getMessage()).hasLineCount(1);
        }
      }
    }
  }

  private static int[] masks(int at) {
    return Boolean.getBoolean("whole") ? MASKS : new int[] {MASKS[at % MASKS.length]};
  }

  private static boolean isWork(byte[] text, int at) {
    String line = new String(text, Math.max(0, at - 22), 22, StandardCharsets.US_ASCII);
    return line.contains("Argon2-Memory") || line.contains("Argon2-Passes");
  }

  @Test
  void a_PuTTY_file_with_any_part_altered_is_refused() throws Exception {
    String text = new String(Recorded.text("ed25519-ppk3"), StandardCharsets.US_ASCII);
    refused("x", text.replace("test key", "best key").getBytes(), "comment");
    refused("x", text.replace("Private-MAC: ", "Private-MAC: 00").getBytes(), "MAC");
    refused("x", text.replace("Public-Lines: 2", "Public-Lines: 1").getBytes(), "lines");
    refused("x", text.replace("Public-Lines: 2", "Public-Lines: 999999999").getBytes(), "lines");
    refused("x", text.replace("ed25519\n", "ed25518\n").getBytes(), "type");
    refused("x", text.replace("-3: ssh-ed25519", "-2: ssh-ed25519").getBytes(), "version");
    refused("x", text.replace("Encryption: none", "Encryption: rot13").getBytes(), "encryption");
  }

  @Test
  void more_work_than_anyone_asks_for_is_refused_before_it_is_begun() throws Exception {
    String text = new String(Recorded.text("ed25519-ppk3-secret"), StandardCharsets.US_ASCII);
    refused("x", text.replace("Memory: 8192", "Memory: 99999999").getBytes(), "memory");
    refused("x", text.replace("Passes: 3", "Passes: 99999999").getBytes(), "passes");
    refused("x", text.replace("Passes: 3", "Passes: 0").getBytes(), "passes");
    refused("x", text.replace("Parallelism: 1", "Parallelism: 0").getBytes(), "parallelism");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSA PRIVATE KEY", "SSH2 ENCRYPTED PRIVATE KEY", "FOO PRIVATE KEY"})
  void a_format_that_is_not_known_is_named(String label) {
    String text = "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n";
    assertThatThrownBy(
            () -> PrivateKeyFile.parse("id", text.getBytes(), PassphraseSource.NONE, 2048))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("\"" + label + "\" is not supported");
  }

  @Test
  void an_encryption_that_is_not_known_is_named() throws Exception {
    byte[] text = Recorded.class.getResourceAsStream("pbes1").readAllBytes();
    assertThatThrownBy(() -> PrivateKeyFile.parse("id", text, Recorded.secret("secret"), 2048))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("1.2.840.113549.1.5.3 is not supported");
  }

  @Test
  void an_RSA_key_shorter_than_the_limit_is_refused() throws Exception {
    byte[] text = Recorded.text("rsa-pem");
    assertThatThrownBy(() -> PrivateKeyFile.parse("id", text, PassphraseSource.NONE, 3072))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("2048 bits, fewer than 3072");
  }

  private static void refused(String name, byte[] text, String what) {
    assertThatThrownBy(() -> Recorded.parse(name, text))
        .as(what)
        .isInstanceOfSatisfying(
            KeyFileException.class, e -> assertThat(e.getMessage()).hasLineCount(1));
  }
}
