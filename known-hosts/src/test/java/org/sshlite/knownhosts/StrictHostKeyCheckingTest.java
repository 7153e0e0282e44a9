package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.knownhosts.Keys.ALPHA;
import static org.sshlite.knownhosts.Keys.BETA;
import static org.sshlite.knownhosts.StrictHostKeyChecking.ACCEPT_NEW;
import static org.sshlite.knownhosts.StrictHostKeyChecking.ASK;
import static org.sshlite.knownhosts.StrictHostKeyChecking.OFF;
import static org.sshlite.knownhosts.StrictHostKeyChecking.YES;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StrictHostKeyCheckingTest {
  private static final HostName HOST = HostName.of("host");
  private static final HostName ADDRESS = HostName.of("192.0.2.7");

  private static KnownHost line(KnownHost.Source source) {
    return new KnownHost(new Location("file", 1), source, Marker.NONE, "host", ALPHA, "");
  }

  private static Verdict trusted(KnownHost.Source source, boolean exactName) {
    return new Verdict.Trusted(
        HOST, ALPHA, new Basis.KnownKey(line(source), exactName), Optional.empty(), List.of());
  }

  private static Verdict unknown(Optional<HostName> address) {
    return new Verdict.Unknown(HOST, ALPHA, List.of(), address, List.of());
  }

  private static final Verdict CHANGED =
      new Verdict.Changed(
          HOST, BETA, List.of(line(KnownHost.Source.USER)), Optional.empty(), List.of());
  private static final Verdict REVOKED =
      new Verdict.Revoked(HOST, ALPHA, new Revocation.ByLine(line(KnownHost.Source.USER)));

  @ParameterizedTest
  @CsvSource({
    "yes, YES",
    "true, YES",
    "YES, YES",
    "accept-new, ACCEPT_NEW",
    "ask, ASK",
    "no, OFF",
    "off, OFF",
    "false, OFF"
  })
  void the_words_of_ssh_config_are_known(String word, StrictHostKeyChecking checking) {
    assertThat(StrictHostKeyChecking.parse(word)).contains(checking);
  }

  @Test
  void other_words_are_not_known() {
    assertThat(StrictHostKeyChecking.parse("maybe")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_trusted_host_is_accepted(StrictHostKeyChecking checking) {
    assertThat(checking.decide(trusted(KnownHost.Source.USER, true)))
        .isEqualTo(new Decision(Decision.Action.ACCEPT, List.of(), true, true));
  }

  @Test
  void keys_are_learned_on_the_word_of_an_exact_line_of_the_user_only() {
    assertThat(ASK.decide(trusted(KnownHost.Source.USER, false)).learnsKeys()).isFalse();
    assertThat(ASK.decide(trusted(KnownHost.Source.GLOBAL, true)).learnsKeys()).isFalse();
    assertThat(ASK.decide(trusted(KnownHost.Source.COMMAND, true)).learnsKeys()).isFalse();
  }

  @Test
  void an_unknown_host_is_refused_asked_about_or_remembered() {
    Verdict unknown = unknown(Optional.of(ADDRESS));
    List<HostName> both = List.of(HOST, ADDRESS);
    assertThat(YES.decide(unknown)).isEqualTo(Decision.refuse());
    assertThat(ASK.decide(unknown)).isEqualTo(Decision.ask(both, true));
    assertThat(ACCEPT_NEW.decide(unknown)).isEqualTo(Decision.accept(both, false));
    assertThat(OFF.decide(unknown)).isEqualTo(Decision.accept(both, false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void a_changed_or_revoked_key_is_refused(StrictHostKeyChecking checking) {
    assertThat(checking.decide(CHANGED)).isEqualTo(Decision.refuse());
    assertThat(checking.decide(REVOKED)).isEqualTo(Decision.refuse());
  }

  @Test
  void with_checking_off_a_wrong_key_gets_no_secret_and_is_not_remembered() {
    Decision expected = new Decision(Decision.Action.ACCEPT, List.of(), false, false);
    assertThat(OFF.decide(CHANGED)).isEqualTo(expected);
    assertThat(OFF.decide(REVOKED)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void a_key_whose_revocation_cannot_be_checked_is_refused(StrictHostKeyChecking checking) {
    Verdict verdict =
        new Verdict.RevocationUnknown(HOST, ALPHA, new Problem("file", "permission denied"));
    assertThat(checking.decide(verdict)).isEqualTo(Decision.refuse());
  }

  @Test
  void an_address_that_contradicts_the_name_is_refused_or_asked_about() {
    AddressFinding finding =
        new AddressFinding(
            ADDRESS, AddressFinding.State.OTHER_KEY, List.of(line(KnownHost.Source.USER)));
    Verdict conflict = new Verdict.AddressConflict(trusted(KnownHost.Source.USER, true), finding);
    assertThat(YES.decide(conflict)).isEqualTo(Decision.refuse());
    assertThat(ACCEPT_NEW.decide(conflict)).isEqualTo(Decision.refuse());
    assertThat(ASK.decide(conflict)).isEqualTo(Decision.ask(List.of(), true));
    assertThat(OFF.decide(conflict)).isEqualTo(Decision.accept(List.of(), true));
  }
}
