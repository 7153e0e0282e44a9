package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.Role;

/** RFC 4254 §4, §5.4. */
class RequestTest {
  @Test
  void a_request_is_answered_by_what_the_handler_says() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.send(new ChannelRequest(0, true, new SessionRequest.Exec("true")));
    assertThat(stage.onlyAnswer()).isEqualTo(new ChannelSuccess(Stage.PEER_CHANNEL));
    stage.handlers.getFirst().answer = false;
    stage.send(new ChannelRequest(0, true, new SessionRequest.Unknown("x@y", new byte[4])));
    assertThat(stage.onlyAnswer()).isEqualTo(new ChannelFailure(Stage.PEER_CHANNEL));
  }

  @Test
  void a_request_that_wants_no_reply_gets_none() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.send(new ChannelRequest(0, false, new SessionRequest.Exec("true")));
    assertThat(stage.peer.payloads()).isEmpty();
    assertThat(stage.handlers.getFirst().requests).hasSize(1);
  }

  @Test
  void requests_are_handled_one_after_another_in_order() {
    Stage stage = Stage.server().open();
    stage.session();
    for (int i = 0; i < 100; i++) {
      stage.peer.send(new ChannelRequest(0, i % 2 == 0, new SessionRequest.Env("N" + i, "")));
    }
    stage.settle();
    assertThat(stage.handlers.getFirst().requests)
        .extracting(request -> ((SessionRequest.Env) request).name())
        .startsWith("N0", "N1", "N2")
        .endsWith("N99")
        .hasSize(100);
    assertThat(stage.peer.payloads()).hasSize(50);
  }

  @Test
  void output_does_not_overtake_the_reply_to_exec() {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.handlers.getFirst().before =
        () -> {
          try {
            channel.output().write("out".getBytes());
            channel.extendedOutput().write("err".getBytes());
            channel.send(new SessionRequest.ExitStatus(0));
            channel.close();
          } catch (java.io.IOException e) {
            throw new AssertionError(e);
          }
        };
    stage.send(new ChannelRequest(0, true, new SessionRequest.Exec("true")));
    List<byte[]> payloads = stage.peer.payloads();
    assertThat(payloads.getFirst()[0]).isEqualTo((byte) ChannelSuccess.NUMBER);
    assertThat(Stage.numbers(payloads))
        .contains(ChannelData.NUMBER, ChannelRequest.NUMBER)
        .endsWith(ChannelClose.NUMBER);
  }

  @Test
  void output_is_not_held_where_no_reply_is_wanted() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.send(new ChannelRequest(0, false, new SessionRequest.Shell()));
    channel.output().write("out".getBytes());
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).asString().isEqualTo("out");
  }

  /** Bytes that could be read while each request was handled. */
  private static List<Integer> readableInHandler(Stage stage, Channel channel) {
    List<Integer> readable = new ArrayList<>();
    stage.handlers.getFirst().before =
        () -> {
          try {
            readable.add(channel.input().available());
          } catch (java.io.IOException e) {
            throw new AssertionError(e);
          }
        };
    return readable;
  }

  @Test
  void data_after_a_resize_is_read_once_that_is_handled() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    List<Integer> readable = readableInHandler(stage, channel);
    ChannelRequest resize =
        new ChannelRequest(0, false, new SessionRequest.WindowChange(132, 43, 0, 0));
    // all in one read: the handler runs after the loop has seen them
    java.io.ByteArrayOutputStream burst = new java.io.ByteArrayOutputStream();
    burst.writeBytes(stage.peer.seal(Stage.data(0, "one")));
    burst.writeBytes(stage.peer.seal(resize.payload()));
    burst.writeBytes(stage.peer.seal(Stage.data(0, "three")));
    burst.writeBytes(stage.peer.seal(resize.payload()));
    burst.writeBytes(stage.peer.seal(Stage.data(0, "seventh")));
    stage.peer.sendBytes(burst.toByteArray());
    stage.settle();
    assertThat(readable).containsExactly(3, 8);
    assertThat(channel.input().available()).isEqualTo(15);
  }

  @Test
  void a_program_that_reads_before_it_is_answered_gets_its_data() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    List<Integer> readable = readableInHandler(stage, channel);
    java.io.ByteArrayOutputStream burst = new java.io.ByteArrayOutputStream();
    burst.writeBytes(
        stage.peer.seal(new ChannelRequest(0, true, new SessionRequest.Exec("cat")).payload()));
    burst.writeBytes(stage.peer.seal(Stage.data(0, "input")));
    stage.peer.sendBytes(burst.toByteArray());
    stage.settle();
    assertThat(readable).containsExactly(5);
  }

  @Test
  void a_handler_that_throws_fails_the_request_and_holds_nothing_back() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.handlers.getFirst().before =
        () -> {
          throw new IllegalStateException("the application's own fault");
        };
    stage.peer.send(new ChannelRequest(0, true, new SessionRequest.Exec("true")));
    // on a virtual thread it would go to the uncaught exception handler
    assertThatThrownBy(stage::settle).isInstanceOf(IllegalStateException.class);
    stage.settle();
    assertThat(stage.onlyAnswer()).isEqualTo(new ChannelFailure(Stage.PEER_CHANNEL));
    channel.output().write("out".getBytes());
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).asString().isEqualTo("out");
    stage.handlers.getFirst().before = () -> {};
    stage.send(new ChannelRequest(0, true, new SessionRequest.Signal("INT")));
    assertThat(stage.onlyAnswer()).isEqualTo(new ChannelSuccess(Stage.PEER_CHANNEL));
  }

  /** A session whose handler has begun with a request, and does not get on. */
  private static Stage thinking() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.carrier.holdWork(true);
    stage.send(setting(""));
    return stage;
  }

  private static ChannelRequest setting(String value) {
    return new ChannelRequest(0, false, new SessionRequest.Env("A", value));
  }

  private static void assertTooMany(Stage stage) {
    stage.carrier.holdWork(false);
    stage.settle();
    assertThat(stage.refusal())
        .isEqualTo(new Refusal.LimitExceeded("too many channel requests that wait for an answer"));
  }

  @Test
  void only_so_many_requests_may_wait_for_a_handler() {
    Stage stage = thinking();
    for (int i = 0; i < 512; i++) {
      stage.send(setting(""));
    }
    stage.assertAlive();
    stage.send(setting(""));
    assertTooMany(stage);
  }

  @Test
  void only_so_many_bytes_of_requests_may_wait_for_a_handler() {
    Stage stage = thinking();
    int least = setting("").payload().length;
    for (int i = 0; i < 7; i++) {
      stage.send(setting("x".repeat(128 * 1024 - least)));
    }
    stage.send(setting("x".repeat(128 * 1024 - 2 * least))); // with the one that has begun
    stage.assertAlive();
    stage.send(setting(""));
    assertTooMany(stage);
  }

  @Test
  void requests_that_were_handled_do_not_count() {
    Stage stage = Stage.server().open();
    stage.session();
    for (int i = 0; i < 50; i++) {
      stage.send(new ChannelRequest(0, false, new SessionRequest.Env("A", "x".repeat(100_000))));
    }
    stage.assertAlive();
  }

  @Test
  void our_requests_are_answered_in_order() {
    Stage stage = Stage.client().open();
    Channel channel = stage.session();
    CompletableFuture<Boolean> first = channel.request(new SessionRequest.Env("A", "1"));
    CompletableFuture<Boolean> second = channel.request(new SessionRequest.Shell());
    stage.settle();
    stage.send(new ChannelFailure(0));
    assertThat(first).isCompletedWithValue(false);
    assertThat(second).isNotDone();
    stage.send(new ChannelSuccess(0));
    assertThat(second).isCompletedWithValue(true);
  }

  @Test
  void our_request_fails_when_the_peer_closes_the_channel_instead() {
    Stage stage = Stage.client().open();
    CompletableFuture<Boolean> request = stage.session().request(new SessionRequest.Shell());
    stage.send(new ChannelClose(0));
    assertThatThrownBy(request::join)
        .hasMessageContaining("the peer closed the channel")
        .cause()
        .satisfies(failure -> assertThat(failure.getStackTrace()).isNotEmpty());
  }

  @Test
  void a_client_gets_the_exit_status() {
    Stage stage = Stage.client().open();
    stage.session();
    stage.send(new ChannelRequest(0, false, new SessionRequest.ExitStatus(0xffffffffL)));
    assertThat(stage.handlers.getFirst().requests)
        .containsExactly(new SessionRequest.ExitStatus(0xffffffffL));
  }

  @Test
  void a_malformed_request_is_refused() {
    Stage stage = Stage.server().open();
    stage.session();
    byte[] payload = new ChannelRequest(0, true, new SessionRequest.Exec("true")).payload();
    payload[payload.length - 5] = 9; // the length of the command
    stage.send(payload).assertRefused(Refusal.Malformed.class);
  }

  // global requests

  @ParameterizedTest
  @EnumSource(Role.class)
  void an_unknown_global_request_fails_if_it_wants_a_reply(Role role) {
    Stage stage = Stage.of(role).open();
    stage.send(
        new GlobalRequest(new GlobalRequestType.Unknown("x@example.com", new byte[9]), false));
    assertThat(stage.peer.payloads()).isEmpty();
    stage.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown("keepalive@openssh.com", new byte[0]), true));
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestFailure.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void our_global_requests_are_answered_in_order(Role role) {
    Stage stage = Stage.of(role).open();
    CompletableFuture<Optional<byte[]>> first =
        stage.end.globalRequest(new GlobalRequestType.Unknown("a", new byte[0]));
    CompletableFuture<Optional<byte[]>> second =
        stage.end.globalRequest(new GlobalRequestType.Unknown("b", new byte[0]));
    stage.settle();
    stage.send(new RequestFailure(), new RequestSuccess(new byte[] {7}));
    assertThat(first.join()).isEmpty();
    assertThat(second.join()).hasValue(new byte[] {7});
  }

  // answered later

  private static GlobalRequest forward(int port) {
    return new GlobalRequest(new GlobalRequestType.TcpipForward("localhost", port), true);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void global_requests_are_answered_in_their_order_whenever_the_answers_come(Role role) {
    Stage stage = Stage.of(role).open();
    List<IncomingRequest> waiting = new ArrayList<>();
    stage.requested = waiting::add;
    stage.send(forward(0), forward(81), forward(82));
    assertThat(waiting)
        .extracting(IncomingRequest::type)
        .startsWith(new GlobalRequestType.TcpipForward("localhost", 0));

    waiting.get(2).fail();
    waiting.get(1).succeed();
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();
    waiting.get(0).succeed(GlobalRequestType.TcpipForward.boundTo(50000));
    stage.settle();

    assertThat(stage.peer.messages())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new RequestSuccess(GlobalRequestType.TcpipForward.boundTo(50000)),
            new RequestSuccess(new byte[0]),
            new RequestFailure());
  }

  @Test
  void a_request_that_wants_no_reply_is_answered_without_one() {
    Stage stage = Stage.server().open();
    List<IncomingRequest> waiting = new ArrayList<>();
    stage.requested = waiting::add;
    stage.send(new GlobalRequest(new GlobalRequestType.TcpipForward("", 80), false), forward(81));
    waiting.get(1).succeed();
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();

    assertThat(waiting.getFirst().wantReply()).isFalse();
    waiting.getFirst().succeed();
    stage.settle();
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestSuccess.class);
  }

  @Test
  void a_global_request_is_answered_only_once() {
    Stage stage = Stage.server().open();
    List<IncomingRequest> waiting = new ArrayList<>();
    stage.requested = waiting::add;
    stage.send(forward(80));
    waiting.getFirst().fail();
    assertThatThrownBy(waiting.getFirst()::succeed).isInstanceOf(IllegalStateException.class);
    stage.settle();
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestFailure.class);
  }

  @Test
  void a_global_request_may_be_answered_by_any_thread_and_after_the_end() {
    Stage stage = Stage.server().open();
    List<IncomingRequest> waiting = new ArrayList<>();
    stage.requested = waiting::add;
    stage.send(forward(80), forward(81));
    Waiting.inThread(
            () -> {
              waiting.getFirst().succeed();
              return 0;
            })
        .join();
    stage.settle();
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestSuccess.class);
    stage.carrier.hangUp();
    waiting.getLast().succeed();
    stage.settle();
    assertThat(stage.ending()).isInstanceOf(Ending.ConnectionLost.class);
  }

  @Test
  void only_so_many_global_requests_may_wait_for_an_answer() {
    Stage stage = Stage.server().open();
    stage.requested = _ -> {};
    for (int i = 0; i < 512; i++) {
      stage.send(forward(i));
    }
    stage.assertAlive();
    stage.send(forward(512)).assertRefused(Refusal.LimitExceeded.class);
  }

  @Test
  void only_so_many_bytes_of_global_requests_may_wait_for_an_answer() {
    Stage stage = Stage.server().open();
    stage.requested = _ -> {};
    GlobalRequest least =
        new GlobalRequest(new GlobalRequestType.Unknown("x@example.com", new byte[0]), true);
    byte[] data = new byte[128 * 1024 - least.payload().length];
    for (int i = 0; i < 8; i++) {
      stage.send(
          new GlobalRequest(new GlobalRequestType.Unknown("x@example.com", data.clone()), true));
    }
    stage.assertAlive();
    stage.send(least).assertRefused(Refusal.LimitExceeded.class);
  }

  static List<GlobalRequestType> listening() {
    return List.of(
        new GlobalRequestType.TcpipForward("", 80), new GlobalRequestType.StreamlocalForward(""));
  }

  @ParameterizedTest
  @MethodSource("listening")
  void the_names_of_what_is_listened_at_have_a_limit(GlobalRequestType type) {
    Stage stage = Stage.server().open();
    stage.requested = IncomingRequest::succeed;
    int named = listenAt(type, "").payload().length;
    stage.send(listenAt(type, "x".repeat(2048 - named)));
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestSuccess.class);
    stage.send(listenAt(type, "x".repeat(2049 - named)));
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestFailure.class);
    stage.assertAlive();
  }

  private static GlobalRequest listenAt(GlobalRequestType type, String name) {
    return new GlobalRequest(
        type instanceof GlobalRequestType.TcpipForward
            ? new GlobalRequestType.TcpipForward(name, 80)
            : new GlobalRequestType.StreamlocalForward(name),
        true);
  }
}
