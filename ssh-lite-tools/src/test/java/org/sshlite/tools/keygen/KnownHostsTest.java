package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** -F, -R, -H. */
class KnownHostsTest {
  @TempDir private static Path folder;
  private static String ed25519;
  private static String rsa;
  private Path file;

  @BeforeAll
  static void make_keys() throws Exception {
    Keygen.good("-q", "-N", "", "-C", "", "-f", folder.resolve("ed25519"));
    Keygen.good("-q", "-t", "rsa", "-b", 2048, "-N", "", "-C", "", "-f", folder.resolve("rsa"));
    ed25519 = Files.readString(folder.resolve("ed25519.pub")).strip();
    rsa = Files.readString(folder.resolve("rsa.pub")).strip();
  }

  @BeforeEach
  void write_a_file() throws Exception {
    file = Files.createTempDirectory(folder, "hosts").resolve("known_hosts");
    write(
        "# comment",
        "",
        "host1,10.0.0.1 " + ed25519 + " a comment",
        "host1 " + rsa,
        "[host1]:2222\t" + ed25519,
        "*.example,!bad.example " + rsa + " ü",
        "@cert-authority *.ca,host1 " + ed25519,
        "@revoked host1 " + rsa,
        "HOST2 " + ed25519);
  }

  private void write(String... lines) throws Exception {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host1",
        "HOST1",
        "host2",
        "10.0.0.1",
        "[host1]:2222",
        "x.example",
        "bad.example",
        "x.ca",
        "nobody",
        "*"
      })
  void hosts_are_found_as_ssh_keygen_finds_them(String host) throws Exception {
    SameAnswers.andMessagesTo("-F", host, "-f", file);
    SameAnswers.andMessagesTo("-q", "-F", host, "-f", file);
    SameAnswers.andMessagesTo("-F", host, "-l", "-f", file);
    SameAnswers.andMessagesTo("-F", host, "-lB", "-f", file);
    SameAnswers.andMessagesTo("-F", host, "-lv", "-E", "md5", "-f", file);
    Peer.keygen("-H", "-f", file);
    // ssh asks in lower case only; of hashed names ssh-keygen finds no others
    SameAnswers.andMessagesTo("-F", host.toLowerCase(Locale.ROOT), "-f", file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host1", "host2", "[host1]:2222", "10.0.0.1", "x.example", "nobody"})
  void hosts_are_removed_as_ssh_keygen_removes_them(String host) throws Exception {
    Path theirs = file.resolveSibling("theirs");
    Files.copy(file, theirs);
    Result ours = Keygen.run("-R", host, "-f", file);
    Result peer = Peer.run("ssh-keygen", "-R", host, "-f", theirs);
    assertThat(ours.answer()).isEqualTo(peer.answer().replace("theirs", "known_hosts"));
    assertThat(ours.messages()).isEqualTo(peer.messages().replace("theirs", "known_hosts"));
    assertThat(file).hasSameBinaryContentAs(theirs);
    Path old = Path.of(file + ".old");
    assertThat(Files.exists(old)).isEqualTo(Files.exists(Path.of(theirs + ".old")));
  }

  @Test
  void names_are_hashed_and_found_by_both() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    String before = Files.readString(file);
    Result result = Keygen.good("-H", "-f", file);
    assertThat(result.out())
        .isEqualTo(file + " updated.\nOriginal contents retained as " + file + ".old\n");
    assertThat(result.messages())
        .contains(
            file + ":6: ignoring host name with wildcard: *.example,!bad.example\n",
            "WARNING: "
                + file
                + ".old contains unhashed entries\n"
                + "Delete this file to ensure privacy of hostnames\n");
    assertThat(Files.readString(Path.of(file + ".old"))).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(Files.readAllLines(file))
        .hasSize(10)
        .noneMatch(line -> line.startsWith("host1") || line.startsWith("HOST2"));
    for (String host : List.of("host1", "10.0.0.1", "host2", "[host1]:2222")) {
      SameAnswers.andMessagesTo("-F", host, "-f", file);
      assertThat(Keygen.run("-F", host, "-f", file).status()).isZero();
    }
  }

  @Test
  void a_file_without_names_to_hash_stays_as_it_is() throws Exception {
    Keygen.good("-H", "-f", file);
    String hashed = Files.readString(file);
    Files.delete(Path.of(file + ".old"));
    Result again = Keygen.good("-H", "-f", file);
    assertThat(again.out()).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(hashed);
    assertThat(Path.of(file + ".old")).doesNotExist();
  }

  @Test
  void found_lines_are_shown_hashed_and_the_file_stays() throws Exception {
    String before = Files.readString(file);
    Result result = Keygen.good("-F", "host1", "-H", "-f", file);
    assertThat(Files.readString(file)).isEqualTo(before);
    Path shown = Files.writeString(file.resolveSibling("shown"), result.out());
    SameAnswers.to("-F", "10.0.0.1", "-f", shown);
    assertThat(Keygen.good("-F", "10.0.0.1", "-f", shown).out()).contains("|1|");
    assertThat(result.out()).contains("\n@revoked host1 " + rsa + "\n");
  }

  @Test
  void broken_lines_are_told_and_kept() throws Exception {
    write("gibberish", "host1 " + ed25519, "host1 ssh-ed25519");
    Result result = Keygen.good("-R", "host1", "-f", file);
    assertThat(result.messages()).contains(file + ":1: ", file + ":3: ");
    assertThat(Files.readAllLines(file)).containsExactly("gibberish", "host1 ssh-ed25519");
  }

  @Test
  void a_line_whose_key_cannot_be_read_has_no_fingerprint() throws Exception {
    write(
        "old ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
        "old " + ed25519,
        "older ssh-ed25519 AAAAC3NzaC1lZDI1NTE5");
    for (String host : List.of("old", "older")) {
      SameAnswers.andMessagesTo("-F", host, "-f", file);
      SameAnswers.andMessagesTo("-F", host, "-l", "-f", file);
    }
    assertThat(Keygen.run("-F", "older", "-l", "-f", file).status()).isEqualTo(1);
  }

  @Test
  void bytes_of_any_encoding_are_kept() throws Exception {
    byte[] line = ("host1 " + ed25519 + " \u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, line);
    Keygen.good("-H", "-f", file);
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .endsWith(" " + ed25519 + " \u00e9\n");
  }

  @Test
  void a_missing_file_is_told() throws Exception {
    Path missing = file.resolveSibling("missing");
    for (String option : List.of("-F", "-R")) {
      SameAnswers.andMessagesTo(option, "host1", "-f", missing);
    }
    SameAnswers.andMessagesTo("-H", "-f", missing);
  }
}
