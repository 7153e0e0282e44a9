package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** -s and -L. */
class CertificationTest {
  @TempDir private static Path folder;
  private static Path key;
  private static Path certificate;

  @BeforeAll
  static void make_keys() {
    for (String type : List.of("ed25519", "ecdsa", "mldsa44-ed25519")) {
      Keygen.good("-q", "-t", type, "-N", "", "-C", "c", "-f", folder.resolve(type));
    }
    Keygen.good("-q", "-t", "rsa", "-b", 2048, "-N", "", "-C", "c", "-f", folder.resolve("rsa"));
    key = folder.resolve("ed25519.pub");
    certificate = folder.resolve("ed25519-cert.pub");
  }

  private static Result sign(Object... arguments) {
    return Keygen.run(
        Stream.concat(Stream.of("-s", folder.resolve("ecdsa"), "-I", "id"), Stream.of(arguments))
            .toArray());
  }

  /** What ssh-keygen shows of a certificate that the same arguments make, and of ours. */
  private static void madeAlike(Object... arguments) throws Exception {
    Object[] all =
        Stream.of(
                Stream.of("-s", folder.resolve("ecdsa"), "-I", "the id"),
                Stream.of(arguments),
                Stream.of(key))
            .flatMap(each -> each)
            .toArray();
    Result ours = Keygen.good(all);
    String shown = Peer.keygen("-L", "-f", certificate).out();
    Result theirs = Peer.keygen(all);
    assertThat(shown).isEqualTo(Peer.keygen("-L", "-f", certificate).out());
    assertThat(ours.messages()).isEqualTo(theirs.messages());
    SameAnswers.to("-L", "-f", certificate);
  }

  @Test
  void certificates_of_users_are_those_of_ssh_keygen() throws Exception {
    madeAlike("-n", "alice,bob", "-V", "20240101:20300101", "-z", 7);
    madeAlike("-n", "alice", "-V", "always:forever", "-z", "18446744073709551615");
    madeAlike("-n", "alice", "-V", "202401011530:forever", "-O", "clear");
    madeAlike("-n", "alice", "-V", "always:20300101123456", "-O", "no-pty", "-O", "NO-USER-RC");
    madeAlike(
        "-n",
        "alice",
        "-V",
        "0x1:0x7000000000",
        "-O",
        "clear",
        "-O",
        "permit-pty",
        "-O",
        "force-command=echo \"a b\"",
        "-O",
        "source-address=10.0.0.0/8,2001:db8::/32",
        "-O",
        "verify-required",
        "-O",
        "no-touch-required");
  }

  @Test
  void certificates_of_hosts_are_those_of_ssh_keygen() throws Exception {
    madeAlike("-h", "-n", "host.example,*.example", "-V", "always:forever");
    madeAlike("-h", "-n", "host", "-V", "always:forever", "-O", "permit-pty");
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, ed25519",
    "rsa, ed25519",
    "ed25519, rsa",
    "ecdsa, rsa",
    "ecdsa, ecdsa",
    "mldsa44-ed25519, ed25519",
    "ed25519, mldsa44-ed25519"
  })
  void each_type_signs_and_is_signed(String type, String caType) throws Exception {
    Keygen.good(
        "-q", "-s", folder.resolve(caType), "-I", "i", "-n", "a", folder.resolve(type + ".pub"));
    Path made = folder.resolve(type + "-cert.pub");
    assertThat(Keygen.good("-L", "-f", made).out())
        .contains("Signing CA: ", caType.equals("rsa") ? "(using rsa-sha2-512)" : "(using ");
    if (Peer.knows(type) && Peer.knows(caType)) {
      SameAnswers.to("-L", "-f", made);
      SameAnswers.to("-l", "-f", made);
      SameAnswers.to("-l", "-E", "md5", "-f", made);
    }
  }

  @Test
  void an_RSA_CA_signs_by_the_algorithm_that_is_asked_for() {
    Object[] common = {"-q", "-s", folder.resolve("rsa"), "-I", "i", "-n", "a", "-t"};
    Keygen.good(Stream.concat(Stream.of(common), Stream.of("rsa-sha2-256", key)).toArray());
    assertThat(Keygen.good("-L", "-f", certificate).out()).contains("(using rsa-sha2-256)");
    for (String wrong : List.of("ssh-rsa", "ed25519", "rsa-sha2-257")) {
      Result result = Keygen.run(Stream.concat(Stream.of(common), Stream.of(wrong, key)).toArray());
      assertThat(result.status()).isEqualTo(255);
      assertThat(result.messages()).hasLineCount(1).contains(wrong);
    }
  }

  @Test
  void options_that_are_not_known_are_passed_on() throws Exception {
    sign(
        "-q",
        "-n",
        "a",
        "-O",
        "extension:x@y=v",
        "-O",
        "extension:flag@y",
        "-O",
        "critical:z",
        key);
    assertThat(Peer.keygen("-L", "-f", certificate).out())
        .contains("x@y UNKNOWN OPTION", "flag@y UNKNOWN FLAG OPTION", "z UNKNOWN FLAG OPTION");
    assertThat(Keygen.good("-L", "-f", certificate).out())
        .contains("                x@y UNKNOWN OPTION: 0000000176 (len 5)\n");
  }

  @Test
  void serial_numbers_grow_where_asked_and_each_file_has_its_certificate() {
    Result result =
        sign("-n", "a", "-z", "+41", key, folder.resolve("rsa.pub"), folder.resolve("ecdsa"));
    assertThat(result.messages())
        .contains("ed25519-cert.pub: id \"id\" serial 41 for a valid forever\n")
        .contains("rsa-cert.pub: id \"id\" serial 42 for a valid forever\n")
        .contains("ecdsa-cert.pub: id \"id\" serial 43 for a valid forever\n");
  }

  @Test
  void a_life_from_now_on_starts_a_little_earlier() {
    sign("-q", "-n", "a", "-V", "+1h", key);
    String shown = Keygen.good("-L", "-f", certificate).out();
    assertThat(shown).containsPattern("Valid: from \\S+:00 to \\S+\n");
  }

  @Test
  void a_certificate_without_principals_is_made_with_a_warning() {
    Result result = sign("-q", key);
    assertThat(result.messages())
        .isEqualTo("Warning: certificate will contain no principals (-n)\n");
    assertThat(Keygen.good("-L", "-f", certificate).out()).contains("Principals: (none)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-V bogus",
        "-V +1x",
        "-V :forever",
        "-V always:",
        "-V 20300101:20240101",
        "-V -1w:-2w",
        "-V 20241301:forever",
        "-V always:tomorrow",
        "-V 0xg:forever",
        "-n a,,b",
        "-O nonsense",
        "-O force-command=",
        "-O force-command=a -O force-command=b",
        "-O source-address=",
        "-z x",
        "-z -1",
        "-z 18446744073709551616"
      })
  void what_cannot_be_certified_is_told_as_ssh_keygen_does(String arguments) throws Exception {
    Object[] all =
        Stream.of(
                Stream.of("-s", folder.resolve("ecdsa"), "-I", "id"),
                arguments.startsWith("-n") ? Stream.<Object>of() : Stream.of("-n", "a"),
                Stream.of(arguments.split(" ")),
                Stream.of(key))
            .flatMap(each -> each)
            .toArray();
    SameAnswers.andMessagesTo(all);
  }

  @Test
  void an_address_list_with_a_name_in_it_is_refused() {
    Result result = sign("-n", "a", "-O", "source-address=10.0.0.0/8,example", key);
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).isEqualTo("Invalid source-address list\n");
  }

  @Test
  void too_many_principals_are_refused() {
    String names = "p" + ",p".repeat(256);
    assertThat(sign("-n", names, key).messages())
        .isEqualTo("Too many certificate principals specified\n");
  }

  @Test
  void a_key_id_is_needed_and_a_certificate_is_not_certified() throws Exception {
    SameAnswers.andMessagesTo("-s", folder.resolve("ecdsa"), "-n", "a", key);
    SameAnswers.andMessagesTo(
        "-s", folder.resolve("ecdsa"), "-I", "i", "-n", "a", folder.resolve("missing.pub"));
    sign("-q", "-n", "a", key);
    SameAnswers.andMessagesTo("-s", folder.resolve("ecdsa"), "-I", "i", "-n", "a", certificate);
    SameAnswers.andMessagesTo(
        "-s", folder.resolve("ecdsa"), "-I", "i", "-n", "a", "-t", "nosuch", key);
  }

  @Test
  void a_certificate_is_shown_only_when_its_signature_is_good() throws Exception {
    sign("-q", "-n", "alice", key);
    Path altered = folder.resolve("altered-cert.pub");
    String[] words = Files.readString(certificate).split(" ");
    byte[] blob = Base64.getDecoder().decode(words[1]);
    int at = new String(blob, StandardCharsets.ISO_8859_1).indexOf("alice");
    blob[at] = 'A';
    Files.writeString(altered, words[0] + " " + Base64.getEncoder().encodeToString(blob) + " c\n");
    Result result = Keygen.run("-L", "-f", altered);
    assertThat(result.answer()).isEqualTo("exit status 1");
    assertThat(result.messages()).startsWith(altered + ":1: invalid key: ").contains("signature");
    SameAnswers.to("-L", "-f", altered);
  }

  @Test
  void lists_of_certificates_are_shown_with_their_lines() throws Exception {
    sign("-q", "-n", "a", key);
    Path list =
        Files.writeString(
            folder.resolve("certificates"),
            "# two\n" + Files.readString(certificate) + Files.readString(key));
    SameAnswers.andMessagesTo("-L", "-f", list);
    SameAnswers.withInput(list, "-L", "-f", "-");
    SameAnswers.andMessagesTo("-L", "-f", key);
  }

  @Test
  void nothing_of_a_certificate_reaches_a_terminal_unescaped() throws Exception {
    Keygen.good(
        "-q",
        "-s",
        folder.resolve("ecdsa"),
        "-I",
        "\033[2J",
        "-n",
        "a\nSerial: 1",
        "-O",
        "force-command=\r",
        key);
    assertThat(Keygen.good("-L", "-f", certificate).out())
        .contains("Key ID: \"\\033[2J\"\n", "a\\012Serial: 1\n", "force-command \\015\n");
  }
}
