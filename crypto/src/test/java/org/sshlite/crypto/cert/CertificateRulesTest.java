package org.sshlite.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.CertificateVerdict.Accepted;
import org.sshlite.crypto.cert.CertificateVerdict.Refused;
import org.sshlite.crypto.cert.CertificateVerdict.Rule;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;

class CertificateRulesTest {
  private static final Instant VALID = Instant.ofEpochSecond(1500);
  private static final List<String> CA_ALGORITHMS = SignatureAlgorithms.DEFAULT_CA;

  private static CertificateVerdict user(CertificateFields fields) throws Exception {
    return user(fields, "alice", "192.0.2.1");
  }

  private static CertificateVerdict user(CertificateFields fields, String name, String source)
      throws Exception {
    return CertificateRules.user(
        Certified.sign(fields),
        Optional.of(name),
        Optional.of(InetAddress.ofLiteral(source)),
        VALID,
        CA_ALGORITHMS);
  }

  private static CertificateVerdict host(CertificateFields fields, String name) throws Exception {
    return CertificateRules.host(Certified.sign(fields), name, VALID, CA_ALGORITHMS);
  }

  private static CertificateVerdict at(long seconds) throws Exception {
    return CertificateRules.user(
        Certified.sign(Certified.user("alice")),
        Optional.of("alice"),
        Optional.empty(),
        Instant.ofEpochSecond(seconds),
        CA_ALGORITHMS);
  }

  private static void refused(CertificateVerdict verdict, Rule rule) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.rule()).isEqualTo(rule);
              assertThat(refused.explanation()).isNotEmpty().hasLineCount(1);
            });
  }

  private static CertificatePermissions accepted(CertificateVerdict verdict) {
    assertThat(verdict).isInstanceOf(Accepted.class);
    return ((Accepted) verdict).permissions();
  }

  @Test
  void a_user_certificate_is_valid_for_each_of_its_principals() throws Exception {
    accepted(user(Certified.user("bob", "alice")));
    refused(user(Certified.user("bob")), Rule.NAME);
  }

  @Test
  void a_certificate_of_the_other_type_is_refused() throws Exception {
    refused(user(Certified.host("alice")), Rule.TYPE);
    refused(host(Certified.user("a.example"), "a.example"), Rule.TYPE);
  }

  @Test
  void validity_begins_with_its_first_second_and_ends_before_its_last() throws Exception {
    refused(at(-1), Rule.NOT_YET_VALID);
    refused(at(999), Rule.NOT_YET_VALID);
    accepted(at(1000));
    accepted(at(1999));
    refused(at(2000), Rule.EXPIRED);
    refused(at(Long.MAX_VALUE / 1000), Rule.EXPIRED);
  }

  @Test
  void a_certificate_without_an_end_never_expires() throws Exception {
    CertificateFields f = Certified.user("alice");
    var forever =
        new CertificateFields(
            f.key(),
            f.type(),
            0,
            "",
            f.principals(),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    accepted(
        CertificateRules.user(
            Certified.sign(forever),
            Optional.of("alice"),
            Optional.empty(),
            Instant.ofEpochSecond(100_000_000_000L),
            CA_ALGORITHMS));
  }

  @Test
  void a_certificate_without_principals_is_refused_even_where_no_name_is_asked_for()
      throws Exception {
    refused(user(Certified.user()), Rule.NO_PRINCIPALS);
    refused(host(Certified.host(), "a.example"), Rule.NO_PRINCIPALS);
    refused(
        CertificateRules.user(
            Certified.sign(Certified.user()),
            Optional.empty(),
            Optional.empty(),
            VALID,
            CA_ALGORITHMS),
        Rule.NO_PRINCIPALS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example", "*.example", "?.example", "*"})
  void a_host_certificate_may_have_wildcards(String principal) throws Exception {
    accepted(host(Certified.host(principal), "a.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b.example", "*.example.org", "a.exampl", ""})
  void a_host_certificate_for_another_name_is_refused(String principal) throws Exception {
    refused(host(Certified.host(principal), "a.example"), Rule.NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "al*", "alic?", "ALICE"})
  void a_user_certificate_has_no_wildcards(String principal) throws Exception {
    refused(user(Certified.user(principal)), Rule.NAME);
  }

  @Test
  void an_unknown_critical_option_refuses_and_an_unknown_extension_does_not() throws Exception {
    var unknown = List.of(CertificateOption.text("x@example", "1"));
    refused(
        user(Certified.withOptions(Certified.user("alice"), unknown, List.of())),
        Rule.UNKNOWN_CRITICAL_OPTION);
    accepted(user(Certified.withOptions(Certified.user("alice"), List.of(), unknown)));
  }

  @Test
  void any_critical_option_in_a_host_certificate_refuses() throws Exception {
    var known = List.of(CertificateOption.text("force-command", "true"));
    refused(
        host(Certified.withOptions(Certified.host("a"), known, List.of()), "a"),
        Rule.UNKNOWN_CRITICAL_OPTION);
  }

  @Test
  void a_certificate_permits_nothing_that_it_does_not_name() throws Exception {
    assertThat(accepted(user(Certified.user("alice"))))
        .isEqualTo(
            new CertificatePermissions(
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false,
                false,
                false,
                false));
  }

  @Test
  void options_and_extensions_become_permissions() throws Exception {
    var critical =
        List.of(
            CertificateOption.text("force-command", "uptime"),
            CertificateOption.flag("verify-required"));
    var extensions =
        List.of(
            CertificateOption.flag("no-touch-required"),
            CertificateOption.flag("permit-X11-forwarding"),
            CertificateOption.flag("permit-agent-forwarding"),
            CertificateOption.flag("permit-port-forwarding"),
            CertificateOption.flag("permit-pty"),
            CertificateOption.flag("permit-user-rc"));
    var fields = Certified.withOptions(Certified.user("alice"), critical, extensions);
    assertThat(accepted(user(fields)))
        .isEqualTo(
            new CertificatePermissions(
                Optional.of("uptime"), Optional.empty(), true, true, true, true, true, true, true));
  }

  @Test
  void an_option_with_contents_it_cannot_have_refuses() throws Exception {
    for (CertificateOption option :
        List.of(
            CertificateOption.flag("force-command"),
            CertificateOption.text("verify-required", ""),
            new CertificateOption("force-command", new byte[] {0, 0, 0, 0, 1}),
            CertificateOption.text("source-address", "example.org"))) {
      var fields = Certified.withOptions(Certified.user("alice"), List.of(option), List.of());
      refused(user(fields), Rule.MALFORMED_OPTION);
    }
    var command = CertificateOption.text("force-command", "a");
    refused(
        user(Certified.withOptions(Certified.user("alice"), List.of(command, command), List.of())),
        Rule.MALFORMED_OPTION);
    var pty = List.of(CertificateOption.text("permit-pty", "yes"));
    refused(
        user(Certified.withOptions(Certified.user("alice"), List.of(), pty)),
        Rule.MALFORMED_OPTION);
  }

  @Test
  void an_algorithm_not_allowed_for_CAs_refuses() throws Exception {
    Certificate certificate = Certified.sign(Certified.user("alice"));
    refused(
        CertificateRules.user(
            certificate, Optional.of("alice"), Optional.empty(), VALID, List.of("rsa-sha2-512")),
        Rule.CA_ALGORITHM);
    refused(
        CertificateRules.host(Certified.sign(Certified.host("a")), "a", VALID, List.of()),
        Rule.CA_ALGORITHM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.0/24                | 192.0.2.255  | true
          192.0.2.0/24                | 192.0.3.0    | false
          192.0.2.1                   | 192.0.2.1    | true
          192.0.2.1                   | 192.0.2.2    | false
          10.0.0.0/8,2001:db8::/32    | 2001:db8:1:: | true
          10.0.0.0/8,2001:db8::/32    | 2001:db9::   | false
          0.0.0.0/0                   | 203.0.113.9  | true
          0.0.0.0/0                   | 2001:db8::1  | false
          192.0.2.128/25              | 192.0.2.127  | false
          """)
  void source_address_limits_where_a_user_may_come_from(String list, String from, boolean allowed)
      throws Exception {
    var option = List.of(CertificateOption.text("source-address", list));
    var verdict =
        user(Certified.withOptions(Certified.user("alice"), option, List.of()), "alice", from);
    if (allowed) {
      accepted(verdict);
    } else {
      refused(verdict, Rule.SOURCE_ADDRESS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "192.0.2.1,",
        "192.0.2.1/24",
        "192.0.2.0/33",
        "192.0.2.0/",
        "192.0.2.0/-1",
        "192.0.2.0/24x",
        "!192.0.2.1",
        "192.0.2.*",
        "10",
        "1.2.3",
        "256.1.1.1",
        "localhost",
        "::/129",
        "2001:db8::1/64",
        ":",
        "fe80::1%lo"
      })
  void a_malformed_address_list_refuses(String list) throws Exception {
    var option = List.of(CertificateOption.text("source-address", list));
    refused(
        user(Certified.withOptions(Certified.user("alice"), option, List.of())),
        Rule.MALFORMED_OPTION);
  }

  @Test
  void a_CA_that_signs_by_SHA_1_counts_only_where_that_is_named() throws Exception {
    try (PrivateKey ca = RsaPrivateKey.generate(2048, Certified.RANDOM)) {
      Certificate signed =
          Certificate.sign(Certified.user("alice"), ca, "ssh-rsa", Certified.RANDOM);
      Certificate read = Certificate.read(signed.blob());
      assertThat(read.caAlgorithm()).isEqualTo("ssh-rsa");
      assertThat(sha1(read, CA_ALGORITHMS)).isInstanceOf(CertificateVerdict.Refused.class);
      assertThat(sha1(read, SignatureAlgorithms.SUPPORTED))
          .isInstanceOf(CertificateVerdict.Refused.class);
      assertThat(sha1(read, List.of("ssh-rsa"))).isInstanceOf(CertificateVerdict.Accepted.class);
      byte[] blob = read.blob();
      blob[blob.length - 1] ^= 1;
      assertThatThrownBy(() -> Certificate.read(blob)).isInstanceOf(MalformedException.class);
    }
  }

  private static CertificateVerdict sha1(Certificate certificate, List<String> algorithms) {
    return CertificateRules.user(
        certificate,
        Optional.of("alice"),
        Optional.empty(),
        Instant.ofEpochSecond(1500),
        algorithms);
  }
}
