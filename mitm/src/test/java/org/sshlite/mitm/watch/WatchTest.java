package org.sshlite.mitm.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.mitm.bench.BenchServer;
import org.sshlite.mitm.catalogue.Honest;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.report.Json;

class WatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Sight sight(String way, State state, String fingerprint) {
    return new Sight("h", way, state, "ssh-ed25519", fingerprint, "words");
  }

  @Test
  @SuppressWarnings("try") // what hangs is closed early, and then again
  void hosts_are_told_apart_by_what_is_known_of_them_and_one_that_hangs_holds_nobody(
      @TempDir Path folder) throws Exception {
    Scene scene = Scene.create(new SecureRandom(), KexMethods.DEFAULT);
    InetAddress here = InetAddress.getByName("127.0.0.1");
    CompletableFuture<String> seenLast = new CompletableFuture<>();
    try (BenchServer known = server(scene, _ -> {});
        BenchServer changed = server(scene, _ -> {});
        BenchServer unknown = server(scene, seenLast::complete);
        ServerSocket hanging = new ServerSocket(0, 5, here)) {
      Path knownHosts =
          Files.write(
              folder.resolve("known_hosts"),
              List.of(
                  "[127.0.0.1]:" + known.port() + " " + scene.trueKey().line(),
                  "[127.0.0.1]:" + changed.port() + " " + scene.attackersKey().line()));
      List<Destination> hosts =
          WatchList.parse(
              "file",
              List.of(
                  "# a comment",
                  "127.0.0.1:" + hanging.getLocalPort() + "  # hangs",
                  "127.0.0.1:" + known.port(),
                  "127.0.0.1:" + changed.port(),
                  "",
                  "127.0.0.1:" + unknown.port()));
      TrustOptions trust =
          TrustOptions.builder()
              .knownHosts(KnownHosts.open(List.of(knownHosts), List.of()))
              .build();
      try (SshClient client = SshClient.create(ClientOptions.builder().trust(trust).build())) {
        Lookout lookout = new Lookout(client, List.of(), PATIENCE, 2);
        FutureTask<List<Sight>> round = new FutureTask<>(() -> lookout.look(hosts));
        Thread.ofVirtual().start(round);
        seenLast.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(round.isDone()).as("one hangs still").isFalse();
        hanging.close();
        List<Sight> sights = round.get();

        assertThat(sights)
            .extracting(Sight::state)
            .containsExactly(State.UNREACHABLE, State.BELIEVED, State.CHANGED, State.UNKNOWN);
        assertThat(sights.get(1).fingerprint()).isEqualTo(scene.trueKey().fingerprint());
        assertThat(sights.get(2).words()).containsIgnoringCase("changed");
      }
    }
  }

  private static BenchServer server(Scene scene, Consumer<String> log) throws Exception {
    return new BenchServer(scene, Honest.KNOWN_HOST, new Evidence(false, log), PATIENCE);
  }

  @Test
  void a_host_that_hangs_is_given_up() throws Exception {
    try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        SshClient client = SshClient.create(ClientOptions.defaults())) {
      List<Destination> hosts =
          WatchList.parse("f", List.of("127.0.0.1:" + hanging.getLocalPort()));

      assertThat(new Lookout(client, List.of(), Duration.ofMillis(200), 1).look(hosts))
          .singleElement()
          .satisfies(
              sight -> {
                assertThat(sight.state()).isEqualTo(State.UNREACHABLE);
                assertThat(sight.words()).startsWith("no answer in ");
              });
    }
  }

  @Test
  void the_first_round_tells_what_is_not_believed_and_later_ones_what_is_not_as_it_was() {
    Changes changes = new Changes(false);
    Sight good = sight("direct", State.BELIEVED, "SHA256:a");
    Sight bad = sight("jump", State.CHANGED, "SHA256:b");

    assertThat(changes.of(List.of(good, bad)))
        .containsExactly(new Changes.Change(bad, Optional.empty()));
    assertThat(changes.of(List.of(good, bad))).isEmpty();

    Sight other = sight("direct", State.CHANGED, "SHA256:c");
    assertThat(changes.of(List.of(other, bad)))
        .containsExactly(new Changes.Change(other, Optional.of(good)));
    assertThat(changes.of(List.of(good, bad)))
        .as("that it is well again is a change too")
        .containsExactly(new Changes.Change(good, Optional.of(other)));
  }

  @Test
  void all_are_told_in_the_first_round_on_demand() {
    Changes changes = new Changes(true);
    List<Sight> round = List.of(sight("direct", State.BELIEVED, "SHA256:a"));

    assertThat(changes.of(round)).hasSize(1);
    assertThat(changes.of(round)).isEmpty();
  }

  @Test
  void a_key_that_is_another_one_by_another_way_is_told() {
    Sight direct = sight("direct", State.BELIEVED, "SHA256:a");
    Sight jump = sight("jump", State.CHANGED, "SHA256:b");

    assertThat(Lookout.compare(List.of(direct, sight("jump", State.BELIEVED, "SHA256:a"))))
        .isEmpty();
    assertThat(Lookout.compare(List.of(direct, jump)))
        .hasValueSatisfying(
            differs -> {
              assertThat(differs.state()).isEqualTo(State.DIFFERS_BY_WAY);
              assertThat(differs.words()).contains("direct: SHA256:a", "jump: SHA256:b");
            });
  }

  @Test
  void a_change_is_one_line_of_JSON() {
    Sight now = sight("direct", State.CHANGED, "SHA256:b");
    Sight before = sight("direct", State.BELIEVED, "SHA256:a");

    assertThat(Json.line(now.json(Instant.EPOCH, Optional.of(before))))
        .isEqualTo(
            "{\"time\": \"1970-01-01T00:00:00Z\", \"host\": \"h\", \"way\": \"direct\","
                + " \"state\": \"changed\", \"keyType\": \"ssh-ed25519\","
                + " \"fingerprint\": \"SHA256:b\", \"words\": \"words\","
                + " \"was\": \"believed\", \"fingerprintWas\": \"SHA256:a\"}");
  }

  @Test
  void a_line_that_is_no_host_is_named() {
    assertThatThrownBy(() -> WatchList.parse("f", List.of("good", "bad/host")))
        .hasMessageStartingWith("f:2: ");
    assertThatThrownBy(() -> WatchList.parse("f", List.of("# nothing")))
        .hasMessageContaining("no host");
  }
}
