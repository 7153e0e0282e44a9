package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlgorithmOrderTest {
  private static final List<String> CONFIGURED =
      List.of(
          "ssh-ed25519-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com",
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "sk-ssh-ed25519@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-256");

  @Test
  void the_order_stays_when_the_best_type_is_known() {
    assertThat(new AlgorithmOrder(Set.of("ssh-ed25519", "ssh-rsa"), false).apply(CONFIGURED))
        .isEqualTo(CONFIGURED);
  }

  @Test
  void known_types_come_first_in_the_order_of_the_configuration() {
    assertThat(
            new AlgorithmOrder(Set.of("ssh-rsa", "ecdsa-sha2-nistp384"), false).apply(CONFIGURED))
        .containsExactly(
            "rsa-sha2-512-cert-v01@openssh.com",
            "ecdsa-sha2-nistp384",
            "rsa-sha2-512",
            "rsa-sha2-256",
            "ssh-ed25519-cert-v01@openssh.com",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "sk-ssh-ed25519@openssh.com");
  }

  @Test
  void certificates_come_first_where_a_CA_is_known() {
    assertThat(new AlgorithmOrder(Set.of("ssh-rsa"), true).apply(CONFIGURED))
        .startsWith(
            "ssh-ed25519-cert-v01@openssh.com",
            "rsa-sha2-512-cert-v01@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-256",
            "ssh-ed25519");
  }

  @Test
  void SHA_1_that_somebody_named_stays_behind_the_rest_of_its_key_type() {
    List<String> named = new ArrayList<>(CONFIGURED);
    named.addAll(List.of("ssh-rsa-cert-v01@openssh.com", "ssh-rsa"));
    List<String> ordered = new AlgorithmOrder(Set.of("ssh-rsa"), false).apply(named);
    assertThat(ordered)
        .startsWith(
            "rsa-sha2-512-cert-v01@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-256",
            "ssh-rsa-cert-v01@openssh.com",
            "ssh-rsa",
            "ssh-ed25519-cert-v01@openssh.com")
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void nothing_known_changes_nothing() {
    assertThat(new AlgorithmOrder(Set.of(), false).apply(CONFIGURED)).isEqualTo(CONFIGURED);
    assertThat(new AlgorithmOrder(Set.of("ssh-rsa"), false).apply(List.of())).isEmpty();
  }

  @Test
  void a_revoked_key_is_not_asked_for(@TempDir Path folder) throws Exception {
    String key = Keys.text(Keys.ALPHA);
    KnownHosts hosts = new KnownHostsFolder(folder).withUser("host " + key, "@revoked * " + key);
    List<String> configured = List.of("rsa-sha2-512", "ssh-ed25519");
    assertThat(hosts.preferredAlgorithms(HostName.of("host"), configured)).isEqualTo(configured);
  }

  @Test
  void a_line_without_the_port_counts_where_none_has_it(@TempDir Path folder) throws Exception {
    KnownHosts hosts = new KnownHostsFolder(folder).withUser("host " + Keys.text(Keys.ALPHA));
    List<String> configured = List.of("rsa-sha2-512", "ssh-ed25519");
    assertThat(hosts.preferredAlgorithms(new HostName("host", 2222), configured))
        .containsExactly("ssh-ed25519", "rsa-sha2-512");
  }
}
