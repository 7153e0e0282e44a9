package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** -Y. */
class SignatureTest {
  @TempDir private static Path folder;
  private static Path message;
  private Path signers;
  private Path signature;

  @BeforeAll
  static void make_keys() throws Exception {
    for (String type : List.of("ed25519", "ecdsa", "mldsa44-ed25519")) {
      Keygen.good("-q", "-t", type, "-N", "", "-C", "c", "-f", folder.resolve(type));
    }
    Keygen.good(
        "-q", "-t", "rsa", "-b", 2048, "-N", "pass", "-C", "c", "-f", folder.resolve("rsa"));
    Keygen.good(
        "-q",
        "-s",
        folder.resolve("ecdsa"),
        "-I",
        "i",
        "-n",
        "alice",
        folder.resolve("ed25519.pub"));
    message = Files.writeString(folder.resolve("message"), "the message\n");
  }

  @BeforeEach
  void sign_by_ed25519() throws Exception {
    Path fresh = Files.createTempDirectory(folder, "signature");
    signers = fresh.resolve("signers");
    signature = fresh.resolve("sig");
    Files.writeString(
        signature,
        Keygen.runWithInput(message, "-Y", "sign", "-q", "-f", key("ed25519"), "-n", "file").out());
    allow("alice " + text("ed25519"));
  }

  private static Path key(String name) {
    return folder.resolve(name);
  }

  private static String text(String name) throws Exception {
    return Files.readString(key(name + ".pub")).strip();
  }

  private void allow(String... lines) throws Exception {
    Files.writeString(signers, String.join("\n", lines) + "\n");
  }

  private Object[] verifying(String principal, Object... more) {
    return Stream.concat(
            Stream.of(
                "-Y", "verify", "-f", signers, "-I", principal, "-n", "file", "-s", signature),
            Stream.of(more))
        .toArray();
  }

  private void accepted(String principal, Object... more) throws Exception {
    Result result = Keygen.runWithInput(message, verifying(principal, more));
    assertThat(result.out())
        .startsWith("Good \"file\" signature for " + principal + " with ED25519");
    assertThat(result.status()).isZero();
    SameAnswers.withInput(message, verifying(principal, more));
  }

  private Result refused(String principal, Object... more) throws Exception {
    Result result = Keygen.runWithInput(message, verifying(principal, more));
    assertThat(result.answer()).isEqualTo("Could not verify signature.\nexit status 255");
    SameAnswers.withInput(message, verifying(principal, more));
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, sha512, ED25519",
    "ed25519, sha256, ED25519",
    "ecdsa, sha512, ECDSA",
    "rsa, sha512, RSA",
    "rsa, sha256, RSA",
    "mldsa44-ed25519, sha512, MLDSA44-ED25519",
    "ed25519-cert.pub, sha512, ED25519-CERT",
    "ed25519.pub, sha512, ED25519"
  })
  void each_verifies_what_the_other_signs(String name, String hash, String label) throws Exception {
    Path file = Files.writeString(signers.resolveSibling("data"), "some data");
    Object[] check = {"-Y", "check-novalidate", "-n", "git", "-s", file + ".sig"};
    Keygen run = Keygen.typing().withSecrets("pass");
    Result signed =
        run.start("-Y", "sign", "-f", key(name), "-n", "git", "-O", "hashalg=" + hash, file);
    assertThat(signed.messages())
        .isEqualTo("Signing file " + file + "\nWrite signature to " + file + ".sig\n");
    assertThat(Keygen.runWithInput(file, check).out())
        .startsWith("Good \"git\" signature with " + label + " key SHA256:");
    if (!Peer.knows(name)) {
      return;
    }
    SameAnswers.withInput(file, check);

    Files.delete(Path.of(file + ".sig"));
    Path plain = key(name.equals("rsa") ? "rsa-plain" : name);
    if (name.equals("rsa")) {
      Files.copy(key("rsa"), plain, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(key("rsa-plain.pub"), text("rsa"));
      Keygen.good("-p", "-P", "pass", "-N", "", "-f", plain);
    }
    Peer.keygen("-q", "-Y", "sign", "-f", plain, "-n", "git", "-O", "hashalg=" + hash, file);
    assertThat(Keygen.runWithInput(file, check).status()).isZero();
    SameAnswers.withInput(file, check);
  }

  @Test
  void a_deterministic_signature_is_byte_for_byte_that_of_ssh_keygen() throws Exception {
    Object[] arguments = {"-Y", "sign", "-f", key("ed25519"), "-n", "file"};
    SameAnswers.withInput(message, arguments);
    assertThat(Keygen.runWithInput(message, arguments).messages())
        .isEqualTo("Signing data on standard input\n");
  }

  @Test
  void a_signature_that_is_there_is_replaced_only_when_the_user_says_so() throws Exception {
    Path file = Files.writeString(signers.resolveSibling("data"), "some data");
    Path old = Files.writeString(Path.of(file + ".sig"), "old");
    Object[] arguments = {"-q", "-Y", "sign", "-f", key("ed25519"), "-n", "file", file};
    assertThat(Keygen.typing("n").start(arguments).out())
        .isEqualTo(old + " already exists.\nOverwrite (y/n)? ");
    assertThat(Files.readString(old)).isEqualTo("old");
    Keygen.typing("y").start(arguments);
    assertThat(Files.readString(old)).startsWith("-----BEGIN SSH SIGNATURE-----\n");
  }

  @Test
  void a_good_signature_of_somebody_who_may_sign_is_accepted() throws Exception {
    accepted("alice");
    accepted("alice", "-O", "print-pubkey");
    assertThat(Keygen.runWithInput(message, verifying("alice", "-O", "print-pubkey")).out().lines())
        .last()
        .isEqualTo(text("ed25519").replace(" c", ""));
    assertThat(Keygen.runWithInput(message, verifying("alice", "-q")).answer())
        .isEqualTo("exit status 0");
  }

  @Test
  void an_altered_message_is_refused() throws Exception {
    message = Files.writeString(folder.resolve("altered"), "the message.\n");
    try {
      assertThat(refused("alice").messages())
          .isEqualTo("Signature verification failed: incorrect signature\n");
    } finally {
      message = folder.resolve("message");
    }
  }

  @Test
  void a_signature_for_something_else_is_refused() throws Exception {
    Result result =
        Keygen.runWithInput(
            message, "-Y", "verify", "-f", signers, "-I", "alice", "-n", "git", "-s", signature);
    assertThat(result.answer()).isEqualTo("Could not verify signature.\nexit status 255");
    assertThat(result.messages())
        .isEqualTo("Couldn't verify signature: namespace does not match\n");
    SameAnswers.withInput(message, "-Y", "check-novalidate", "-n", "git", "-s", signature);
  }

  /** The fields of PROTOCOL.sshsig one after the other: none can be changed unnoticed. */
  @Test
  void an_altered_signature_is_refused() throws Exception {
    String armor = Files.readString(signature);
    byte[] blob = Base64.getMimeDecoder().decode(armor.replaceAll("-----[^-]*-----", ""));
    for (int at = 0; at < blob.length; at++) {
      byte[] altered = blob.clone();
      altered[at] ^= 1;
      Files.writeString(
          signature,
          "-----BEGIN SSH SIGNATURE-----\n"
              + Base64.getEncoder().encodeToString(altered)
              + "\n-----END SSH SIGNATURE-----\n");
      Result result = Keygen.runWithInput(message, verifying("alice"));
      assertThat(result.answer()).isEqualTo("Could not verify signature.\nexit status 255");
      assertThat(result.messages()).as("byte " + at).hasLineCount(1);
    }
  }

  @Test
  void a_signature_cut_off_anywhere_is_refused() throws Exception {
    String armor = Files.readString(signature);
    for (int length = 0; length < armor.length() - 1; length += 7) {
      Files.writeString(signature, armor.substring(0, length));
      assertThat(Keygen.runWithInput(message, verifying("alice")).answer())
          .isEqualTo("Could not verify signature.\nexit status 255");
    }
  }

  @Test
  void a_namespace_that_hides_another_in_its_signature_is_refused() throws Exception {
    // "fil" + "e": the lengths are signed too
    for (String namespace : List.of("fil", "file ", "File", "file\0")) {
      Files.writeString(
          signature,
          Keygen.runWithInput(message, "-Y", "sign", "-q", "-f", key("ed25519"), "-n", namespace)
              .out());
      Result result = Keygen.runWithInput(message, verifying("alice"));
      assertThat(result.status()).isEqualTo(255);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob KEY",
        "!alice,* KEY",
        "alice namespaces=\"git\" KEY",
        "alice valid-after=\"20990101Z\" KEY",
        "alice valid-before=\"20200101Z\" KEY",
        "alice cert-authority KEY",
        "alice unknown KEY",
        "alice namespaces=file KEY",
        "alice valid-after=\"x\" KEY",
        "alice",
        "# alice KEY",
        ""
      })
  void a_line_that_does_not_allow_it_refuses(String line) throws Exception {
    allow(line.replace("KEY", text("ed25519")));
    refused("alice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob,alice KEY",
        "al* KEY",
        "\"alice\" KEY",
        "alice namespaces=\"git,fi*\" KEY",
        "alice valid-after=\"20200101Z\",valid-before=\"20990101Z\" KEY",
        "alice NAMESPACES=\"file\" KEY comment words"
      })
  void a_line_that_allows_it_accepts(String line) throws Exception {
    allow("mallory " + text("ecdsa"), line.replace("KEY", text("ed25519")));
    accepted("alice");
  }

  @Test
  void the_time_of_the_signature_may_be_told() throws Exception {
    allow("alice valid-before=\"20200101Z\" " + text("ed25519"));
    refused("alice");
    accepted("alice", "-O", "verify-time=20191231Z");
    accepted("alice", "-O", "verify-time=20200101Z");
    refused("alice", "-O", "verify-time=20200101000001Z");
    Result result = Keygen.runWithInput(message, verifying("alice", "-O", "verify-time=never"));
    assertThat(result.status()).isEqualTo(255);
  }

  @Test
  void a_certificate_signs_by_the_word_of_its_CA() throws Exception {
    Files.writeString(
        signature,
        Keygen.runWithInput(
                message, "-Y", "sign", "-q", "-f", key("ed25519-cert.pub"), "-n", "file")
            .out());
    allow("alice,bob cert-authority " + text("ecdsa"));
    accepted("alice");
    assertThat(refused("bob").messages())
        .contains(":1: certificate not authorized: \"bob\" is not a listed principal");
    allow("alice " + text("ecdsa"));
    refused("alice");
    allow("alice " + text("ed25519"));
    refused("alice");
    allow("alice cert-authority " + text("rsa"));
    refused("alice");
    SameAnswers.to("-Y", "find-principals", "-f", signers, "-s", signature);
    allow("x " + text("ed25519"), "a*,bob cert-authority " + text("ecdsa"));
    SameAnswers.andMessagesTo("-Y", "find-principals", "-f", signers, "-s", signature);
  }

  @Test
  void a_revoked_key_is_refused() throws Exception {
    Path krl = signers.resolveSibling("krl");
    Keygen.good("-q", "-k", "-f", krl, key("ed25519.pub"));
    assertThat(refused("alice", "-r", krl).messages()).isEqualTo("Key is revoked by " + krl + "\n");
    refused("alice", "-r", key("ed25519.pub"));
    accepted("alice", "-r", key("ecdsa.pub"));
    refused("alice", "-r", krl.resolveSibling("missing"));
    // a list that cannot be read may have held the key
    refused("alice", "-r", message);
  }

  @Test
  void a_CA_that_is_revoked_takes_its_certificates_along() throws Exception {
    Files.writeString(
        signature,
        Keygen.runWithInput(
                message, "-Y", "sign", "-q", "-f", key("ed25519-cert.pub"), "-n", "file")
            .out());
    allow("alice cert-authority " + text("ecdsa"));
    accepted("alice");
    refused("alice", "-r", key("ecdsa.pub"));
    Path krl = signers.resolveSibling("krl");
    Keygen.good("-q", "-k", "-f", krl, key("ecdsa.pub"));
    refused("alice", "-r", krl);
  }

  @Test
  void principals_are_found() throws Exception {
    allow("x " + text("ecdsa"), "alice,bob namespaces=\"git\" " + text("ed25519"));
    SameAnswers.andMessagesTo("-Y", "find-principals", "-f", signers, "-s", signature);
    assertThat(Keygen.good("-Y", "find-principals", "-f", signers, "-s", signature).out())
        .isEqualTo("alice\nbob\n");
    allow("x " + text("ecdsa"));
    SameAnswers.andMessagesTo("-Y", "find-principals", "-f", signers, "-s", signature);
    allow("alice,bob " + text("ecdsa"), "*b " + text("ed25519"), "c " + text("rsa"));
    for (String name : List.of("bob", "alice", "nobody")) {
      SameAnswers.andMessagesTo("-Y", "match-principals", "-f", signers, "-I", name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Y sign -f KEY",
        "-Y sign -n file",
        "-Y sign -n file -f MISSING",
        "-Y sign -n file -f KEY MISSING",
        "-Y sign -n file -f KEY -O bogus MESSAGE",
        "-Y sign -n file -f KEY - MESSAGE",
        "-Y verify -n file",
        "-Y verify -s x",
        "-Y verify -n file -s x -f y",
        "-Y check-novalidate -n file",
        "-Y check-novalidate -n file -s MISSING",
        "-Y check-novalidate -n file -s MESSAGE",
        "-Y find-principals -f x",
        "-Y find-principals -s x",
        "-Y match-principals -f x",
        "-Y match-principals -I x",
        "-Y nonsense"
      })
  void what_is_missing_is_told_with_ssh_keygens_status(String arguments) throws Exception {
    Object[] all =
        Stream.of(arguments.split(" "))
            .map(word -> word.replace("KEY", key("ed25519").toString()))
            .map(word -> word.replace("MESSAGE", message.toString()))
            .map(word -> word.replace("MISSING", signers.resolveSibling("missing").toString()))
            .toArray();
    Result ours = Keygen.run(all);
    assertThat(ours.answer()).isEqualTo(Peer.run("ssh-keygen", all).answer());
    assertThat(ours.messages()).isNotEmpty();
  }

  @Test
  void a_public_key_without_its_private_key_is_told() throws Exception {
    Path alone = signers.resolveSibling("alone.pub");
    Files.copy(key("ed25519.pub"), alone);
    Object[] arguments = {"-Y", "sign", "-f", alone, "-n", "file", message};
    SameAnswers.to(arguments);
    assertThat(Keygen.run(arguments).messages())
        .isEqualTo("No private key found for \"" + alone + "\"\n");
    // beside the private key of somebody else
    Files.copy(key("ecdsa"), signers.resolveSibling("alone"));
    SameAnswers.to(arguments);
    assertThat(Keygen.run(arguments).messages()).contains("doesn't match private");
  }

  @Test
  void what_a_signature_says_does_nothing_to_a_terminal() throws Exception {
    Files.writeString(signature, "-----BEGIN SSH SIGNATURE-----\n\033[2J\n");
    Result result = Keygen.runWithInput(message, verifying("alice\033[2J"));
    assertThat(result.out() + result.err().strip()).doesNotContain("\033");
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(result.err())).isTrue();
  }
}
