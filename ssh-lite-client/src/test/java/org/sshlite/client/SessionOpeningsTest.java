package org.sshlite.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;

/** Sessions that wait their turn at a host that has room for some. */
@Timeout(120)
class SessionOpeningsTest {
  private TestServer server;
  private SshClient client;
  private ClientSession session;

  @BeforeEach
  void connect() throws Exception {
    server = new TestServer();
    client =
        SshClient.create(
            ClientOptions.builder()
                .trust(TrustPolicy.pinned(server.hostKey.publicKey()))
                .login(new LoginOptions(List.of("password"), List.of(), List.of(), 3, 2048))
                .dialog(new ScriptedDialog(TestServer.PASSWORD))
                .queuesSessions(true)
                .build());
    session = client.connect(server.destination());
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private List<CompletableFuture<SessionChannel>> open(int count) {
    List<CompletableFuture<SessionChannel>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(session.open());
    }
    return all;
  }

  private static List<SessionChannel> opened(List<CompletableFuture<SessionChannel>> all) {
    return all.stream()
        .filter(each -> each.isDone() && !each.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }

  @Test
  void more_calls_than_a_connection_may_have_channels_wait_as_well() throws Exception {
    List<CompletableFuture<SessionChannel>> all = open(1100);
    await().until(() -> server.sessions.get() >= 1000);
    assertThat(all).noneMatch(CompletableFuture::isCompletedExceptionally);
    for (CompletableFuture<SessionChannel> each : all) {
      each.get(60, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void without_a_queue_one_too_many_is_told_as_a_channel_that_failed() throws Exception {
    try (SshClient plain =
            SshClient.create(
                ClientOptions.builder()
                    .trust(TrustPolicy.pinned(server.hostKey.publicKey()))
                    .login(new LoginOptions(List.of("password"), List.of(), List.of(), 3, 2048))
                    .dialog(new ScriptedDialog(TestServer.PASSWORD))
                    .build());
        ClientSession crowded = plain.connect(server.destination())) {
      List<CompletableFuture<SessionChannel>> all = new ArrayList<>();
      for (int i = 0; i < 1100; i++) {
        all.add(crowded.open());
      }
      await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
      assertThat(all)
          .filteredOn(CompletableFuture::isCompletedExceptionally)
          .isNotEmpty()
          .allSatisfy(
              each ->
                  assertThat(each.exceptionNow())
                      .isInstanceOf(ChannelFailedException.class)
                      .hasMessageContaining("too many channels on this connection"));
    }
  }

  @Test
  void as_many_run_at_once_as_the_host_has_room_for_also_after_it_refused_for_a_while() {
    server.room = 4;
    List<CompletableFuture<SessionChannel>> all = open(12);
    await().until(() -> opened(all).size() == 4 && server.refusals.get() >= 8);

    server.room = 1; // as one that still counts what has ended
    int before = server.refusals.get();
    opened(all).subList(0, 3).forEach(SessionChannel::close);
    await().until(() -> server.refusals.get() >= before + 4);
    server.room = 4;

    await().until(() -> server.sessions.get() == 4);
    await()
        .until(
            () -> {
              opened(all).forEach(SessionChannel::close);
              return all.stream().allMatch(CompletableFuture::isDone);
            });
    assertThat(opened(all)).hasSize(12);
  }

  @Test
  void who_came_first_has_the_first_turn() {
    server.room = 1;
    SessionChannel first = session.open().join();
    List<Integer> turns = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int turn = i;
      session
          .open()
          .thenAccept(
              channel -> {
                turns.add(turn);
                channel.close();
              });
    }
    await().until(() -> server.refusals.get() >= 5);

    first.close();

    await().until(() -> turns.size() == 5);
    assertThat(turns).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void a_host_that_still_counts_the_only_one_that_has_ended_does_not_fail_the_next()
      throws Exception {
    server.room = 1;
    SessionChannel first = session.open().join();
    CompletableFuture<SessionChannel> next = session.open();
    await().until(() -> server.refusals.get() >= 1);

    server.room = 0;
    first.close();
    int before = server.refusals.get();
    await().until(() -> server.refusals.get() > before);
    server.room = 1;

    assertThat(next.get(60, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void a_host_that_has_room_for_none_is_a_failure_and_no_wait_for_ever() {
    server.room = 0;
    List<CompletableFuture<SessionChannel>> all = open(3);
    for (CompletableFuture<SessionChannel> each : all) {
      assertThatThrownBy(() -> each.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ChannelFailedException.class);
    }
  }
}
