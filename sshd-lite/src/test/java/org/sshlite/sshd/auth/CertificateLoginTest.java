package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.sshd.auth.LoginFolder.accepts;
import static org.sshlite.sshd.auth.LoginFolder.line;
import static org.sshlite.sshd.auth.LoginFolder.session;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.program.config.LogLevel;

/** Certificates of users: the CAs of TrustedUserCAKeys and of authorized_keys, and every rule. */
class CertificateLoginTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PrivateKey CA = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PrivateKey OTHER_CA = PrivateKey.generate("ecdsa-sha2-nistp256", RANDOM);
  private static final PublicKey KEY = PrivateKey.generate("ssh-ed25519", RANDOM).publicKey();

  private LoginFolder folder;
  private String trust;

  @BeforeEach
  void trust_a_CA(@TempDir Path temporary) throws Exception {
    folder = new LoginFolder(temporary);
    trust = "TrustedUserCAKeys=" + folder.write("ca.pub", "# CAs\n" + line(CA.publicKey()));
  }

  private static Certificates certificate() {
    return Certificates.of(KEY);
  }

  @Test
  void a_certificate_of_a_trusted_CA_lets_its_principal_in() throws Exception {
    Certificate certificate = certificate().by(CA);
    assertThat(accepts(folder.login(trust), "alice", certificate)).isTrue();
    assertThat(folder.logged())
        .contains(
            "Accepted certificate ID \"alice's laptop\" (serial 7) signed by ED25519 CA "
                + CA.publicKey().fingerprint()
                + " via "
                + folder.home
                + "/ca.pub:2")
        .contains(
            "Accepted publickey for alice from 192.0.2.7 port 4000 ssh2: ED25519-CERT "
                + KEY.fingerprint()
                + " ID alice's laptop (serial 7) CA ED25519 "
                + CA.publicKey().fingerprint());
    assertThat(accepts(folder.login(), "alice", certificate)).isFalse();
  }

  @Test
  void a_CA_that_is_not_trusted_lets_nobody_in() throws Exception {
    assertThat(accepts(folder.login(trust), "alice", certificate().by(OTHER_CA))).isFalse();
    assertThat(folder.logged())
        .contains("CA ECDSA " + OTHER_CA.publicKey().fingerprint() + " is not listed in ");
  }

  @Test
  void neither_the_CA_nor_the_certified_key_logs_in_by_itself() throws Exception {
    assertThat(accepts(folder.login(trust), "alice", CA.publicKey())).isFalse();
    assertThat(accepts(folder.login(trust), "alice", KEY)).isFalse();
  }

  @Test
  void a_certificate_or_a_line_with_options_is_no_CA() throws Exception {
    Certificate caCertificate = Certificates.of(CA.publicKey()).by(OTHER_CA);
    folder.write("ca.pub", line(caCertificate) + "restrict " + line(CA.publicKey()) + "nonsense\n");
    assertThat(accepts(folder.login(trust), "alice", certificate().by(CA))).isFalse();
    assertThat(folder.logged())
        .contains("ca.pub:1: no CA's key: ")
        .contains("ca.pub:2: a CA has no options: ignored")
        .contains("ca.pub:3: no CA's key: ");
  }

  @Test
  void a_file_of_CAs_that_is_not_there_trusts_nobody() throws Exception {
    Login login = folder.login("TrustedUserCAKeys=/no/such/file");
    assertThat(accepts(login, "alice", certificate().by(CA))).isFalse();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(certificate().principals(), "lacks principals"),
        Arguments.of(certificate().principals("bob"), "\"alice\" is not a listed principal"),
        Arguments.of(certificate().principals("*"), "\"alice\" is not a listed principal"),
        Arguments.of(certificate().principals("Alice"), "\"alice\" is not a listed principal"),
        Arguments.of(certificate().valid(-2, -1), "expired"),
        Arguments.of(certificate().valid(1, 2), "not yet valid"),
        Arguments.of(certificate().type(CertificateType.HOST), "not a user certificate"),
        Arguments.of(
            certificate().critical("no-such-option"),
            "critical option \"no-such-option\" is not supported"),
        Arguments.of(
            certificate().critical("source-address", "10.0.0.0/8"), "not valid from 192.0.2.7"),
        Arguments.of(
            certificate().critical("source-address", "192.0.2.7/24"),
            "option source-address is malformed (bits set beyond the prefix)"),
        Arguments.of(
            certificate().critical("force-command", "a").critical("force-command", "b"),
            "option force-command is there twice"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_certificate_that_breaks_a_rule_is_refused_and_the_log_says_which(
      Certificates refused, String reason) throws Exception {
    Certificate certificate = refused.by(CA);
    assertThat(accepts(folder.login(trust), "alice", certificate)).isFalse();
    String line =
        "Refusing certificate ID \"alice's laptop\" serial=7 signed by ED25519 CA "
            + CA.publicKey().fingerprint()
            + " via ";
    assertThat(folder.logged()).contains(line + folder.home + "/ca.pub:2: " + reason);

    folder.authorize("cert-authority " + line(CA.publicKey()));
    assertThat(accepts(folder.login(), "alice", certificate)).isFalse();
    assertThat(folder.logged()).contains(line + folder.home + "/.ssh/authorized_keys:1: " + reason);
  }

  @Test
  void a_CA_may_sign_by_what_CASignatureAlgorithms_names() throws Exception {
    String[] options = {trust, "CASignatureAlgorithms=rsa-sha2-512"};
    assertThat(accepts(folder.login(options), "alice", certificate().by(CA))).isFalse();
    assertThat(folder.logged()).contains("signed by ssh-ed25519, which is not allowed for CAs");
  }

  @Test
  void what_a_CA_wrote_cannot_fool_who_reads_the_log() throws Exception {
    Certificate certificate =
        certificate().keyId("x\u001b[2J\nAccepted password for root").valid(-2, -1).by(CA);
    assertThat(accepts(folder.login(trust), "alice", certificate)).isFalse();
    assertThat(folder.logged()).contains("ID \"x\\033[2J\\012Accepted").doesNotContain("\u001b");
    assertThat(folder.logLines()).noneMatch(line -> line.startsWith("Accepted password"));
  }

  // authorized_keys

  @Test
  void a_CA_in_authorized_keys_lets_in_whom_its_line_names() throws Exception {
    folder.authorize("cert-authority " + line(CA.publicKey()));
    assertThat(accepts(folder.login(), "alice", certificate().by(CA))).isTrue();

    folder.authorize("cert-authority,principals=\"ops,dev\" " + line(CA.publicKey()));
    assertThat(accepts(folder.login(), "alice", certificate().principals("dev").by(CA))).isTrue();
    assertThat(accepts(folder.login(), "alice", certificate().by(CA))).isFalse();
    assertThat(folder.logged()).contains("Certificate does not contain an authorized principal");
  }

  /** CVE-2026-35414: a comma in a certificate's principal made two names of one. */
  @Test
  void a_comma_in_a_principal_makes_no_two_names_of_it() throws Exception {
    Certificate both = certificate().principals("guest,alice,ops").by(CA);
    assertThat(accepts(folder.login(trust), "alice", both)).isFalse();
    folder.authorize("cert-authority,principals=\"ops,dev\" " + line(CA.publicKey()));
    assertThat(accepts(folder.login(), "alice", both)).isFalse();
    folder.write("principals", "ops\n");
    assertThat(accepts(folder.login(trust, "AuthorizedPrincipalsFile=principals"), "alice", both))
        .isFalse();
  }

  @Test
  void an_empty_principal_of_a_line_matches_nothing_but_itself() throws Exception {
    folder.authorize("cert-authority,principals=\"\" " + line(CA.publicKey()));
    assertThat(accepts(folder.login(), "alice", certificate().by(CA))).isFalse();
    assertThat(accepts(folder.login(), "alice", certificate().principals().by(CA))).isFalse();
  }

  @Test
  void a_key_is_either_a_CA_or_a_user() throws Exception {
    folder.authorize(line(CA.publicKey()));
    assertThat(accepts(folder.login(), "alice", certificate().by(CA))).isFalse();
    folder.authorize("cert-authority " + line(KEY));
    assertThat(accepts(folder.login(), "alice", KEY)).isFalse();
    // the certified key's own line is no reason to believe a certificate
    folder.authorize(line(KEY));
    assertThat(accepts(folder.login(), "alice", certificate().by(CA))).isFalse();
  }

  @Test
  void the_line_and_the_certificate_both_restrict_the_sessions() throws Exception {
    folder.authorize("cert-authority,command=\"of-line\" " + line(CA.publicKey()));
    Login login = folder.login();
    assertThat(accepts(login, "alice", certificate().by(CA))).isTrue();
    assertThat(session(login).terminal()).isFalse();
    assertThat(session(login).forcedCommand()).contains("of-line");

    login = folder.login();
    assertThat(accepts(login, "alice", certificate().extension("permit-pty").by(CA))).isTrue();
    assertThat(session(login).terminal()).isTrue();

    Certificate forced = certificate().critical("force-command", "of-certificate").by(CA);
    assertThat(accepts(folder.login(), "alice", forced)).isFalse();
    assertThat(folder.logged()).contains("forced command options do not match");
  }

  @Test
  void the_certificate_of_a_trusted_CA_says_what_its_sessions_may_do() throws Exception {
    Login login = folder.login(trust);
    Certificate certificate =
        certificate()
            .critical("force-command", "uptime")
            .critical("source-address", "192.0.2.0/24,2001:db8::/32")
            .extension("permit-pty")
            .extension("nobody-knows@example.org")
            .by(CA);
    assertThat(accepts(login, "alice", certificate)).isTrue();
    assertThat(session(login).forcedCommand()).contains("uptime");
    assertThat(session(login).terminal()).isTrue();
  }

  // AuthorizedPrincipalsFile

  private Login withPrincipals(String text) throws Exception {
    folder.write("principals", text);
    return folder.login(trust, "AuthorizedPrincipalsFile=principals");
  }

  @Test
  void the_file_of_principals_takes_the_place_of_the_name() throws Exception {
    Certificate ops = certificate().principals("dev", "ops").by(CA);
    assertThat(accepts(withPrincipals("# who\n\n ops # all of them\n"), "alice", ops)).isTrue();
    assertThat(accepts(withPrincipals("ops\n"), "alice", certificate().by(CA))).isFalse();
    assertThat(accepts(withPrincipals("*\n#ops\nop\n"), "alice", ops)).isFalse();
    assertThat(accepts(withPrincipals(""), "alice", certificate().by(CA))).isFalse();
    assertThat(folder.logged()).contains("Certificate does not contain an authorized principal");
  }

  @Test
  void without_the_file_nobody_is_a_principal() throws Exception {
    Login login = folder.login(trust, "AuthorizedPrincipalsFile=%h/no-such-file");
    assertThat(accepts(login, "alice", certificate().by(CA))).isFalse();
  }

  @Test
  void a_user_of_the_users_file_has_principals_only_in_a_file_with_his_name() throws Exception {
    folder.addUser("carol", "secret");
    folder.write("principals", "ops\n");
    folder.write("principals-carol", "ops\n");
    Certificate ops = certificate().principals("ops", "carol").by(CA);
    String shared = "AuthorizedPrincipalsFile=principals";
    assertThat(accepts(folder.login(trust, shared), "carol", ops)).isFalse();
    assertThat(accepts(folder.login(trust, shared + "-%u"), "carol", ops)).isTrue();
    assertThat(accepts(folder.login(trust), "carol", ops)).isTrue();
    assertThat(accepts(folder.login(trust), "alice", ops)).isFalse();
  }

  @Test
  void options_of_a_principal_restrict_it() throws Exception {
    Certificate alice = certificate().extension("permit-pty").by(CA);
    Login login = withPrincipals("command=\"echo hi there\",no-pty alice\n");
    assertThat(accepts(login, "alice", alice)).isTrue();
    assertThat(session(login).forcedCommand()).contains("echo hi there");
    assertThat(session(login).terminal()).isFalse();

    assertThat(accepts(withPrincipals("from=\"10.0.0.0/8\" alice"), "alice", alice)).isFalse();
    assertThat(folder.logged()).contains("principals:1 not permitted from 192.0.2.7 (from=)");
    assertThat(accepts(withPrincipals("cert-authority alice"), "alice", alice)).isFalse();
    folder.logs(LogLevel.DEBUG1);
    assertThat(accepts(withPrincipals("no-such-option alice"), "alice", alice)).isFalse();
    assertThat(folder.logged()).contains("principals:1: principal alice refused: key options: ");
  }

  @Test
  void behind_64_lines_for_a_principal_that_cannot_be_used_none_is_looked_at() throws Exception {
    Certificate alice = certificate().by(CA);
    String unusable = "no-such-option alice\n";
    assertThat(accepts(withPrincipals(unusable.repeat(63) + "alice"), "alice", alice)).isTrue();
    assertThat(accepts(withPrincipals(unusable.repeat(64) + "alice"), "alice", alice)).isFalse();
  }

  @Test
  void a_certificate_does_not_tell_who_exists_and_logs_nobody_else_in() throws Exception {
    Certificate nobody = certificate().principals("nobody", "alice").by(CA);
    assertThat(accepts(folder.login(trust), "nobody", nobody)).isFalse();
    assertThat(folder.logged())
        .contains("Invalid user nobody from")
        .doesNotContain("Accepted certificate");
  }
}
