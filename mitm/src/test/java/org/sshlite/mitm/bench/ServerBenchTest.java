package org.sshlite.mitm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.catalogue.Honest;
import org.sshlite.mitm.end.Credentials;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.probe.Probe;
import org.sshlite.mitm.probe.Probes;

/** The bench for servers against the bench's own server, which is lax, and against none at all. */
class ServerBenchTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SecureRandom random = new SecureRandom();

  private static List<Probe> named(String... names) {
    List<String> wanted = List.of(names);
    return Probes.all().stream().filter(probe -> wanted.contains(probe.label())).toList();
  }

  private static List<Finding> run(int port, Credentials credentials, List<Probe> probes)
      throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(Room.HOST), port);
    return new ServerBench(new ServerOptions(address, credentials, LIMIT, 4)).run(probes, _ -> {});
  }

  private static Map<String, Finding> byName(List<Finding> findings) {
    return findings.stream()
        .collect(Collectors.toMap(finding -> finding.entry().label(), Function.identity()));
  }

  @Test
  void every_probe_has_a_name_of_its_own_and_says_what_it_is() {
    assertThat(Probes.all()).extracting(Probe::label).doesNotHaveDuplicates();
    assertThat(Probes.all())
        .hasSizeGreaterThan(290)
        .allSatisfy(
            probe -> {
              assertThat(probe.label()).matches("[a-z0-9]+(-[a-z0-9]+)*");
              assertThat(probe.about().does()).isNotBlank();
              assertThat(probe.about().breaks()).isNotBlank();
              assertThat(probe.about().demand()).isNotBlank();
            });
  }

  @Test
  void a_server_that_lets_everybody_in_is_found_out() throws Exception {
    Scene anybody = Scene.attackerAlone(random, List.of(), KexMethods.DEFAULT);
    List<Probe> probes =
        named(
            "login-none",
            "login-password-empty",
            "login-key-of-a-stranger",
            "login-signature-other-session",
            "login-signature-other-key",
            "service-unknown",
            "service-connection-before-login",
            "order-channel-open-before-login",
            "channel-data-after-eof",
            "kex-curve25519-zero");
    try (BenchServer server = new BenchServer(anybody, Honest.KNOWN_HOST, new Evidence(), LIMIT)) {
      Map<String, Finding> findings = byName(run(server.port(), Credentials.none("bob"), probes));

      assertThat(findings).hasSameSizeAs(probes);
      assertThat(findings.get("login-password-empty").verdict()).isEqualTo(Verdict.FOOLED);
      assertThat(findings.get("login-password-empty").verdictText()).isEqualTo("ACCEPTED");
      assertThat(findings.get("login-password-empty").severity()).isEqualTo(Severity.GIVEN_AWAY);
      assertThat(findings.get("login-key-of-a-stranger").verdict()).isEqualTo(Verdict.FOOLED);
      assertThat(findings.get("service-unknown").severity()).isEqualTo(Severity.ACCEPTED);
      assertThat(findings.get("service-connection-before-login").verdict())
          .isEqualTo(Verdict.FOOLED);
      assertThat(findings.get("order-channel-open-before-login").severity())
          .isEqualTo(Severity.GIVEN_AWAY);
      // and where it is sound, it is said to be
      assertThat(findings.get("login-none").verdictText()).isEqualTo("refused");
      assertThat(findings.get("kex-curve25519-zero").verdict()).isEqualTo(Verdict.NOTICED);
      // nobody's key was named
      assertThat(findings.get("login-signature-other-key").verdict())
          .isEqualTo(Verdict.NOT_APPLICABLE);
      assertThat(findings.get("channel-data-after-eof").reason()).contains("needs a user");
    }
  }

  @Test
  void a_server_that_takes_tries_without_end_has_no_limit() throws Exception {
    Scene scene = Scene.create(random, KexMethods.DEFAULT);
    Credentials user =
        new Credentials(
            scene.user(), Optional.of(scene.identity().orElseThrow()), Optional.empty());
    try (BenchServer server = new BenchServer(scene, Honest.KNOWN_HOST, new Evidence(), LIMIT)) {
      Map<String, Finding> findings =
          byName(
              run(
                  server.port(),
                  user,
                  named(
                      "login-tries-without-end",
                      "login-signature-other-session",
                      "login-signature-bit-flipped",
                      "login-password-empty")));

      assertThat(findings.get("login-tries-without-end").verdict()).isEqualTo(Verdict.UNBOUNDED);
      assertThat(findings.get("login-tries-without-end").severity()).isEqualTo(Severity.NO_LIMIT);
      assertThat(findings.get("login-signature-other-session").verdict())
          .isEqualTo(Verdict.NOTICED);
      assertThat(findings.get("login-signature-bit-flipped").verdict()).isEqualTo(Verdict.NOTICED);
      assertThat(findings.get("login-password-empty").verdict()).isEqualTo(Verdict.NOTICED);
    }
  }

  @Test
  void what_is_no_server_or_lets_the_user_not_in_is_no_finding() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName(Room.HOST))) {
      Thread.ofVirtual().start(() -> hangUp(mute));

      assertThatThrownBy(
              () -> run(mute.getLocalPort(), Credentials.none("bob"), named("login-none")))
          .isInstanceOf(ControlFailedException.class)
          .hasMessageContaining("hangs up");
    }
    Scene scene = Scene.create(random, KexMethods.DEFAULT);
    try (BenchServer server = new BenchServer(scene, Honest.KNOWN_HOST, new Evidence(), LIMIT)) {
      Credentials wrong = new Credentials("bob", Optional.empty(), Optional.of("wrong"));

      assertThatThrownBy(() -> run(server.port(), wrong, named("login-none")))
          .isInstanceOf(ControlFailedException.class)
          .hasMessageContaining("does not let the user in");
    }
  }

  private static void hangUp(ServerSocket mute) {
    try (Socket one = mute.accept()) {
      assertThat(one.isConnected()).isTrue();
    } catch (IOException _) {
      return; // the test is over
    }
  }
}
