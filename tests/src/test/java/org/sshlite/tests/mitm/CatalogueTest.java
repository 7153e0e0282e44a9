package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.mitm.bench.Verdict.NOTICED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.mitm.bench.Bench;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Options;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.catalogue.Silence;

/**
 * The bench's whole catalogue against our client, over sockets: everything under the key exchange
 * method that both sides prefer, and under one of each other family what varies by it, each by each
 * belief, by {@code -P whole}. Otherwise each by one belief in turn, under the preferred method,
 * and half of what varies by it under each of two others.
 */
class CatalogueTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  /** For each belief; many only wait, which costs no processor. */
  private static final int JOBS = 8;

  /** Half of it is how long the client waits for a login, also on a machine that is busy. */
  private static final Duration LIMIT = Duration.ofSeconds(16);

  private static final String PREFERRED = "mlkem768x25519-sha256";

  private final Expectations expectations = Expectations.load();

  /** One of each family by {@code -P whole}; otherwise an elliptic curve and a group of primes. */
  static List<String> methods() {
    return WHOLE
        ? List.of(
            PREFERRED,
            "sntrup761x25519-sha512",
            "curve25519-sha256",
            "ecdh-sha2-nistp256",
            "diffie-hellman-group14-sha256",
            "diffie-hellman-group-exchange-sha256")
        : List.of(PREFERRED, "ecdh-sha2-nistp256", "diffie-hellman-group-exchange-sha256");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void every_manipulation_is_noticed_and_said_to_be_what_it_is(String kex) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Finding>>> all = new ArrayList<>();
      // one for all: each makes an RSA key
      Options options = new Options(List.of("ssh-lite"), List.of(kex), LIMIT, JOBS, false);
      Bench bench = new Bench(options, Belief.HOST_KEY.client());
      for (Belief belief : Belief.values()) {
        all.add(threads.submit(() -> run(bench.with(belief.client()), belief, kex)));
      }
      for (Belief belief : Belief.values()) {
        List<Finding> findings = all.get(belief.ordinal()).get();
        assertThat(findings).as("%s", belief).hasSizeGreaterThan(WHOLE ? 40 : 5);
        // none is inapplicable either: the client proposes all that they need, and reads markers
        assertThat(findings).as("%s", belief).extracting(Finding::verdict).containsOnly(NOTICED);
        assertThat(findings.stream().map(expectations::complaint).flatMap(Optional::stream))
            .as("%s", belief)
            .isEmpty();
      }
    }
  }

  private static List<Finding> run(Bench bench, Belief belief, String kex) throws Exception {
    int first = methods().indexOf(kex);
    List<Manipulation> all =
        Catalogue.all().stream()
            .filter(manipulation -> kex.equals(PREFERRED) || manipulation.variesByKex())
            .toList();
    List<Manipulation> manipulations =
        IntStream.range(0, all.size())
            .filter(turn -> WHOLE || isInTurn(belief, kex, first + turn, all.get(turn)))
            .mapToObj(all::get)
            // who is waited for for so long begins first
            .sorted(Comparator.comparing(manipulation -> !isSilent(manipulation)))
            .map(belief::meet)
            .flatMap(Optional::stream)
            .toList();
    return bench.run(manipulations, _ -> {});
  }

  private static boolean isSilent(Manipulation manipulation) {
    return manipulation instanceof Silence;
  }

  /**
   * Of what varies by the method each second with a method, but for the one that is preferred. Who
   * falls silent is waited for as long by any, and by that one is enough.
   */
  private static boolean isInTurn(Belief belief, String kex, int turn, Manipulation manipulation) {
    if (kex.equals(PREFERRED)) {
      return inTurn(turn, manipulation) == belief;
    }
    return turn % 2 == 0 && !isSilent(manipulation) && inTurn(turn / 2, manipulation) == belief;
  }

  /** Of those that it is about. */
  private static Belief inTurn(int turn, Manipulation manipulation) {
    List<Belief> meeting =
        Stream.of(Belief.values()).filter(one -> one.meet(manipulation).isPresent()).toList();
    return meeting.get(turn % meeting.size());
  }

  /** What is about the belief itself: keys of the attacker's, and other known_hosts. */
  @Test
  void without_a_host_key_that_is_known_only_what_is_about_it_is_left_out() {
    assertThat(leftOutBy(Belief.HOST_KEY)).isEmpty();
    assertThat(leftOutBy(Belief.FIRST_USE))
        .allSatisfy(label -> assertThat(label).matches("host-key-.*|certificate-.*"));
    assertThat(leftOutBy(Belief.CERTIFICATE))
        .allSatisfy(
            label ->
                assertThat(label)
                    .matches(
                        "host-key-.*|certificate-.*"
                            // RSA signatures, and there is no certificate of the RSA key
                            + "|signature-of-another-algorithm|signature-sha1"));
  }

  private static List<String> leftOutBy(Belief belief) {
    return Catalogue.all().stream()
        .filter(manipulation -> belief.meet(manipulation).isEmpty())
        .map(Manipulation::label)
        .toList();
  }

  @Test
  void every_manipulation_has_an_expectation_and_every_expectation_a_manipulation() {
    assertThat(expectations.words().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.all().stream().map(Manipulation::label).toList());
  }
}
