package org.sshlite.crypto.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;

class AllowedSignersTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  private static final ZoneId ZONE = ZoneOffset.UTC;
  private static final PrivateKey KEY = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PrivateKey OTHER = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PrivateKey CA = PrivateKey.generate("ecdsa-sha2-nistp256", RANDOM);

  private static String text(PrivateKey key) {
    return new PublicKeyLine("", key.publicKey(), "").toString();
  }

  private static AllowedSigners signers(String... lines) {
    return AllowedSigners.parse("signers", String.join("\n", lines) + "\n", ZONE);
  }

  private static List<String> check(AllowedSigners signers, PublicKey key, String principal) {
    return signers.check(key, principal, "file", NOW).principals();
  }

  private static void refused(
      AllowedSigners signers, PublicKey key, String principal, String... problems) {
    AllowedSigners.Answer answer = signers.check(key, principal, "file", NOW);
    assertThat(answer.principals()).isEmpty();
    assertThat(answer.problems()).containsExactly(problems);
  }

  private static CertificateFields fields(CertificateType type, String... principals) {
    return new CertificateFields(
        KEY.publicKey(),
        type,
        1,
        "id",
        List.of(principals),
        0,
        NOW.getEpochSecond() + 60,
        List.of(),
        List.of());
  }

  private static Certificate certificate(CertificateFields fields, PrivateKey ca) throws Exception {
    return Certificate.sign(fields, ca, ca.publicKey().signatureAlgorithms().getFirst(), RANDOM);
  }

  @Test
  void a_key_signs_for_the_principals_of_its_line_and_no_others() {
    AllowedSigners signers =
        signers("# a comment", "", "alice,bob@example " + text(KEY) + " comment");
    assertThat(check(signers, KEY.publicKey(), "alice")).containsExactly("alice");
    assertThat(check(signers, KEY.publicKey(), "bob@example")).containsExactly("bob@example");
    refused(signers, KEY.publicKey(), "carol");
    refused(signers, KEY.publicKey(), "alice,bob@example");
    refused(signers, OTHER.publicKey(), "alice");
  }

  @Test
  void principals_may_be_patterns_negated_and_quoted() {
    AllowedSigners signers =
        signers("*@example,!mallory@example " + text(KEY), "\"a b\",c " + text(OTHER));
    assertThat(check(signers, KEY.publicKey(), "x@example")).isNotEmpty();
    refused(signers, KEY.publicKey(), "mallory@example");
    // only the quoted part belongs to the principals, as in OpenSSH
    assertThat(check(signers, OTHER.publicKey(), "a b")).isEmpty();
    assertThat(check(signers("\"a b\" " + text(KEY)), KEY.publicKey(), "a b")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespaces=\"git,x*\" | key is not permitted for use in signature namespace \"file\"",
        "namespaces=\"*,!file\" | key is not permitted for use in signature namespace \"file\"",
        "NAMESPACES=\"\" | key is not permitted for use in signature namespace \"file\"",
        "valid-after=\"20261124\" | key is not yet valid: verify time 2026-11-23T06:00:00"
            + " < valid-after 2026-11-24T00:00:00",
        "valid-before=\"20261123055959Z\" | key has expired: verify time 2026-11-23T06:00:00"
            + " > valid-before 2026-11-23T05:59:59"
      })
  void an_option_that_does_not_fit_forbids_the_signature(String option, String problem) {
    AllowedSigners signers = signers("alice " + option + " " + text(KEY));
    refused(signers, KEY.publicKey(), "alice", "signers:1: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespaces=\"git,file\"",
        "valid-after=\"20261123060000\"",
        "valid-before=\"20261123060000\"",
        "valid-after=\"20200101\",namespaces=\"f*\",valid-before=\"20300101\""
      })
  void options_that_fit_allow_it(String option) {
    assertThat(check(signers("alice " + option + " " + text(KEY)), KEY.publicKey(), "alice"))
        .containsExactly("alice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-such-option | bad options: no-such-option: unknown key option",
        "namespaces=\"file\",x=\"y\" | bad options: x: unknown key option",
        "namespaces | bad options: namespaces: missing value",
        "namespaces=file | bad options: namespaces: missing start quote",
        "namespaces=\"a\",namespaces=\"file\" | bad options: namespaces: multiple clauses",
        "valid-after=\"yesterday\" | bad options: valid-after: invalid time",
        "valid-after=\"20200101\",valid-after=\"20200102\" | bad options: valid-after: multiple"
            + " clauses",
        "valid-before=\"19700101Z\" | bad options: valid-before: invalid time",
        "valid-after=\"20300101\",valid-before=\"20300101\""
            + " | bad options: valid-before: not after valid-after",
        "cert-authority=\"yes\" | bad options: cert-authority: has a value"
      })
  void a_line_with_bad_options_allows_nothing(String options, String problem) {
    AllowedSigners signers = signers("alice " + options + " " + text(KEY));
    refused(signers, KEY.publicKey(), "alice", "signers:1: " + problem);
  }

  @Test
  void broken_lines_are_told_and_the_others_count() {
    AllowedSigners signers =
        signers(
            "\"alice " + text(KEY),
            "alice",
            "alice ssh-ed25519 AAAA",
            "bob not even a key",
            "alice " + text(KEY));
    AllowedSigners.Answer answer = signers.check(KEY.publicKey(), "alice", "file", NOW);
    assertThat(answer.principals()).containsExactly("alice");
    // bob's line is not about alice, so it is not read any further
    assertThat(answer.problems())
        .containsExactly(
            "signers:1: invalid line",
            "signers:2: missing key",
            "signers:3: invalid key: public key line: key: none found");
  }

  @Test
  void a_later_line_may_allow_what_an_earlier_one_forbids() {
    AllowedSigners signers = signers("alice namespaces=\"git\" " + text(KEY), "alice " + text(KEY));
    assertThat(check(signers, KEY.publicKey(), "alice")).containsExactly("alice");
  }

  @Test
  void a_CA_allows_whom_its_certificates_name() throws Exception {
    AllowedSigners signers = signers("alice,*@example cert-authority " + text(CA));
    Certificate good = certificate(fields(CertificateType.USER, "alice", "bob"), CA);
    assertThat(check(signers, good, "alice")).containsExactly("alice");
    // in the certificate, not in the line
    refused(signers, good, "bob");
    // in the line, not in the certificate
    refused(
        signers,
        good,
        "x@example",
        "signers:1: certificate not authorized: \"x@example\" is not a listed principal");
    // the CA itself is no signer, and the certified key without its certificate neither
    refused(signers, CA.publicKey(), "alice");
    refused(signers, KEY.publicKey(), "alice");
  }

  @Test
  void a_certificate_that_is_not_valid_here_and_now_is_refused() throws Exception {
    AllowedSigners signers = signers("alice cert-authority " + text(CA));
    refused(
        signers,
        certificate(fields(CertificateType.HOST, "alice"), CA),
        "alice",
        "signers:1: certificate not authorized: not a user certificate");
    refused(
        signers,
        certificate(fields(CertificateType.USER), CA),
        "alice",
        "signers:1: certificate not authorized: lacks principals");
    refused(signers, certificate(fields(CertificateType.USER, "alice"), OTHER), "alice");
    Certificate good = certificate(fields(CertificateType.USER, "alice"), CA);
    assertThat(signers.check(good, "alice", "file", NOW.plusSeconds(60)).problems())
        .containsExactly("signers:1: certificate not authorized: expired");
    CertificateFields f = fields(CertificateType.USER, "alice");
    CertificateFields critical =
        new CertificateFields(
            f.key(),
            f.type(),
            f.serial(),
            f.keyId(),
            f.principals(),
            f.validAfter(),
            f.validBefore(),
            List.of(CertificateOption.flag("unknown@example")),
            List.of());
    refused(
        signers,
        certificate(critical, CA),
        "alice",
        "signers:1: certificate not authorized:"
            + " critical option \"unknown@example\" is not supported");
  }

  @Test
  void a_key_line_is_not_about_certificates_of_the_key() throws Exception {
    Certificate certificate = certificate(fields(CertificateType.USER, "alice"), CA);
    refused(signers("alice " + text(KEY)), certificate, "alice");
    refused(signers("alice " + text(CA)), certificate, "alice");
    AllowedSigners exact = signers("alice " + new PublicKeyLine("", certificate, "").toString());
    assertThat(check(exact, certificate, "alice")).containsExactly("alice");
  }

  @Test
  void options_of_a_CA_line_count_too() throws Exception {
    Certificate certificate = certificate(fields(CertificateType.USER, "alice"), CA);
    AllowedSigners signers = signers("alice cert-authority,namespaces=\"git\" " + text(CA));
    refused(
        signers,
        certificate,
        "alice",
        "signers:1: key is not permitted for use in signature namespace \"file\"");
  }

  @Test
  void principals_are_found_by_key_whatever_the_namespace() throws Exception {
    AllowedSigners signers =
        signers(
            "nobody " + text(OTHER),
            "late valid-after=\"20300101\" " + text(KEY),
            "alice,bob namespaces=\"git\" " + text(KEY),
            "a*,zoe cert-authority " + text(CA));
    AllowedSigners.Answer answer = signers.principalsOf(KEY.publicKey(), NOW);
    assertThat(answer.principals()).containsExactly("alice", "bob");
    assertThat(answer.problems()).hasSize(1);
    Certificate certificate = certificate(fields(CertificateType.USER, "anna", "bert", "adam"), CA);
    assertThat(signers.principalsOf(certificate, NOW).principals()).containsExactly("anna", "adam");
    AllowedSigners.Answer none =
        signers.principalsOf(certificate(fields(CertificateType.USER, "x"), CA), NOW);
    assertThat(none.principals()).isEmpty();
    assertThat(none.problems()).contains("signers:4: no valid principals found");
    assertThat(signers.principalsOf(CA.publicKey(), NOW).principals()).isEmpty();
  }

  @Test
  void principals_fields_are_found_by_name() {
    AllowedSigners signers =
        signers("alice,bob " + text(KEY), "carol " + text(KEY), "*o* " + text(OTHER));
    assertThat(signers.principalsLike("bob").principals()).containsExactly("alice,bob", "*o*");
    assertThat(signers.principalsLike("dave").principals()).isEmpty();
    AllowedSigners broken = signers("bob " + text(KEY), "bob x " + text(KEY));
    assertThat(broken.principalsLike("bob").principals()).isEmpty();
    assertThat(broken.principalsLike("bob").problems())
        .containsExactly("signers:2: bad options: x: unknown key option");
  }

  @Test
  void nothing_of_the_file_reaches_a_terminal_unescaped() {
    AllowedSigners signers =
        AllowedSigners.parse("\033[2J", "alice namespaces=\"\007\" " + text(KEY), ZONE);
    assertThat(signers.check(KEY.publicKey(), "alice", "\033]0;x", NOW).problems())
        .containsExactly(
            "\\033[2J:1: key is not permitted for use in signature namespace \"\\033]0;x\"");
  }
}
