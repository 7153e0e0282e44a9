package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;
import static org.sshlite.knownhosts.Keys.GAMMA;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.key.PublicKey;

class HostKeyUpdateTest {
  private static final HostName HOST = HostName.of("host");
  private static final HostName ADDRESS = HostName.of("192.0.2.7");

  @TempDir Path folder;

  private KnownHostsFolder files() {
    return new KnownHostsFolder(folder);
  }

  private static String line(String names, PublicKey key) {
    return names + " " + Keys.text(key);
  }

  private static HostKeyUpdate.Plan plan(KnownHosts hosts, PublicKey... announced) {
    HostKeyUpdate update = hosts.planUpdate(HOST, Optional.empty(), List.of(announced));
    assertThat(update).isInstanceOf(HostKeyUpdate.Plan.class);
    return (HostKeyUpdate.Plan) update;
  }

  private static String skipped(KnownHosts hosts, PublicKey... announced) {
    HostKeyUpdate update = hosts.planUpdate(HOST, Optional.empty(), List.of(announced));
    assertThat(update).isInstanceOf(HostKeyUpdate.Skip.class);
    return ((HostKeyUpdate.Skip) update).reason();
  }

  @Test
  void a_proved_key_is_learned_and_an_obsolete_one_forgotten() throws Exception {
    KnownHosts hosts =
        files().withUser("# kept", line("host", ALPHA), line("other", GAMMA), line("host", BETA));
    PublicKey fresh = Keys.fresh();
    HostKeyUpdate.Plan plan = plan(hosts, ALPHA, fresh);
    assertThat(plan.toProve()).containsExactly(fresh);
    HostKeyUpdate.Done done = hosts.update(plan, List.of(fresh));
    assertThat(done.learned()).containsExactly(fresh);
    assertThat(done.forgotten())
        .singleElement()
        .satisfies(gone -> assertThat(gone.where()).hasToString(files().at(4)));
    assertThat(files().content().lines())
        .containsExactly("# kept", line("host", ALPHA), line("other", GAMMA), line("host", fresh));
  }

  @Test
  void a_key_without_proof_is_never_learned() throws Exception {
    KnownHosts hosts = files().withUser(line("host", ALPHA));
    HostKeyUpdate.Plan plan = plan(hosts, ALPHA, BETA);
    assertThat(hosts.update(plan, List.of()).learned()).isEmpty();
    assertThat(hosts.update(plan, List.of(GAMMA)).learned()).isEmpty();
    assertThat(files().content()).isEqualTo(line("host", ALPHA) + "\n");
  }

  @Test
  void obsolete_keys_alone_need_no_proof() throws Exception {
    KnownHosts hosts = files().withUser(line("host", ALPHA), line("host", BETA));
    HostKeyUpdate.Plan plan = plan(hosts, ALPHA);
    assertThat(plan.toProve()).isEmpty();
    hosts.update(plan, List.of());
    assertThat(files().content()).isEqualTo(line("host", ALPHA) + "\n");
  }

  @Test
  void learned_keys_are_hashed_where_names_are() throws Exception {
    KnownHosts hosts = files().withUser(line("host", ALPHA)).hashingNames(true);
    hosts.update(plan(hosts, ALPHA, BETA), List.of(BETA));
    assertThat(files().content().lines().toList().get(1)).startsWith("|1|");
    assertThat(hosts.verify(HOST, BETA)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_name_and_its_address_are_updated_together() throws Exception {
    KnownHosts hosts = files().withUser(line("host,192.0.2.7", ALPHA));
    HostKeyUpdate update = hosts.planUpdate(HOST, Optional.of(ADDRESS), List.of(BETA));
    hosts.update((HostKeyUpdate.Plan) update, List.of(BETA));
    assertThat(files().content()).isEqualTo(line("host,192.0.2.7", BETA) + "\n");
  }

  @Test
  void obsolete_keys_go_from_the_second_file_too() throws Exception {
    Path second = folder.resolve("known_hosts2");
    files().write(second, line("host", BETA), line("other", GAMMA));
    files().write(files().user(), line("host", ALPHA));
    KnownHosts hosts = KnownHosts.open(List.of(files().user(), second), List.of());
    hosts.update(plan(hosts, ALPHA), List.of());
    assertThat(Files.readString(second)).isEqualTo(line("other", GAMMA) + "\n");
  }

  @Test
  void nothing_new_and_nothing_obsolete_is_no_update() throws Exception {
    assertThat(skipped(files().withUser(line("host", ALPHA)), ALPHA))
        .isEqualTo("no new or obsolete keys");
  }

  @Test
  void a_host_that_announces_nothing_loses_nothing() throws Exception {
    assertThat(skipped(files().withUser(line("host", ALPHA)))).isEqualTo("no new or obsolete keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host,a,b|the line has patterns or many names",
        "ho*|the line has patterns or many names",
        "@revoked host|a CA or a revoked key is set for the host",
        "@cert-authority host|a CA or a revoked key is set for the host",
      })
  void what_a_person_arranged_is_left_alone(String names, String reason) throws Exception {
    KnownHosts hosts = files().withUser(line("host", ALPHA), line(names, GAMMA));
    assertThat(skipped(hosts, ALPHA, BETA)).isEqualTo(files().at(2) + ": " + reason);
  }

  @Test
  void keys_that_other_names_share_are_left_alone() throws Exception {
    String reason = ": an announced or obsolete key is known under another name";
    KnownHosts hosts = files().withUser(line("host", ALPHA), line("other", BETA));
    assertThat(skipped(hosts, ALPHA, BETA)).isEqualTo(files().at(2) + reason);
    hosts = files().withUser(line("host", ALPHA), line("other", ALPHA));
    assertThat(skipped(hosts, BETA)).isEqualTo(files().at(2) + reason);
  }

  @Test
  void a_key_announced_twice_is_refused() throws Exception {
    assertThat(skipped(files().withUser(line("host", ALPHA)), ALPHA, BETA, BETA))
        .isEqualTo("the host announced a key twice");
  }
}
