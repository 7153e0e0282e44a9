package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.MalformedException;

class KeyGrantTest {
  private static final Instant NOW = Instant.parse("2026-08-20T12:00:00Z");

  private static String refusal(String options, String address) throws Exception {
    return KeyGrant.parse(options).refusal(address, address, NOW).orElse("");
  }

  @Test
  void no_options_grant_everything() throws Exception {
    assertThat(KeyGrant.parse("")).isEqualTo(KeyGrant.ALL);
    assertThat(KeyGrant.ALL.permissions().pty()).isTrue();
  }

  @Test
  void a_forced_command_is_kept_with_its_quotes() throws Exception {
    assertThat(KeyGrant.parse("command=\"echo \\\"a, b\\\"\",no-pty").permissions().command())
        .contains("echo \"a, b\"");
  }

  @Test
  void restrict_forbids_a_terminal_and_pty_allows_it_again() throws Exception {
    assertThat(KeyGrant.parse("restrict").permissions().pty()).isFalse();
    assertThat(KeyGrant.parse("no-pty").permissions().pty()).isFalse();
    assertThat(KeyGrant.parse("restrict,pty").permissions().pty()).isTrue();
    assertThat(KeyGrant.parse("RESTRICT").permissions().pty()).isFalse();
  }

  @Test
  void the_first_of_a_variable_counts_and_those_of_the_first_key() throws Exception {
    KeyGrant first =
        KeyGrant.parse("environment=\"A=b=c\",environment=\"A=d\",environment=\"_1=\"");
    KeyGrant second = KeyGrant.parse("environment=\"B=e\"");
    assertThat(first.permissions().environment()).containsExactly("A=b=c", "_1=");
    assertThat(first.and(second).orElseThrow().permissions().environment())
        .containsExactly("A=b=c", "_1=");
    assertThat(KeyGrant.ALL.and(second).orElseThrow().permissions().environment())
        .containsExactly("B=e");
  }

  @Test
  void what_was_asked_when_a_key_was_found_is_not_kept() throws Exception {
    String asked = "from=\"*," + "a,".repeat(1000) + "a\",cert-authority,principals=\"a\"";
    String rest = "no-pty,no-touch-required,expiry-time=\"20990101\"";
    assertThat(KeyGrant.parse(asked + "," + rest).judged()).isEqualTo(KeyGrant.parse(rest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tunnel=\"0\"", "port-forwarding", "touch-required"})
  void what_is_so_anyway_takes_nothing_away(String option) throws Exception {
    assertThat(KeyGrant.parse(option)).isEqualTo(KeyGrant.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principals",
        "cert-authority=\"yes\"",
        "principals=\"a\",principals=\"b\"",
        "no-such-option",
        "no-such-option=\"x\"",
        "command",
        "from",
        "restrict=\"x\"",
        "no-restrict",
        "tunnel=\"none\"",
        "permitopen=\"host\"",
        "permitlisten=\"0\"",
        "from=\"10.0.0.1/8\"",
        "expiry-time=\"soon\"",
        "expiry-time=\"20261332\"",
        "command=\"a\",command=\"b\"",
        "from=\"a\",from=\"b\"",
        "command=\"a",
        "no-pty no-pty"
      })
  void an_option_that_cannot_be_kept_is_refused(String options) {
    assertThatThrownBy(() -> KeyGrant.parse(options)).isInstanceOf(MalformedException.class);
  }

  @Test
  void from_lets_only_those_in_that_it_names() throws Exception {
    assertThat(refusal("from=\"10.0.0.0/8,!10.6.6.6\"", "10.1.1.1")).isEmpty();
    assertThat(refusal("from=\"10.0.0.0/8,!10.6.6.6\"", "10.6.6.6")).contains("from=");
    assertThat(refusal("from=\"10.0.0.0/8\"", "192.0.2.1"))
        .isEqualTo("not permitted from 192.0.2.1 (from=)");
    assertThat(refusal("from=\"UNKNOWN\"", "192.0.2.1")).isNotEmpty();
  }

  @Test
  void a_key_ends_at_its_expiry_time_the_earliest_of_several() throws Exception {
    assertThat(refusal("expiry-time=\"20260820120001Z\"", "::1")).isEmpty();
    assertThat(refusal("expiry-time=\"20260820120000Z\"", "::1")).contains("expired");
    assertThat(refusal("expiry-time=\"202608201159Z\"", "::1")).contains("expired");
    assertThat(refusal("expiry-time=\"20200101\"", "::1")).contains("expired");
    assertThat(refusal("expiry-time=\"20300101Z\",expiry-time=\"20200101Z\"", "::1"))
        .contains("expired");
    assertThat(refusal("expiry-time=\"20200101Z\",expiry-time=\"20300101Z\"", "::1"))
        .contains("expired");
  }

  @Test
  void principals_belong_to_a_CA_only() throws Exception {
    assertThat(refusal("principals=\"alice\"", "::1")).contains("cert-authority");
    assertThat(refusal("cert-authority,principals=\"alice\"", "::1")).isEmpty();
    assertThat(KeyGrant.parse("cert-authority,principals=\"a,b\"").principals().orElseThrow())
        .containsExactly("a", "b");
  }

  @Test
  void a_touch_is_wanted_unless_waived_and_a_verified_user_only_where_asked_for() throws Exception {
    assertThat(KeyGrant.ALL.touchRequired()).isTrue();
    assertThat(KeyGrant.ALL.verifyRequired()).isFalse();
    assertThat(KeyGrant.parse("no-touch-required").touchRequired()).isFalse();
    assertThat(KeyGrant.parse("no-touch-required,touch-required").touchRequired()).isTrue();
    assertThat(KeyGrant.parse("verify-required").verifyRequired()).isTrue();
  }

  @Test
  void two_grants_together_give_what_both_give() throws Exception {
    KeyGrant lax = KeyGrant.parse("no-touch-required,expiry-time=\"20300101Z\"");
    KeyGrant strict =
        KeyGrant.parse("restrict,command=\"c\",verify-required,expiry-time=\"20290101Z\"");
    for (KeyGrant both : List.of(lax.and(strict).orElseThrow(), strict.and(lax).orElseThrow())) {
      assertThat(both.permissions().pty()).isFalse();
      assertThat(both.permissions().command()).contains("c");
      assertThat(both.touchRequired()).isTrue();
      assertThat(both.verifyRequired()).isTrue();
      assertThat(both.expires()).contains(Instant.parse("2029-01-01T00:00:00Z"));
    }
    assertThat(lax.and(lax).orElseThrow().touchRequired()).isFalse();
    assertThat(strict.and(KeyGrant.parse("command=\"d\""))).isEmpty();
  }
}
