package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.Role;

/** RFC 4254 §5.3: EOF and CLOSE in every order. */
class ChannelCloseTest {
  @Test
  void EOF_from_one_side_leaves_the_other_direction_open() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    Channel client = pair.openSession();
    Channel server = pair.serverChannels.getFirst();
    client.output().write("all".getBytes());
    client.output().close();
    pair.exchangeUntilQuiet();
    assertThat(server.input().readAllBytes()).asString().isEqualTo("all");
    server.output().write("answer".getBytes());
    pair.exchangeUntilQuiet();
    assertThat(client.input().readNBytes(6)).asString().isEqualTo("answer");
    assertThat(client.closed()).isNotDone();
  }

  @Test
  void a_channel_is_closed_when_both_sides_have_said_so() {
    ConnectionPair pair = ConnectionPair.open();
    Channel client = pair.openSession();
    Channel server = pair.serverChannels.getFirst();
    server.close();
    pair.exchangeUntilQuiet();
    assertThat(client.closed()).isCompleted();
    assertThat(server.closed()).isCompleted();
    assertThat(pair.serverSessions.getFirst().closed).isTrue();
  }

  @Test
  void both_sides_may_close_at_once() {
    ConnectionPair pair = ConnectionPair.open();
    Channel client = pair.openSession();
    Channel server = pair.serverChannels.getFirst();
    server.close();
    client.close();
    pair.exchangeUntilQuiet();
    assertThat(client.closed()).isCompleted();
    assertThat(server.closed()).isCompleted();
    assertThat(pair.clientEnding()).isNull();
    assertThat(pair.serverEnding()).isNull();
  }

  @Test
  void close_sends_all_that_was_written_then_EOF_then_CLOSE_once() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(10, 1000);
    channel.output().write("0123456789abc".getBytes());
    channel.extendedOutput().write("err".getBytes());
    channel.close();
    channel.close();
    channel.output().close();
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(10);
    stage.send(new ChannelWindowAdjust(0, 100));
    assertThat(Stage.numbers(stage.peer.payloads()))
        .containsExactly(
            ChannelExtendedData.NUMBER, ChannelData.NUMBER, ChannelEof.NUMBER, ChannelClose.NUMBER);
  }

  @Test
  void the_exit_status_comes_before_CLOSE_and_after_what_was_sent_before() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    channel.output().write("out".getBytes());
    stage.settle();
    channel.send(new SessionRequest.ExitStatus(7));
    channel.close();
    stage.settle();
    assertThat(Stage.numbers(stage.peer.payloads()))
        .containsExactly(
            ChannelData.NUMBER, ChannelRequest.NUMBER, ChannelEof.NUMBER, ChannelClose.NUMBER);
  }

  @Test
  void after_close_nothing_can_be_written() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    channel.close();
    stage.settle();
    assertThatThrownBy(() -> channel.output().write(1)).hasMessage("the stream is closed");
    channel.send(new SessionRequest.ExitStatus(7));
    stage.peer.payloads();
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @Test
  void what_the_peer_sent_can_be_read_after_close() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.send(Stage.data(0, "late"));
    channel.close();
    stage.send(new ChannelClose(0));
    assertThat(channel.input().readAllBytes()).asString().isEqualTo("late");
  }

  @Test
  void abort_drops_what_was_not_sent_and_sends_CLOSE_without_EOF() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(4, 1000);
    channel.output().write("0123456789".getBytes());
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(4);
    channel.abort();
    stage.settle();
    assertThat(Stage.numbers(stage.peer.payloads())).containsExactly(ChannelClose.NUMBER);
    assertThatThrownBy(() -> channel.output().write(1)).hasMessage("the channel was aborted");
    stage.send(new ChannelWindowAdjust(0, 100)).assertAlive();
    stage.send(new ChannelClose(0));
    assertThat(channel.closed()).isCompleted();
  }

  @Test
  void abort_wakes_who_reads_whenever_the_peer_closes_it_too() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(4, 1000);
    CompletableFuture<Integer> reading = Waiting.inThread(channel.input()::read);
    CompletableFuture<Integer> errors = Waiting.inThread(channel.extendedInput()::read);
    channel.abort();
    stage.settle();
    for (CompletableFuture<Integer> waiting : List.of(reading, errors)) {
      assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
          .rootCause()
          .hasMessage("the channel was aborted");
    }
    assertThat(channel.closed()).isNotDone();
    stage.send(Stage.data(0, new byte[10])).assertAlive();
    stage.send(new ChannelClose(0));
    assertThat(channel.closed()).isCompleted();
  }

  @Test
  void the_peers_CLOSE_is_answered_at_once_and_what_was_not_sent_is_dropped() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(0, 1000);
    channel.output().write("never".getBytes());
    stage.send(new ChannelClose(0));
    assertThat(stage.onlyAnswer()).isEqualTo(new ChannelClose(Stage.PEER_CHANNEL));
    assertThat(channel.closed()).isCompleted();
    assertThat(channel.input().read()).isEqualTo(-1);
    assertThatThrownBy(() -> channel.output().write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("the peer closed the channel");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void data_after_EOF_is_refused(Role role) {
    Stage stage = Stage.of(role).open();
    stage.session();
    stage.send(new ChannelEof(0)).assertAlive();
    stage.send(Stage.data(0, "x"));
    assertThat(stage.refusal())
        .isEqualTo(
            new Refusal.Malformed("SSH_MSG_CHANNEL_DATA", "recipient channel", "data after EOF"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void extended_data_after_EOF_is_refused(int type) {
    Stage stage = Stage.client().open();
    stage.session();
    stage.send(new ChannelEof(0));
    stage.send(Stage.extendedData(0, type, new byte[1])).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void requests_and_window_may_come_after_EOF() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(0, 1000);
    channel.output().write("out".getBytes());
    stage.send(new ChannelEof(0), new ChannelWindowAdjust(0, 3));
    assertThat(Stage.dataOf(stage.peer.payloads())).asString().isEqualTo("out");
    stage.send(new ChannelRequest(0, true, new SessionRequest.Signal("INT")));
    assertThat(stage.onlyAnswer()).isEqualTo(new ChannelSuccess(Stage.PEER_CHANNEL));
  }

  @Test
  void a_second_EOF_is_borne() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.send(new ChannelEof(0), new ChannelEof(0)).assertAlive();
  }

  @Test
  void CLOSE_without_EOF_ends_the_input() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.send(Stage.data(0, "x")).send(new ChannelClose(0));
    assertThat(channel.input().readAllBytes()).asString().isEqualTo("x");
  }

  @Test
  void what_carries_something_after_the_peers_CLOSE_is_refused() {
    for (byte[] late :
        List.of(
            Stage.data(0, "x"),
            new ChannelEof(0).payload(),
            new ChannelClose(0).payload(),
            new ChannelRequest(0, true, new SessionRequest.Shell()).payload())) {
      Stage stage = Stage.server().open();
      stage.session();
      stage.send(new ChannelClose(0)).assertAlive();
      stage.send(late).assertRefused(Refusal.Malformed.class);
    }
  }

  @Test
  void what_the_peer_sent_before_it_saw_our_CLOSE_is_borne_and_not_answered() {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    channel.close();
    stage.settle();
    stage.peer.payloads();
    stage.send(Stage.data(0, new byte[32 * 1024]));
    stage.send(Stage.extendedData(0, 7, new byte[32 * 1024]));
    stage.send(
        new ChannelRequest(0, true, new SessionRequest.Signal("INT")),
        new ChannelWindowAdjust(0, 10),
        new ChannelEof(0));
    stage.assertAlive();
    assertThat(stage.peer.payloads()).isEmpty();
    assertThat(stage.handlers.getFirst().requests).isEmpty();
    stage.send(new ChannelClose(0));
    assertThat(stage.peer.payloads()).isEmpty();
    assertThat(channel.closed()).isCompleted();
  }

  @Test
  void the_news_of_the_end_comes_after_the_request_that_is_being_handled() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.peer.send(new ChannelRequest(0, true, new SessionRequest.Exec("true")));
    stage.peer.send(new ChannelClose(0));
    stage.handlers.getFirst().before = () -> assertThat(stage.handlers.getFirst().closed).isFalse();
    stage.settle();
    assertThat(stage.handlers.getFirst().requests).hasSize(1);
    assertThat(stage.handlers.getFirst().closed).isTrue();
  }
}
