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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PublicKey;

class HostVerifierTest {
  private static final HostName HOST = HostName.of("host");

  @TempDir Path folder;

  private KnownHostsFolder files() {
    return new KnownHostsFolder(folder);
  }

  private static String line(PublicKey key) {
    return "host " + Keys.text(key);
  }

  private Path revoked(String... lines) throws Exception {
    Path file = folder.resolve("revoked");
    files().write(file, lines);
    return file;
  }

  private Verdict verifyWith(Path revoked) throws Exception {
    return new HostVerifier(files().withUser(line(ALPHA)), List.of(revoked), VerifyHostKeyDns.NO)
        .verify(HostKeyOffer.of(HOST, ALPHA));
  }

  @Test
  void a_key_of_the_list_is_revoked_although_known_hosts_has_it() throws Exception {
    Path file = revoked("# stolen", Keys.text(BETA) + " comment", Keys.text(ALPHA));
    assertThat(verifyWith(file))
        .isEqualTo(new Verdict.Revoked(HOST, ALPHA, new Revocation.ByFile(file.toString())));
  }

  @Test
  void a_key_that_is_not_in_the_list_is_not_revoked() throws Exception {
    assertThat(verifyWith(revoked("", Keys.text(BETA)))).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_list_that_cannot_be_used_refuses_every_key() throws Exception {
    assertThat(verifyWith(folder.resolve("missing")))
        .isEqualTo(
            new Verdict.RevocationUnknown(
                HOST, ALPHA, new Problem(folder.resolve("missing").toString(), "no such file")));
    assertThat(verifyWith(revoked(Keys.text(BETA), "ssh-ed25519 !!!")))
        .isInstanceOfSatisfying(
            Verdict.RevocationUnknown.class,
            unknown -> assertThat(unknown.problem().where()).endsWith("revoked:2"));
    assertThat(verifyWith(revoked("ssh-rsa " + Keys.base64(BETA))))
        .isInstanceOf(Verdict.RevocationUnknown.class);
  }

  private static DnsAnswer dns(boolean secure, PublicKey... keys) {
    return new DnsAnswer.Records(List.of(keys).stream().map(SshfpRecord::of).toList(), secure);
  }

  private Verdict verify(VerifyHostKeyDns policy, DnsAnswer answer, String... known)
      throws Exception {
    return new HostVerifier(files().withUser(known), List.of(), policy)
        .verify(new HostKeyOffer(HOST, Optional.empty(), ALPHA, answer));
  }

  @Test
  void a_secure_match_is_enough_where_the_user_says_so() throws Exception {
    assertThat(verify(VerifyHostKeyDns.YES, dns(true, ALPHA)))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.basis()).isEqualTo(new Basis.Dns()));
  }

  @Test
  void a_match_proves_nothing_without_DNSSEC_or_without_the_users_word() throws Exception {
    assertThat(verify(VerifyHostKeyDns.YES, dns(false, ALPHA))).isInstanceOf(Verdict.Unknown.class);
    assertThat(verify(VerifyHostKeyDns.ASK, dns(true, ALPHA))).isInstanceOf(Verdict.Unknown.class);
    assertThat(verify(VerifyHostKeyDns.NO, dns(true, ALPHA))).isInstanceOf(Verdict.Unknown.class);
    assertThat(Explanation.of(verify(VerifyHostKeyDns.ASK, dns(true, ALPHA))).text())
        .contains("Matching host key fingerprint found in DNS.");
  }

  @ParameterizedTest
  @EnumSource
  void a_failed_lookup_is_never_a_yes(VerifyHostKeyDns policy) throws Exception {
    DnsAnswer failed = new DnsAnswer.Failed("timeout");
    assertThat(verify(policy, failed)).isInstanceOf(Verdict.Unknown.class);
    assertThat(verify(policy, failed, line(BETA))).isInstanceOf(Verdict.Changed.class);
    assertThat(verify(policy, failed, line(ALPHA))).isInstanceOf(Verdict.Trusted.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_unknown_host_whose_records_have_another_key_is_no_first_use(boolean secure)
      throws Exception {
    Verdict verdict = verify(VerifyHostKeyDns.ASK, dns(secure, BETA));
    assertThat(verdict).isInstanceOf(Verdict.DnsMismatch.class);
    assertThat(StrictHostKeyChecking.ACCEPT_NEW.decide(verdict)).isEqualTo(Decision.refuse());
    assertThat(StrictHostKeyChecking.YES.decide(verdict)).isEqualTo(Decision.refuse());
    assertThat(StrictHostKeyChecking.OFF.decide(verdict).secretsAllowed()).isFalse();
    assertThat(Explanation.of(verdict).text())
        .contains("WARNING: HOST KEY DOES NOT MATCH ITS DNS RECORD!")
        .contains(SshfpRecord.of(BETA).toString());
  }

  @Test
  void one_record_that_contradicts_spoils_the_others() throws Exception {
    assertThat(verify(VerifyHostKeyDns.YES, dns(true, ALPHA, BETA)))
        .isInstanceOf(Verdict.DnsMismatch.class);
  }

  @Test
  void records_for_other_key_types_only_are_a_mismatch() throws Exception {
    DnsAnswer rsa =
        new DnsAnswer.Records(
            List.of(new SshfpRecord(1, 2, SshfpRecord.of(ALPHA).fingerprint())), true);
    assertThat(verify(VerifyHostKeyDns.YES, rsa)).isInstanceOf(Verdict.DnsMismatch.class);
  }

  @Test
  void fingerprints_by_SHA_1_prove_nothing() throws Exception {
    DnsAnswer sha1 = new DnsAnswer.Records(List.of(new SshfpRecord(4, 1, "00".repeat(20))), true);
    assertThat(verify(VerifyHostKeyDns.YES, sha1)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void known_hosts_outweighs_a_record_that_is_out_of_date_but_the_user_is_told() throws Exception {
    Verdict verdict = verify(VerifyHostKeyDns.YES, dns(true, GAMMA), line(ALPHA));
    assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
    assertThat(Explanation.of(verdict).text()).contains("Update the SSHFP RR in DNS");
  }

  @Test
  void a_revoked_key_is_not_saved_by_its_record() throws Exception {
    assertThat(verify(VerifyHostKeyDns.YES, dns(true, ALPHA), "@revoked * " + Keys.text(ALPHA)))
        .isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void a_record_is_what_ssh_keygen_r_prints() throws Exception {
    SshKeygen.require();
    Path key = folder.resolve("key.pub");
    Files.writeString(key, Keys.text(ALPHA) + "\n");
    assertThat(SshKeygen.run("-r", "host", "-f", key).output())
        .contains("host IN SSHFP " + SshfpRecord.of(ALPHA));
  }
}
