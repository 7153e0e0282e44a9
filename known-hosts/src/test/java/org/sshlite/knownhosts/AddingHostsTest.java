package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddingHostsTest {
  private static final HostName HOST = new HostName("Host.example", 2222);
  private static final HostName ADDRESS = new HostName("192.0.2.7", 2222);

  @TempDir Path folder;

  private KnownHostsFolder files() {
    return new KnownHostsFolder(folder);
  }

  @Test
  void a_host_is_added_as_ssh_adds_it() throws Exception {
    KnownHosts hosts = files().withUser("# first");
    assertThat(hosts.add(List.of(HOST), ALPHA)).singleElement().hasToString(files().at(2));
    assertThat(files().content())
        .isEqualTo("# first\n[host.example]:2222 " + Keys.text(ALPHA) + "\n");
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_last_line_without_newline_is_ended_first() throws Exception {
    Files.writeString(files().user(), "# no newline");
    files().open().add(List.of(HostName.of("a")), ALPHA);
    assertThat(files().content()).isEqualTo("# no newline\na " + Keys.text(ALPHA) + "\n");
  }

  @Test
  void name_and_address_share_a_line_unless_they_are_hashed() throws Exception {
    files().open().add(List.of(HOST, ADDRESS), ALPHA);
    assertThat(files().content())
        .isEqualTo("[host.example]:2222,[192.0.2.7]:2222 " + Keys.text(ALPHA) + "\n");

    Files.delete(files().user());
    KnownHosts hashing = files().open().hashingNames(true);
    assertThat(hashing.add(List.of(HOST, ADDRESS), ALPHA)).hasSize(2);
    assertThat(files().content().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("|1|"));
    assertThat(hashing.verify(HOST, Optional.of(ADDRESS), ALPHA))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class, trusted -> assertThat(trusted.unknownAddress()).isEmpty());
  }

  @Test
  void what_is_known_already_is_not_added_again() throws Exception {
    KnownHosts hosts = files().withUser("a " + Keys.text(ALPHA));
    assertThat(hosts.add(List.of(HostName.of("a")), ALPHA)).isEmpty();
    assertThat(files().content()).isEqualTo("a " + Keys.text(ALPHA) + "\n");
    assertThat(hosts.add(List.of(HostName.of("a")), BETA)).hasSize(1);
  }

  @Test
  void a_name_that_would_be_a_pattern_is_never_written() throws Exception {
    KnownHosts hosts = files().open();
    for (String name : List.of("*", "a,b", "!a", "|1|x", "@revoked", "a b", "a\nb", "#a", "a]")) {
      assertThat(hosts.add(List.of(HostName.of(name)), ALPHA)).isEmpty();
    }
    assertThat(files().user()).doesNotExist();
  }

  @Test
  void without_a_user_file_nothing_is_written() throws Exception {
    KnownHosts hosts = KnownHosts.open(List.of(), List.of(files().global()));
    assertThat(hosts.add(List.of(HOST), ALPHA)).isEmpty();
    assertThat(files().global()).doesNotExist();
  }
}
