package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
  private static final HostName HOST = new HostName("host", 2222);

  @TempDir Path folder;

  private KnownHostsFolder files() {
    return new KnownHostsFolder(folder);
  }

  @Test
  void a_changed_key_is_told_loudly_with_both_fingerprints_the_place_and_the_remedy()
      throws Exception {
    KnownHosts hosts = files().withUser("", "[host]:2222 " + Keys.text(ALPHA));
    String text = Explanation.of(hosts.verify(HOST, BETA)).text();
    assertThat(text.lines())
        .containsExactly(
            "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@",
            "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
            "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@",
            "[host]:2222 did not show the host key that it is known by.",
            "Someone may stand between you and this host and read what you type",
            "(a man-in-the-middle attack), or its host key has been changed.",
            "Offending ED25519 key in " + files().at(2),
            "  expected: ED25519 " + ALPHA.fingerprint() + " (" + files().at(2) + ")",
            "  came:     ED25519 " + BETA.fingerprint(),
            "Ask the host's administrator for its fingerprint, not over this connection.",
            "Only if it is the one that came, remove what is known and connect again:",
            "  ssh-keygen -f '" + files().user() + "' -R '[host]:2222'");
  }

  @Test
  void a_known_key_is_told_in_the_words_of_ssh() throws Exception {
    KnownHosts hosts = files().withUser("[host]:2222 " + Keys.text(ALPHA));
    assertThat(Explanation.of(hosts.verify(HOST, ALPHA)).text())
        .startsWith("Host '[host]:2222' is known and matches the ED25519 host key.\n");
  }

  @Test
  void a_line_that_names_other_hosts_too_is_pointed_out() throws Exception {
    KnownHosts hosts = files().withUser("host,other " + Keys.text(ALPHA));
    assertThat(Explanation.of(hosts.verify(HostName.of("host"), BETA)).text())
        .endsWith(files().at(1) + " also names host,other.");
  }

  @Test
  void an_unknown_host_is_told_in_the_words_of_ssh() throws Exception {
    KnownHosts hosts = files().withUser("other " + Keys.text(ALPHA));
    assertThat(Explanation.of(hosts.verify(HOST, ALPHA)).text())
        .startsWith(
            "The authenticity of host '[host]:2222' can't be established.\n"
                + "ED25519 key fingerprint is: "
                + ALPHA.fingerprint()
                + "\nThis host key is known by the following other names/addresses:\n    "
                + files().at(1)
                + ": other\n");
    assertThat(Explanation.of(hosts.verify(HOST, BETA)).text())
        .contains("This key is not known by any other names.");
  }

  @Test
  void a_trusted_host_is_told_with_the_line_it_is_known_by() throws Exception {
    KnownHosts hosts = files().withUser("host " + Keys.text(ALPHA));
    Explanation explanation = Explanation.of(hosts.verify(HostName.of("host"), ALPHA));
    assertThat(explanation.tone()).isEqualTo(Explanation.Tone.INFORMATION);
    assertThat(explanation.expected())
        .containsExactly("ED25519 " + ALPHA.fingerprint() + " (" + files().at(1) + ")");
  }

  @Test
  void a_revoked_key_is_told_loudly() throws Exception {
    KnownHosts hosts = files().withUser("@revoked * " + Keys.text(ALPHA));
    assertThat(Explanation.of(hosts.verify(HOST, ALPHA)).text())
        .contains("WARNING: REVOKED HOST KEY DETECTED!")
        .contains("is marked as revoked in\n  " + files().at(1))
        .contains(ALPHA.fingerprint());
  }

  @Test
  void nothing_of_a_name_or_a_file_moves_the_cursor() throws Exception {
    KnownHosts hosts = files().withUser("*\u001b[2J* " + Keys.text(ALPHA));
    Verdict verdict = hosts.verify(HostName.of("h\u001b[2Jh"), BETA);
    assertThat(Explanation.of(verdict).text()).doesNotContain("\u001b").contains("\\033[2J");
  }
}
