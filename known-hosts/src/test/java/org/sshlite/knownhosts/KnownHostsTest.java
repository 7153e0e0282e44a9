package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;
import static org.sshlite.knownhosts.Keys.GAMMA;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPrivateKey;

class KnownHostsTest {
  private static final HostName HOST = HostName.of("host");
  private static final HostName PORT_2222 = new HostName("host", 2222);

  @TempDir Path folder;
  private KnownHostsFolder files;

  @BeforeEach
  void folder() {
    files = new KnownHostsFolder(folder);
  }

  private static String line(String names, PublicKey key) {
    return names + " " + Keys.text(key);
  }

  @Test
  void a_known_key_is_trusted_by_the_line_it_stands_in() throws Exception {
    KnownHosts hosts = files.withUser("# mine", line("other,host", ALPHA) + " comment");
    assertThat(trustedBy(hosts.verify(HOST, ALPHA)))
        .satisfies(
            basis -> {
              assertThat(basis.line().where()).hasToString(files.at(2));
              assertThat(basis.line().source()).isEqualTo(KnownHost.Source.USER);
              assertThat(basis.line().comment()).isEqualTo("comment");
              assertThat(basis.exactName()).isTrue();
            });
  }

  @Test
  void a_line_may_name_a_key_by_an_algorithm_that_it_signs_by_as_for_OpenSSH() throws Exception {
    PublicKey rsa = RsaPrivateKey.generate(2048, new SecureRandom()).publicKey();
    KnownHosts hosts = files.withUser("host rsa-sha2-512 " + Keys.base64(rsa));
    assertThat(hosts.verify(HOST, rsa)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_host_without_a_line_is_unknown_and_the_names_of_its_key_are_told() throws Exception {
    KnownHosts hosts = files.withUser(line("a", ALPHA), line("b", BETA), line("c,d", ALPHA));
    Verdict verdict = hosts.verify(HOST, ALPHA);
    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    assertThat(((Verdict.Unknown) verdict).otherNames())
        .extracting(KnownHost::names)
        .containsExactly("a", "c,d");
  }

  @Test
  void without_any_file_a_host_is_unknown() throws Exception {
    assertThat(files.open().verify(HOST, ALPHA)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void another_key_than_the_known_ones_is_changed_and_all_of_their_lines_are_named()
      throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA), line("x", GAMMA), line("h*", BETA));
    Verdict verdict = hosts.verify(HOST, GAMMA);
    assertThat(verdict).isInstanceOf(Verdict.Changed.class);
    assertThat(((Verdict.Changed) verdict).expected())
        .extracting(known -> known.where().toString())
        .containsExactly(files.at(1), files.at(3));
  }

  @Test
  void a_host_may_have_several_keys() throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA), line("host", BETA));
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
    assertThat(hosts.verify(HOST, BETA)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_revoked_key_is_refused_wherever_the_mark_stands() throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA));
    files.write(files.global(), "@revoked * " + Keys.text(ALPHA));
    assertThat(hosts.verify(HOST, ALPHA))
        .isInstanceOfSatisfying(
            Verdict.Revoked.class,
            revoked ->
                assertThat(revoked.by())
                    .isInstanceOfSatisfying(
                        Revocation.ByLine.class,
                        by -> assertThat(by.line().where()).hasToString(files.global() + ":1")));
    assertThat(hosts.verify(HOST, BETA)).isInstanceOf(Verdict.Changed.class);
  }

  @Test
  void a_mark_for_other_hosts_revokes_nothing_here() throws Exception {
    KnownHosts hosts = files.withUser("@revoked other " + Keys.text(ALPHA), line("host", ALPHA));
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void the_key_of_a_certificate_authority_is_not_that_of_a_host() throws Exception {
    KnownHosts hosts = files.withUser("@cert-authority host " + Keys.text(ALPHA));
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void the_global_file_counts_too() throws Exception {
    files.write(files.global(), line("host", ALPHA));
    assertThat(trustedBy(files.open().verify(HOST, ALPHA)).line().source())
        .isEqualTo(KnownHost.Source.GLOBAL);
  }

  @Test
  void a_line_without_the_port_proves_the_host_at_any_port_but_contradicts_none() throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA));
    assertThat(trustedBy(hosts.verify(PORT_2222, ALPHA)).exactName()).isFalse();
    assertThat(hosts.verify(PORT_2222, BETA)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void a_line_with_the_port_counts_for_this_port_only() throws Exception {
    KnownHosts hosts = files.withUser(line("[host]:2222", ALPHA));
    assertThat(trustedBy(hosts.verify(PORT_2222, ALPHA)).exactName()).isTrue();
    assertThat(hosts.verify(PORT_2222, BETA)).isInstanceOf(Verdict.Changed.class);
    assertThat(hosts.verify(HOST, BETA)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void a_key_revoked_for_the_host_is_revoked_at_every_port() throws Exception {
    KnownHosts hosts = files.withUser("@revoked host " + Keys.text(ALPHA));
    assertThat(hosts.verify(PORT_2222, ALPHA)).isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void a_broken_line_is_named_by_number_and_the_rest_of_the_file_counts() throws Exception {
    KnownHosts hosts =
        files.withUser(
            "host",
            "host ssh-ed25519 !!!!",
            "host ssh-ed25519 AAAA",
            "host ssh-rsa " + Keys.base64(BETA),
            line("host", ALPHA));
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
    assertThat(hosts.problems())
        .extracting(Problem::where)
        .containsExactly(files.at(1), files.at(2), files.at(3), files.at(4));
    assertThat(hosts.problems())
        .extracting(Problem::what)
        .contains("no key after the host names", "the key is not base64");
  }

  @Test
  void a_file_that_cannot_be_read_is_named_and_the_others_count() throws Exception {
    Files.createDirectory(files.user());
    files.write(files.global(), line("host", ALPHA));
    KnownHosts hosts = files.open();
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
    assertThat(hosts.problems())
        .singleElement()
        .extracting(Problem::where)
        .isEqualTo(files.user().toString());
  }

  @Test
  void lines_of_a_command_are_looked_up_and_a_failing_command_is_no_answer() throws Exception {
    KnownHosts hosts =
        files.open().withCommand((_, name, _) -> bytes(line(name.toString(), ALPHA)));
    assertThat(trustedBy(hosts.verify(HOST, ALPHA)).line().where())
        .hasToString("KnownHostsCommand-HOSTNAME:1");
    KnownHosts failing =
        files
            .withUser(line("host", ALPHA))
            .withCommand(
                (_, _, _) -> {
                  throw new IOException("exit status 1");
                });
    assertThatThrownBy(() -> failing.verify(HOST, ALPHA)).hasMessage("exit status 1");
  }

  @Test
  void a_command_is_run_once_for_a_question() throws Exception {
    List<String> asked = new ArrayList<>();
    KnownHosts hosts =
        files
            .open()
            .withCommand(
                (invocation, name, _) -> {
                  asked.add(invocation + " " + name);
                  return new byte[0];
                });
    assertThat(hosts.verify(PORT_2222, Optional.of(ADDRESS), ALPHA))
        .isInstanceOf(Verdict.Unknown.class);
    hosts.preferredAlgorithms(PORT_2222, List.of("ssh-ed25519"));
    assertThat(asked)
        .containsExactly("HOSTNAME [host]:2222", "ADDRESS 192.0.2.7", "ORDER [host]:2222");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final HostName ADDRESS = HostName.of("192.0.2.7");

  @Test
  void an_address_that_is_not_known_is_offered_for_remembering() throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA));
    assertThat(hosts.verify(HOST, Optional.of(ADDRESS), ALPHA))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.unknownAddress()).contains(ADDRESS));
  }

  @Test
  void an_address_known_by_another_key_contradicts_the_name() throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA), line("192.0.2.7", BETA));
    assertThat(hosts.verify(HOST, Optional.of(ADDRESS), ALPHA))
        .isInstanceOfSatisfying(
            Verdict.AddressConflict.class,
            conflict -> {
              assertThat(conflict.name()).isInstanceOf(Verdict.Trusted.class);
              assertThat(conflict.address().known())
                  .singleElement()
                  .extracting(known -> known.where().toString())
                  .isEqualTo(files.at(2));
            });
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_changed_name_whose_address_was_known_by_the_same_key_hints_at_no_spoofing()
      throws Exception {
    KnownHosts hosts = files.withUser(line("host,192.0.2.7", ALPHA));
    assertThat(hosts.verify(HOST, Optional.of(ADDRESS), BETA))
        .isInstanceOfSatisfying(
            Verdict.Changed.class, changed -> assertThat(changed.address()).isEmpty());
  }

  @Test
  void a_changed_name_at_an_address_known_otherwise_says_so() throws Exception {
    KnownHosts hosts = files.withUser(line("host", ALPHA), line("192.0.2.7", GAMMA));
    assertThat(hosts.verify(HOST, Optional.of(ADDRESS), BETA))
        .isInstanceOfSatisfying(
            Verdict.Changed.class,
            changed ->
                assertThat(changed.address().orElseThrow().state())
                    .isEqualTo(AddressFinding.State.OTHER_KEY));
  }

  private static Basis.KnownKey trustedBy(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
    return (Basis.KnownKey) ((Verdict.Trusted) verdict).basis();
  }
}
