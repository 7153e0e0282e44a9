package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** -k and -Q. */
class RevocationTest {
  @TempDir private static Path folder;
  private static Path ca;
  private Path krl;
  private Path specification;

  @BeforeAll
  static void make_keys() throws Exception {
    ca = folder.resolve("ca");
    for (String name : List.of("ca", "one", "two", "three", "four", "five")) {
      Keygen.good("-q", "-N", "", "-C", name + "'s", "-f", folder.resolve(name));
    }
    for (int serial = 1; serial <= 3; serial++) {
      Path pub = folder.resolve("certified" + serial + ".pub");
      Files.copy(folder.resolve("five.pub"), pub);
      Keygen.good("-q", "-s", ca, "-I", "id" + serial, "-n", "a", "-z", serial, pub);
    }
  }

  @BeforeEach
  void name_the_files() throws Exception {
    krl = Files.createTempDirectory(folder, "krl").resolve("krl");
    specification = krl.resolveSibling("specification");
  }

  private static Path pub(String name) {
    return folder.resolve(name + ".pub");
  }

  private static String text(String name) throws Exception {
    return Files.readString(pub(name)).strip();
  }

  private void specify(String... lines) throws Exception {
    Files.writeString(specification, String.join("\n", lines) + "\n");
  }

  /** Makes lists by both programs, and has each say of both what is revoked. */
  private void revokedAlike(String caOption) throws Exception {
    Path theirs = krl.resolveSibling("theirs");
    assertThat(Keygen.good("-k", "-f", krl, "-s", caOption, "-z", 5, specification).out())
        .isEqualTo("Revoking from " + specification + "\n");
    Peer.keygen("-k", "-q", "-f", theirs, "-s", caOption, "-z", 5, specification);
    for (Path list : List.of(krl, theirs)) {
      SameAnswers.andMessagesTo("-Q", "-l", "-f", list);
      SameAnswers.andMessagesTo(
          "-Q",
          "-f",
          list,
          pub("one"),
          pub("two"),
          pub("three"),
          pub("four"),
          pub("certified1-cert"),
          pub("certified2-cert"),
          pub("certified3-cert"),
          pub("ca"));
    }
    assertThat(contents(krl)).isEqualTo(contents(theirs));
  }

  /** What is in a list, without its date. */
  private static String contents(Path list) {
    return Keygen.good("-Q", "-l", "-f", list).out().replaceAll("# Generated.*", "");
  }

  @Test
  void keys_and_their_hashes_are_revoked() throws Exception {
    specify(
        "# a comment",
        "",
        text("one"),
        "key: " + text("two") + " # with a comment",
        "sha256: " + text("three"),
        "SHA1: " + text("four"));
    revokedAlike("none");
  }

  @Test
  void certificates_are_revoked_by_number_and_by_id() throws Exception {
    specify("serial: 1", "serial: 0x10-0x20", "serial:7-9", "serial: 010", "id: id3");
    revokedAlike(pub("ca").toString());
  }

  @Test
  void certificates_of_every_CA_are_revoked() throws Exception {
    specify("serial: 2-18446744073709551615", "id: id1");
    revokedAlike("none");
  }

  @Test
  void certificates_are_revoked_as_files_and_their_key_as_such() throws Exception {
    specify(text("certified1-cert"), "key: " + text("certified2-cert"));
    revokedAlike(pub("ca").toString());
  }

  @Test
  void a_key_is_revoked_by_its_fingerprint() throws Exception {
    String fingerprint = Keygen.good("-l", "-f", pub("one")).out().split(" ")[1];
    specify("hash: " + fingerprint);
    Keygen.good("-q", "-k", "-f", krl, specification);
    SameAnswers.andMessagesTo("-Q", "-f", krl, pub("one"), pub("two"));
    SameAnswers.andMessagesTo("-Q", "-f", krl, folder.resolve("missing"));
    assertThat(Keygen.run("-Q", "-f", krl, pub("one")).answer())
        .isEqualTo(pub("one") + " (one's): REVOKED\nexit status 1");
    assertThat(Keygen.run("-Q", "-f", krl, pub("two")).answer())
        .isEqualTo(pub("two") + " (two's): ok\nexit status 0");
  }

  @Test
  void a_list_is_added_to() throws Exception {
    Keygen.good("-q", "-k", "-f", krl, "-z", 1, "-C", "first", pub("one"));
    Keygen.good("-q", "-k", "-u", "-f", krl, pub("two"));
    assertThat(Keygen.run("-Q", "-l", "-f", krl, pub("one"), pub("two"), pub("three")).out())
        .contains("# KRL version 1\n", "# Comment: first\n")
        .contains("one's): REVOKED", "two's): REVOKED", "three's): ok");
    Keygen.good("-q", "-k", "-u", "-f", krl, "-z", 2, "-C", "second");
    assertThat(contents(krl)).contains("# KRL version 2\n", "# Comment: second\n", "hash: ");
    // without -u it begins anew
    Keygen.good("-q", "-k", "-f", krl, pub("three"));
    SameAnswers.to("-Q", "-f", krl, pub("one"), pub("three"));
  }

  @Test
  void keys_come_from_standard_input() throws Exception {
    Result result = Keygen.runWithInput(pub("one"), "-k", "-f", krl, "-");
    assertThat(result.answer()).isEqualTo("Revoking from (standard input)\nexit status 0");
    SameAnswers.to("-Q", "-f", krl, pub("one"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serial: x",
        "serial:",
        "serial: 1-",
        "serial: 5-4",
        "serial: 5-5",
        "serial: 1 2",
        "serial: 99999999999999999999",
        "serial: 0",
        "hash: MD5:00",
        "hash: SHA256:AAAA",
        "hash: SHA256:*",
        "gibberish",
        "key: ssh-ed25519 AAAA"
      })
  void a_line_that_cannot_be_understood_revokes_nothing_and_writes_no_file(String line)
      throws Exception {
    specify("# first", line);
    Result result = Keygen.run("-q", "-k", "-f", krl, "-s", "none", specification);
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).startsWith(specification + ":2: ").hasLineCount(1);
    assertThat(krl).doesNotExist();
    assertThat(Peer.run("ssh-keygen", "-q", "-k", "-f", krl, "-s", "none", specification).status())
        .isEqualTo(255);
  }

  @Test
  void certificates_need_a_CA() throws Exception {
    for (String line : List.of("serial: 1", "id: x")) {
      specify(line);
      SameAnswers.andMessagesTo("-q", "-k", "-f", krl, specification);
    }
  }

  @Test
  void files_that_are_not_there_or_no_lists_are_told() throws Exception {
    SameAnswers.andMessagesTo("-k", "-u", "-f", krl, pub("one"));
    SameAnswers.andMessagesTo("-q", "-k", "-f", krl, krl.resolveSibling("missing"));
    SameAnswers.andMessagesTo("-Q", "-f", krl);
    SameAnswers.andMessagesTo("-k", pub("one"));
    SameAnswers.andMessagesTo("-Q");
    SameAnswers.to("-Q", "-f", pub("one"), pub("two"));
    assertThat(Keygen.run("-Q", "-f", pub("one")).messages())
        .startsWith("Invalid KRL file " + pub("one") + ": ")
        .hasLineCount(1);
  }
}
