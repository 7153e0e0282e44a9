package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsEditsTest {
  @TempDir Path folder;

  private KnownHostsFolder files() {
    return new KnownHostsFolder(folder);
  }

  @Test
  void removing_a_host_keeps_marked_and_broken_lines_and_the_old_file() throws Exception {
    String marked = "@cert-authority host " + Keys.text(BETA);
    files().withUser("host " + Keys.text(ALPHA), marked, "host broken", "# host");
    String old = files().content();
    FileEdit edit = KnownHostsEdits.remove(files().user(), "host");
    assertThat(edit.changed()).extracting(NamedLine::number).containsExactly(1);
    assertThat(edit.kept()).extracting(NamedLine::number).containsExactly(2);
    assertThat(edit.problems()).extracting(Problem::where).containsExactly(files().at(3));
    assertThat(files().content()).isEqualTo(marked + "\nhost broken\n# host\n");
    assertThat(folder.resolve("known_hosts.old")).hasContent(old);
  }

  @Test
  void removing_what_is_not_there_touches_nothing() throws Exception {
    files().withUser("host " + Keys.text(ALPHA));
    assertThat(KnownHostsEdits.remove(files().user(), "other").changed()).isEmpty();
    assertThat(folder.resolve("known_hosts.old")).doesNotExist();
  }

  @Test
  void hashing_splits_lists_and_keeps_patterns() throws Exception {
    files().withUser("a,B " + Keys.text(ALPHA) + " comment", "c* " + Keys.text(BETA));
    FileEdit edit = KnownHostsEdits.hash(files().user());
    assertThat(edit.changed()).extracting(NamedLine::number).containsExactly(1);
    assertThat(edit.kept()).extracting(NamedLine::number).containsExactly(2);
    List<String> lines = files().content().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.subList(0, 2))
        .allSatisfy(line -> assertThat(line).startsWith("|1|").endsWith(" comment"));
    assertThat(KnownHostsEdits.find(files().user(), "b"))
        .extracting(NamedLine::number)
        .containsExactly(2);
  }

  @Test
  void a_found_line_gives_its_key_if_it_has_one() throws Exception {
    files().withUser("host " + Keys.text(ALPHA), "host ssh-ed25519 AAAA");
    List<NamedLine> found = KnownHostsEdits.find(files().user(), "host");
    assertThat(KnownHostsEdits.decode(files().user(), found.get(0)).orElseThrow().key())
        .isEqualTo(ALPHA);
    assertThat(KnownHostsEdits.decode(files().user(), found.get(1))).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_is_an_error() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> KnownHostsEdits.find(missing, "a"))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> KnownHostsEdits.hash(missing)).isInstanceOf(NoSuchFileException.class);
    assertThat(Files.exists(missing)).isFalse();
  }

  @Test
  void a_host_that_we_add_is_found_by_ssh_keygen_hashed_or_not() throws Exception {
    SshKeygen.require();
    HostName host = new HostName("host", 2222);
    files().open().add(List.of(host), ALPHA);
    files().open().hashingNames(true).add(List.of(host), BETA);
    String output = SshKeygen.run("-l", "-F", "[host]:2222", "-f", files().user()).output();
    assertThat(output).contains(ALPHA.fingerprint()).contains(BETA.fingerprint());
  }
}
