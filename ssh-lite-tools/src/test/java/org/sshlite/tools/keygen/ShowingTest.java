package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** -l, -y, -e, -i, -r: byte for byte what ssh-keygen prints. */
class ShowingTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void make_keys() {
    make("ed25519", "-t", "ed25519", "-N", "", "-C", "back\\slash ünï");
    make("ecdsa", "-t", "ecdsa", "-b", 521, "-N", "", "-C", "");
    make("rsa", "-t", "rsa", "-b", 2048, "-N", "pass", "-C", "two words");
    make("mldsa", "-t", "mldsa44-ed25519", "-N", "", "-C", "c");
  }

  private static void make(String name, Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    all[0] = "-q";
    all[1] = "-f";
    all[2] = folder.resolve(name);
    Keygen.good(all);
  }

  static Stream<String> files() {
    return Stream.concat(
        Stream.of("ed25519", "ed25519.pub", "ecdsa", "ecdsa.pub", "rsa", "rsa.pub"),
        Stream.of("mldsa", "mldsa.pub").filter(_ -> Peer.knows("mldsa44-ed25519")));
  }

  static Stream<String> privateFiles() {
    return files().filter(name -> !name.endsWith(".pub"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void fingerprints(String name) throws Exception {
    SameAnswers.andMessagesTo("-l", "-f", folder.resolve(name));
    for (String hash : List.of("md5", "sha1", "sha256", "SHA384", "sha512")) {
      SameAnswers.andMessagesTo("-l", "-E", hash, "-f", folder.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa.pub", "rsa.pub"})
  void pictures(String name) throws Exception {
    SameAnswers.to("-lv", "-f", folder.resolve(name));
    SameAnswers.to("-l", "-v", "-E", "md5", "-f", folder.resolve(name));
    SameAnswers.to("-l", "-v", "-E", "sha512", "-f", folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa.pub", "rsa.pub"})
  void words(String name) throws Exception {
    SameAnswers.andMessagesTo("-B", "-f", folder.resolve(name));
    SameAnswers.andMessagesTo("-l", "-B", "-v", "-E", "md5", "-f", folder.resolve(name));
  }

  @Test
  void a_private_key_without_its_public_key_file_is_shown_with_the_comment_inside()
      throws Exception {
    for (String name : List.of("ed25519", "ecdsa", "rsa")) {
      Path alone = folder.resolve("alone_" + name);
      Files.copy(folder.resolve(name), alone);
      SameAnswers.andMessagesTo("-l", "-f", alone);
    }
  }

  @Test
  void lists_of_keys() throws Exception {
    String ed25519 = Files.readString(folder.resolve("ed25519.pub")).strip();
    String bare = ed25519.replaceAll(" back.*", "");
    Path list =
        Files.writeString(
            folder.resolve("list"),
            String.join(
                "\n",
                "# comment",
                "",
                bare,
                "  " + ed25519,
                "host.example,10.0.0.1 " + bare,
                "host.example " + bare + " a comment",
                "command=\"echo \\\"a b\\\"\",no-pty " + bare + " restricted",
                "@cert-authority *.example " + bare,
                "gibberish",
                "ssh-ed25519 AAAA",
                Files.readString(folder.resolve("rsa.pub"))));
    SameAnswers.andMessagesTo("-l", "-f", list);
    SameAnswers.withInput(list, "-l", "-f", "-");
    SameAnswers.withInput(list, "-lv", "-E", "md5", "-f", "-");
  }

  @Test
  void a_key_in_PEM_has_no_comment() throws Exception {
    Path pem = Files.copy(folder.resolve("rsa"), folder.resolve("as_pem"));
    Keygen.good("-p", "-m", "PEM", "-P", "pass", "-N", "", "-f", pem);
    SameAnswers.andMessagesTo("-l", "-f", pem);
    assertThat(Keygen.good("-l", "-f", pem).out()).contains(" no comment (RSA)");
  }

  @Test
  void a_key_without_a_comment_has_not_that_of_the_line_before() throws Exception {
    String ed25519 = Files.readString(folder.resolve("ed25519.pub")).strip();
    String bare = ed25519.replaceAll(" back.*", "");
    Path list =
        Files.writeString(
            folder.resolve("bare"), ed25519 + "\n" + bare + "\n" + bare + " # not one either\n");
    assertThat(Keygen.good("-l", "-f", list).out().lines().skip(1))
        .allMatch(line -> line.endsWith(" no comment (ED25519)"));
  }

  @ParameterizedTest
  @MethodSource("privateFiles")
  void public_keys(String name) throws Exception {
    SameAnswers.andMessagesTo("-y", "-P", "pass", "-f", folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519.pub", "ecdsa", "ecdsa.pub", "rsa", "rsa.pub"})
  void keys_for_other_programs(String name) throws Exception {
    SameAnswers.to("-e", "-f", folder.resolve(name));
    SameAnswers.to("-e", "-m", "RFC4716", "-f", folder.resolve(name));
    if (!name.startsWith("ed25519")) {
      SameAnswers.to("-e", "-m", "pkcs8", "-f", folder.resolve(name));
      SameAnswers.to("-e", "-m", "PEM", "-f", folder.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void keys_of_other_programs(String name) throws Exception {
    Path pub = folder.resolve(name + ".pub");
    for (String format : List.of("RFC4716", "PKCS8", "PEM")) {
      Path exported =
          Files.writeString(
              folder.resolve(name + format), Keygen.good("-e", "-m", format, "-f", pub).out());
      Result imported = Keygen.good("-i", "-m", format, "-f", exported);
      assertThat(Files.readString(pub)).startsWith(imported.out().strip());
      boolean knownToOpenSsh = format.equals("RFC4716") || name.equals("rsa");
      if (knownToOpenSsh) {
        SameAnswers.to("-i", "-m", format, "-f", exported);
      }
    }
  }

  @Test
  void short_keys_of_other_programs() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    Path given =
        Files.writeString(
            folder.resolve("short"),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(rsa.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    Result line = Keygen.good("-i", "-m", "PKCS8", "-f", given);
    Path pub = Files.writeString(folder.resolve("short.pub"), line.out());
    for (String format : List.of("RFC4716", "PKCS8", "PEM")) {
      Result exported = Keygen.good("-e", "-m", format, "-f", pub);
      Path file = Files.writeString(folder.resolve("short" + format), exported.out());
      SameAnswers.to("-i", "-m", format, "-f", file);
      assertThat(Keygen.good("-i", "-m", format, "-f", file).out()).isEqualTo(line.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519.pub", "ecdsa.pub", "rsa"})
  void records_for_the_DNS(String name) throws Exception {
    Path file = folder.resolve(name);
    SameAnswers.to("-r", "host.example", "-f", file);
    SameAnswers.to("-r", "host.example", "-g", "-f", file);
    for (String wrong : List.of("nosuch=x", "hashalg")) { // as ssh-keygen 10.5
      Result result = Keygen.good("-r", "host", "-O", wrong, "-f", file);
      assertThat(result.out()).isEmpty();
      assertThat(result.messages()).isEqualTo("Invalid option \"" + wrong + "\"\n");
    }
    assertThat(Keygen.good("-r", "host", "-O", "hashalg=sha256", "-f", file).out())
        .hasLineCount(1)
        .contains(" IN SSHFP ", " 2 ");
  }

  @Test
  void files_that_hold_no_key_are_told_as_ssh_keygen_does() throws Exception {
    Path missing = folder.resolve("missing");
    Path text = Files.writeString(folder.resolve("text"), "no key\n");
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
    for (String option : List.of("-l", "-y", "-e", "-L", "-p", "-c")) {
      SameAnswers.andMessagesTo(option, "-f", missing);
    }
    SameAnswers.andMessagesTo("-l", "-f", text);
    Result result = Keygen.run("-y", "-f", text);
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).startsWith("Load key \"" + text + "\": ").hasLineCount(1);
    assertThat(Keygen.run("-i", "-f", text).messages()).startsWith(text + ": ").hasLineCount(1);
  }

  @Test
  void a_private_key_that_others_may_read_is_not_used() throws Exception {
    Path open = folder.resolve("open");
    Files.copy(folder.resolve("ed25519"), open);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    SameAnswers.andMessagesTo("-y", "-f", open);
  }

  @Test
  void a_wrong_passphrase_is_told_as_ssh_keygen_does() throws Exception {
    SameAnswers.andMessagesTo("-y", "-P", "wrong", "-f", folder.resolve("rsa"));
    SameAnswers.andMessagesTo("-p", "-P", "wrong", "-N", "", "-f", folder.resolve("rsa"));
    SameAnswers.andMessagesTo("-c", "-P", "wrong", "-C", "", "-f", folder.resolve("rsa"));
  }

  @Test
  void a_passphrase_is_asked_for_once() {
    Path file = folder.resolve("rsa");
    Keygen run = Keygen.typing().withSecrets("pass");
    assertThat(run.start("-y", "-f", file).status()).isZero();
    assertThat(run.prompts()).containsExactly("Enter passphrase for \"" + file + "\": ");
  }

  @Test
  void a_comment_that_would_do_something_to_a_terminal_is_escaped() throws Exception {
    String key = Files.readString(folder.resolve("ecdsa.pub")).strip();
    Path hostile = Files.writeString(folder.resolve("hostile"), key + " \033[2Jx\n");
    assertThat(Keygen.good("-l", "-f", hostile).out()).contains(" \\033[2Jx (ECDSA)\n");
  }
}
