package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ConnectionMessage;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.Role;

/** RFC 4254 §5.1–5.2, §6.1. */
class ChannelTest {
  @Test
  void data_and_stderr_arrive_on_their_own_streams() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    Channel client = pair.openSession();
    Channel server = pair.serverChannels.getFirst();
    client.output().write("in".getBytes());
    server.output().write("out".getBytes());
    server.extendedOutput().write("err".getBytes());
    pair.exchangeUntilQuiet();
    assertThat(server.input().readNBytes(2)).asString().isEqualTo("in");
    assertThat(client.input().readNBytes(3)).asString().isEqualTo("out");
    assertThat(client.extendedInput().readNBytes(3)).asString().isEqualTo("err");
  }

  @Test
  void many_sessions_share_a_connection() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    pair.maximumSessions = 100;
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Channel client = pair.openSession();
      flows.add(new Flow(client, pair.serverChannels.get(i), i));
      flows.add(new Flow(pair.serverChannels.get(i), client, 1000 + i));
    }
    for (int round = 0; round < 3; round++) {
      for (Flow flow : flows) {
        flow.write(10_000);
      }
      pair.exchangeUntilQuiet();
      for (Flow flow : flows) {
        assertThat(flow.read()).isEqualTo(flow.written());
      }
    }
  }

  @Test
  void the_application_may_refuse_a_session() {
    ConnectionPair pair = ConnectionPair.open();
    pair.maximumSessions = 1;
    pair.openSession();
    RecordingHandler handler = new RecordingHandler();
    CompletableFuture<Channel> second = pair.client.open(new ChannelType.Session(), handler);
    pair.exchangeUntilQuiet();
    assertThatThrownBy(second::join)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("open failed: administratively prohibited: open failed");
    assertThat(handler.closed).isTrue();
    assertThat(pair.clientEnding()).isNull();
  }

  @Test
  void a_session_may_be_opened_where_another_was_closed() {
    ConnectionPair pair = ConnectionPair.open();
    for (int i = 0; i < 3000; i++) {
      Channel channel = pair.openSession();
      channel.close();
      pair.serverChannels.getLast().close();
      pair.exchangeUntilQuiet();
      assertThat(channel.closed()).isCompleted();
    }
    assertThat(pair.clientEnding()).isNull();
  }

  @Test
  void a_closed_session_does_not_count_though_the_application_is_not_done_with_it() {
    ConnectionPair pair = ConnectionPair.open();
    pair.maximumSessions = 1;
    Channel first = pair.openSession();
    pair.serverCarrier.holdWork(true);
    first.close();
    pair.serverChannels.getLast().close();
    pair.exchangeUntilQuiet();
    assertThat(first.closed()).isCompleted();
    assertThat(pair.serverSessions.getFirst().closed).isFalse();

    Channel second = pair.openSession();

    assertThat(pair.serverChannels).hasSize(2);
    pair.serverCarrier.holdWork(false);
    pair.exchangeUntilQuiet();
    assertThat(pair.serverSessions.getFirst().closed).isTrue();
    assertThat(second.closed()).isNotDone();
  }

  @Test
  void closed_sessions_that_the_application_is_not_done_with_are_limited() {
    ConnectionPair pair = ConnectionPair.open();
    pair.serverCarrier.holdWork(true);
    for (int i = 0; i < 64; i++) {
      Channel channel = pair.openSession();
      channel.close();
      pair.serverChannels.getLast().close();
      pair.exchangeUntilQuiet();
    }

    CompletableFuture<Channel> next =
        pair.client.open(new ChannelType.Session(), new RecordingHandler());
    pair.exchangeUntilQuiet();
    assertThatThrownBy(next::join).hasMessageContaining("resource shortage: too many channels");

    pair.serverCarrier.holdWork(false);
    pair.exchangeUntilQuiet();
    assertThat(pair.openSession().closed()).isNotDone();
  }

  @Test
  void who_asks_for_one_while_the_connection_ends_is_told_that() {
    ConnectionPair pair = ConnectionPair.open();
    pair.clientCarrier.holdWork(true);
    pair.client.disconnect("enough");
    CompletableFuture<Channel> late =
        pair.client.open(new ChannelType.Session(), new RecordingHandler());
    pair.exchangeUntilQuiet();
    pair.clientCarrier.holdWork(false);
    pair.exchangeUntilQuiet();
    assertThatThrownBy(late::join).hasCauseInstanceOf(ConnectionEndedException.class);
  }

  @Test
  void channels_beyond_the_limit_are_refused_whatever_the_application_allows() {
    Stage stage = Stage.server().open();
    for (int i = 0; i < 1024; i++) {
      stage.send(open("session"));
    }
    stage.peer.messages();
    ChannelOpenFailure failure = (ChannelOpenFailure) stage.send(open("session")).onlyAnswer();
    assertThat(failure.reason()).isEqualTo(4);
    assertThat(stage.channels).hasSize(1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x12", "", "session@example.com"})
  void unknown_channel_types_are_refused(String type) {
    Stage stage = Stage.server().open();
    ChannelOpenFailure failure = (ChannelOpenFailure) stage.send(open(type)).onlyAnswer();
    assertThat(failure.recipientChannel()).isEqualTo(Stage.PEER_CHANNEL);
    assertThat(failure.reason()).isEqualTo(3);
  }

  @Test
  void a_server_may_not_open_sessions_on_a_client() {
    Stage stage = Stage.client().open();
    ChannelOpenFailure failure = (ChannelOpenFailure) stage.send(open("session")).onlyAnswer();
    assertThat(failure.reason()).isEqualTo(1);
  }

  @Test
  void a_session_after_no_more_sessions_ends_the_connection() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown("no-more-sessions@openssh.com", new byte[0]), false));
    assertThat(stage.peer.messages()).isEmpty();
    stage.send(Stage.data(0, "the first goes on")).assertAlive();
    assertThat(stage.send(open("session")).refusal()).isEqualTo(Refusal.SESSION_AFTER_THE_LAST);
  }

  @Test
  void the_peer_may_give_its_channels_any_number_even_the_same() throws Exception {
    Stage stage = Stage.server().open();
    for (int number : new int[] {0, -1, Integer.MIN_VALUE, -1}) {
      stage.send(new ChannelOpen(new ChannelType.Session(), number, 100, 100));
      var confirmation = (ChannelOpenConfirmation) stage.onlyAnswer();
      assertThat(confirmation.recipientChannel()).isEqualTo(number);
    }
    assertThat(stage.channels).hasSize(4);
    stage.channels.get(1).send(new SessionRequest.ExitStatus(3));
    stage.settle();
    assertThat(((ChannelRequest) stage.onlyAnswer()).recipientChannel()).isEqualTo(-1);
  }

  static List<ConnectionMessage> onChannel(int number) {
    return List.of(
        new ChannelEof(number),
        new ChannelClose(number),
        new ChannelRequest(number, true, new SessionRequest.Shell()),
        new ChannelOpenConfirmation(number, 3, 100, 100, new byte[0]),
        new ChannelOpenFailure(number, 1, "no", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, Integer.MAX_VALUE, -1})
  void messages_for_a_channel_that_is_not_are_refused(int number) {
    for (Message message : onChannel(number)) {
      Stage.server().open().send(message).assertRefused(Refusal.Malformed.class);
    }
    Stage.server().open().send(Stage.data(number, "x")).assertRefused(Refusal.Malformed.class);
    Stage.server()
        .open()
        .send(Stage.extendedData(number, 1, new byte[1]))
        .assertRefused(Refusal.Malformed.class);
  }

  @Test
  void messages_for_a_channel_that_is_not_confirmed_are_refused() {
    for (Message message : onChannel(0).subList(0, 3)) {
      Stage stage = Stage.client().open();
      stage.end.open(new ChannelType.Session(), new RecordingHandler());
      stage.settle();
      stage.send(message).assertRefused(Refusal.Malformed.class);
    }
  }

  @Test
  void a_channel_is_confirmed_only_once() {
    Stage stage = Stage.client().open();
    stage.session();
    stage.send(new ChannelOpenConfirmation(0, 3, 100, 100, new byte[0]));
    stage.assertRefused(Refusal.Malformed.class);
  }

  @Test
  void what_the_peer_says_when_it_refuses_a_channel_is_escaped() {
    Stage stage = Stage.client().open();
    CompletableFuture<Channel> opening =
        stage.end.open(new ChannelType.Session(), new RecordingHandler());
    stage.settle();
    stage.send(new ChannelOpenFailure(0, 2, "no\u001b[2J", ""));
    assertThatThrownBy(opening::join).hasMessageContaining("connect failed: no\\033[2J");
  }

  @Test
  void a_flood_of_opens_whose_refusals_nobody_reads_ends_the_connection() {
    Stage stage = Stage.server().open();
    stage.carrier.writable(false);
    for (int i = 0; i < 5000 && stage.ending() == null; i++) {
      stage.send(open("session@example.com"));
    }
    stage.assertRefused(Refusal.LimitExceeded.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void channel_messages_before_authentication_are_refused(Role role) {
    Stage.of(role).keys().send(open("session")).assertRefused(Refusal.OutOfTurn.class);
  }

  // when the connection ends

  @Test
  void a_waiting_reader_and_a_waiting_writer_get_the_reason_when_the_connection_is_lost() {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(10, 10);
    CompletableFuture<Integer> read = Waiting.inThread(() -> channel.input().read());
    CompletableFuture<Integer> write =
        Waiting.inThread(
            () -> {
              channel.output().write(new byte[1_000_000]);
              return 0;
            });
    CompletableFuture<Boolean> request = channel.request(new SessionRequest.Shell());
    stage.settle();
    stage.carrier.hangUp();
    stage.settle();
    for (CompletableFuture<?> future : List.of(read, write, request)) {
      assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("connection closed by the peer");
    }
    assertThat(channel.closed()).isCompleted();
    assertThat(stage.handlers.getFirst().closed).isTrue();
    assertThat(stage.ending())
        .isEqualTo(new Ending.ConnectionLost("connection closed by the peer"));
  }

  @Test
  void what_is_asked_of_a_connection_that_is_over_fails_at_once() {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.carrier.hangUp();
    stage.settle();
    var session = stage.end.open(new ChannelType.Session(), new RecordingHandler());
    var global = stage.end.globalRequest(new GlobalRequestType.Unknown("x", new byte[0]));
    var request = channel.request(new SessionRequest.Shell());
    stage.settle();
    assertThat(session).isCompletedExceptionally();
    assertThat(global).isCompletedExceptionally();
    assertThat(request).isCompletedExceptionally();
    assertThatThrownBy(() -> channel.output().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void what_was_asked_before_fails_when_the_connection_ends() {
    Stage stage = Stage.client().open();
    var session = stage.end.open(new ChannelType.Session(), new RecordingHandler());
    CompletableFuture<Optional<byte[]>> global =
        stage.end.globalRequest(new GlobalRequestType.Unknown("x", new byte[0]));
    stage.settle();
    stage.carrier.hangUp();
    stage.settle();
    assertThat(session).isCompletedExceptionally();
    assertThat(global).isCompletedExceptionally();
  }

  @Test
  void a_session_cannot_be_opened_before_authentication() {
    Stage stage = Stage.client().keys();
    var session = stage.end.open(new ChannelType.Session(), new RecordingHandler());
    stage.settle();
    assertThat(session).isCompletedExceptionally();
  }

  private static ChannelOpen open(String type) {
    return open(new ChannelType.Unknown(type, new byte[0]));
  }

  private static ChannelOpen open(ChannelType type) {
    return new ChannelOpen(type, Stage.PEER_CHANNEL, 1000, 1000);
  }
}
