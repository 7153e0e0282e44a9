package org.sshlite.mitm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Entry;
import org.sshlite.mitm.catalogue.Manipulation;

/** The bench against the library's own client: a strict one is never fooled, and others are. */
class BenchTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  /** Half of it is how long the client waits for a login, the first of all in a cold JVM. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Bench BENCH =
      new Bench(options(KexMethods.DEFAULT_OF_CLIENT), LibraryClient.strict());

  private static Options options(List<String> kexMethods) {
    return new Options(List.of("the library"), kexMethods, LIMIT, 8, false);
  }

  private static List<Finding> run(Client client, List<Manipulation> manipulations)
      throws Exception {
    return BENCH.with(client).run(manipulations, _ -> {});
  }

  private static List<Finding> run(
      Client client, List<Manipulation> manipulations, List<String> kexMethods) throws Exception {
    return new Bench(options(kexMethods), client).run(manipulations, _ -> {});
  }

  private static List<String> named(Verdict verdict, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(finding -> finding.entry().label() + ": " + finding.reason())
        .toList();
  }

  /** Each fifth manipulation; the tests of our client try them all, as does {@code -P whole}. */
  private static List<Manipulation> sample() {
    List<Manipulation> all = Catalogue.all();
    return IntStream.range(0, all.size())
        .filter(turn -> WHOLE || turn % 5 == 0)
        .mapToObj(all::get)
        .toList();
  }

  @Test
  void a_strict_client_notices_the_catalogue() throws Exception {
    List<Manipulation> manipulations = sample();

    List<Finding> findings = run(LibraryClient.strict(), manipulations);

    assertThat(findings).hasSameSizeAs(manipulations);
    assertThat(named(Verdict.FOOLED, findings)).isEmpty();
    assertThat(named(Verdict.UNBOUNDED, findings)).isEmpty();
    assertThat(findings)
        .filteredOn(finding -> finding.verdict() == Verdict.NOTICED)
        .hasSizeGreaterThan(WHOLE ? 190 : 35)
        .allSatisfy(finding -> assertThat(finding.said() + finding.reason()).isNotBlank());
  }

  /** Of the others {@code -P whole} tries as much. */
  static Stream<String> methods() {
    return Stream.concat(
        Stream.of("sntrup761x25519-sha512"),
        WHOLE
            ? Stream.of(
                "ecdh-sha2-nistp384",
                "mlkem768x25519-sha256",
                "ecdh-sha2-nistp256",
                "curve25519-sha256",
                "ecdh-sha2-nistp521",
                "diffie-hellman-group14-sha256",
                "diffie-hellman-group-exchange-sha256")
            : Stream.empty());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void a_strict_client_notices_changes_in_every_key_exchange_method(String kex) throws Exception {
    List<Manipulation> manipulations =
        Stream.of("host-key-*", "signature-*", "ephemeral-key-*", "kexinit-kex-*")
            .flatMap(pattern -> Catalogue.matching(pattern).stream())
            .toList();

    List<Finding> findings = run(LibraryClient.strict(), manipulations, List.of(kex));

    assertThat(named(Verdict.FOOLED, findings)).isEmpty();
    assertThat(findings).filteredOn(one -> one.verdict() == Verdict.NOTICED).hasSizeGreaterThan(10);
  }

  @Test
  void a_client_that_believes_any_key_is_fooled_out_of_a_signature_and_the_command()
      throws Exception {
    List<Finding> findings = run(LibraryClient.credulous(), Catalogue.matching("host-key-changed"));

    assertThat(findings.getFirst().verdict()).isEqualTo(Verdict.FOOLED);
    assertThat(findings.getFirst().reason())
        .contains("a usable signature", "the command (exec run)");
  }

  @Test
  void a_password_is_caught_and_not_kept() throws Exception {
    List<Finding> findings =
        run(
            LibraryClient.credulousWithPassword(),
            Catalogue.matching("host-key-changed-then-password"));

    assertThat(findings.getFirst().verdict()).isEqualTo(Verdict.FOOLED);
    assertThat(findings.getFirst().reason()).startsWith("the password (").contains("not kept");
  }

  @Test
  void what_a_client_cannot_know_is_not_held_against_it() throws Exception {
    List<Finding> findings = run(LibraryClient.strict(), Catalogue.matching("certificate-expired"));

    assertThat(findings.getFirst().verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    assertThat(findings.getFirst().reason()).contains("known_hosts");
  }

  @Test
  void a_client_that_fails_unmanipulated_proves_nothing() {
    Client broken = always(new Outcome(Optional.of(7), "", "no such option"));

    assertThatThrownBy(() -> run(broken, Catalogue.all()))
        .isInstanceOf(ControlFailedException.class)
        .hasMessageContaining("status 7")
        .hasMessageContaining("no such option");
  }

  @Test
  void findings_are_told_in_the_order_of_the_catalogue() throws Exception {
    List<Manipulation> manipulations = Catalogue.matching("kexinit-*");
    List<Entry> told = new ArrayList<>();

    new Bench(options(KexMethods.DEFAULT), LibraryClient.strict())
        .run(manipulations, finding -> told.add(finding.entry()));

    assertThat(told).isEqualTo(manipulations);
  }

  private static Client always(Outcome outcome) {
    return new Client() {
      @Override
      public Outcome connect(Map<String, String> place, Duration limit) {
        return outcome;
      }

      @Override
      public boolean readsKnownHosts() {
        return true;
      }
    };
  }
}
