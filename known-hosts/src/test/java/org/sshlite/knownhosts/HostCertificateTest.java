package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertificateVerdict.Rule;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;

class HostCertificateTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PrivateKey CA = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PrivateKey OTHER_CA = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
  private static final HostName HOST = HostName.of("www.example.com");
  private static final String AUTHORITY = "@cert-authority *.example.com " + text(CA);

  @TempDir Path folder;

  private static String text(PrivateKey key) {
    return Keys.text(key.publicKey());
  }

  /** A good certificate for ALPHA, of which a test spoils one field. */
  private static CertificateFields good() {
    return fields(CertificateType.HOST, List.of(HOST.name()), List.of(), NOW, NOW.plusSeconds(60));
  }

  private static CertificateFields fields(
      CertificateType type,
      List<String> principals,
      List<CertificateOption> critical,
      Instant after,
      Instant before) {
    return new CertificateFields(
        ALPHA,
        type,
        7,
        "key id",
        principals,
        after.getEpochSecond(),
        before.getEpochSecond(),
        critical,
        List.of());
  }

  private static Certificate sign(CertificateFields fields, PrivateKey ca) throws Exception {
    return Certificate.sign(fields, ca, "ssh-ed25519", RANDOM);
  }

  private KnownHosts knowing(String... lines) throws Exception {
    return new KnownHostsFolder(folder)
        .withUser(lines)
        .judgingCertificatesBy(
            new CertificatePolicy(InstantSource.fixed(NOW), List.of("ssh-ed25519")));
  }

  private Rule refusedBy(CertificateFields fields) throws Exception {
    Certificate certificate = sign(fields, CA);
    Verdict verdict = knowing(AUTHORITY).verify(HOST, certificate);
    assertThat(verdict).isInstanceOf(Verdict.CertificateRefused.class);
    assertThat(StrictHostKeyChecking.YES.decide(verdict)).isEqualTo(Decision.refuse());
    assertThat(StrictHostKeyChecking.ACCEPT_NEW.decide(verdict)).isEqualTo(Decision.refuse());
    assertThat(StrictHostKeyChecking.OFF.decide(verdict).secretsAllowed()).isFalse();
    return ((Verdict.CertificateRefused) verdict).refusal().refusal().rule();
  }

  @Test
  void a_valid_certificate_of_a_known_CA_is_trusted_by_that_line() throws Exception {
    Certificate certificate = sign(good(), CA);
    Verdict verdict = knowing(AUTHORITY).verify(HOST, certificate);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted ->
                assertThat(trusted.basis())
                    .isInstanceOfSatisfying(
                        Basis.Authority.class,
                        basis -> {
                          assertThat(basis.line().where().line()).isEqualTo(1);
                          assertThat(basis.certificate()).isEqualTo(certificate);
                        }));
    assertThat(StrictHostKeyChecking.ASK.decide(verdict).learnsKeys()).isFalse();
    assertThat(Explanation.of(verdict).text())
        .contains("Certificate \"key id\", serial 7, for www.example.com")
        .contains(CA.publicKey().fingerprint());
  }

  @Test
  void a_CA_named_without_the_port_counts_at_every_port() throws Exception {
    assertThat(knowing(AUTHORITY).verify(new HostName(HOST.name(), 2222), sign(good(), CA)))
        .isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_certificate_that_breaks_a_rule_is_refused_and_the_rule_told() throws Exception {
    Instant end = NOW.plusSeconds(60);
    List<String> host = List.of(HOST.name());
    Instant past = NOW.minusSeconds(60);
    assertThat(refusedBy(fields(CertificateType.HOST, host, List.of(), past, NOW)))
        .isEqualTo(Rule.EXPIRED);
    assertThat(refusedBy(fields(CertificateType.HOST, host, List.of(), NOW.plusSeconds(1), end)))
        .isEqualTo(Rule.NOT_YET_VALID);
    assertThat(refusedBy(fields(CertificateType.USER, host, List.of(), NOW, end)))
        .isEqualTo(Rule.TYPE);
    assertThat(refusedBy(fields(CertificateType.HOST, List.of("other"), List.of(), NOW, end)))
        .isEqualTo(Rule.NAME);
    assertThat(refusedBy(fields(CertificateType.HOST, List.of(), List.of(), NOW, end)))
        .isEqualTo(Rule.NO_PRINCIPALS);
    List<CertificateOption> critical = List.of(new CertificateOption("x@y", new byte[0]));
    assertThat(refusedBy(fields(CertificateType.HOST, host, critical, NOW, end)))
        .isEqualTo(Rule.UNKNOWN_CRITICAL_OPTION);
  }

  @Test
  void the_text_of_a_refused_certificate_names_the_rule_and_the_CA() throws Exception {
    Certificate expired =
        sign(
            fields(
                CertificateType.HOST,
                List.of("a\u001b", "b"),
                List.of(),
                NOW.minus(Duration.ofDays(2)),
                NOW.minus(Duration.ofDays(1))),
            CA);
    assertThat(Explanation.of(knowing(AUTHORITY).verify(HOST, expired)).text())
        .contains("WARNING: HOST CERTIFICATE REFUSED!")
        .contains("Its certificate is refused: expired.")
        .contains("for a\\033, b")
        .contains(CA.publicKey().fingerprint());
  }

  @Test
  void a_refused_certificate_does_not_hurt_a_host_whose_key_is_known() throws Exception {
    Certificate expired =
        sign(fields(CertificateType.HOST, List.of(HOST.name()), List.of(), Instant.EPOCH, NOW), CA);
    Verdict verdict = knowing(AUTHORITY, HOST + " " + Keys.text(ALPHA)).verify(HOST, expired);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.basis()).isInstanceOf(Basis.KnownKey.class));
    assertThat(Explanation.of(verdict).text()).contains("Its certificate is refused: expired.");
  }

  @Test
  void a_certificate_of_another_CA_counts_as_its_plain_key() throws Exception {
    Certificate foreign = sign(good(), OTHER_CA);
    assertThat(knowing(AUTHORITY).verify(HOST, foreign))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class, unknown -> assertThat(unknown.offered()).isEqualTo(ALPHA));
    assertThat(knowing(HOST + " " + Keys.text(ALPHA)).verify(HOST, foreign))
        .isInstanceOf(Verdict.Trusted.class);
    Verdict changed = knowing(HOST + " " + Keys.text(BETA)).verify(HOST, foreign);
    assertThat(changed).isInstanceOf(Verdict.Changed.class);
    assertThat(Explanation.of(changed).text()).contains("a CA that is not known for it");
  }

  @Test
  void a_CA_of_other_hosts_is_not_one_of_this() throws Exception {
    assertThat(knowing("@cert-authority *.org " + text(CA)).verify(HOST, sign(good(), CA)))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void a_CA_that_signs_by_an_algorithm_not_allowed_is_refused() throws Exception {
    KnownHosts hosts =
        knowing(AUTHORITY)
            .judgingCertificatesBy(
                new CertificatePolicy(InstantSource.fixed(NOW), List.of("rsa-sha2-512")));
    assertThat(hosts.verify(HOST, sign(good(), CA)))
        .isInstanceOfSatisfying(
            Verdict.CertificateRefused.class,
            refused -> assertThat(refused.refusal().refusal().rule()).isEqualTo(Rule.CA_ALGORITHM));
  }

  @Test
  void a_revoked_key_or_CA_spoils_the_certificate() throws Exception {
    Certificate certificate = sign(good(), CA);
    assertThat(knowing(AUTHORITY, "@revoked * " + text(CA)).verify(HOST, certificate))
        .isInstanceOf(Verdict.Revoked.class);
    assertThat(knowing(AUTHORITY, "@revoked * " + Keys.text(ALPHA)).verify(HOST, certificate))
        .isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void a_revoked_certificate_revokes_its_key() throws Exception {
    Certificate certificate = sign(good(), OTHER_CA);
    String line = "@revoked * " + Keys.text(certificate);
    assertThat(knowing(line, HOST + " " + Keys.text(ALPHA)).verify(HOST, ALPHA))
        .isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void an_accepted_certificate_is_remembered_as_its_plain_key() throws Exception {
    KnownHosts hosts = knowing("");
    hosts.add(List.of(HOST), sign(good(), OTHER_CA));
    assertThat(hosts.verify(HOST, ALPHA)).isInstanceOf(Verdict.Trusted.class);
  }

  private Verdict verifyWith(byte[] revoked, PublicKey offered) throws Exception {
    Path file = Files.write(folder.resolve("revoked"), revoked);
    return new HostVerifier(knowing(AUTHORITY), List.of(file), VerifyHostKeyDns.NO)
        .verify(HostKeyOffer.of(HOST, offered));
  }

  @Test
  void RevokedHostKeys_may_be_a_KRL() throws Exception {
    Certificate certificate = sign(good(), CA);
    Krl krl = new Krl(1, 0, "");
    assertThat(verifyWith(krl.write(), certificate)).isInstanceOf(Verdict.Trusted.class);
    krl.revokeSerials(Optional.of(CA.publicKey()), 5, 9);
    assertThat(verifyWith(krl.write(), certificate)).isInstanceOf(Verdict.Revoked.class);
    assertThat(verifyWith(krl.write(), ALPHA)).isInstanceOf(Verdict.Unknown.class);
    krl.revoke(ALPHA);
    assertThat(verifyWith(krl.write(), ALPHA)).isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void a_broken_KRL_refuses_every_key() throws Exception {
    byte[] whole = new Krl(1, 0, "").write();
    assertThat(verifyWith(Arrays.copyOf(whole, whole.length - 1), ALPHA))
        .isInstanceOf(Verdict.RevocationUnknown.class);
  }

  @Test
  void so_does_a_device_that_does_not_end() throws Exception {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros), "no /dev/zero here");
    assertThat(
            new HostVerifier(knowing(AUTHORITY), List.of(zeros), VerifyHostKeyDns.NO)
                .verify(HostKeyOffer.of(HOST, ALPHA)))
        .isInstanceOf(Verdict.RevocationUnknown.class);
  }

  @Test
  void a_list_of_keys_may_name_the_CA() throws Exception {
    assertThat(verifyWith((text(CA) + "\n").getBytes(StandardCharsets.US_ASCII), sign(good(), CA)))
        .isInstanceOf(Verdict.Revoked.class);
  }
}
