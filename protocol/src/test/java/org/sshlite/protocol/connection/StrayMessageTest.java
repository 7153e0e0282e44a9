package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.Role;

/** Messages that come when nobody waits for them: those that carry nothing end nothing. */
class StrayMessageTest {
  /** Nobody has asked for these, on any channel. */
  private static List<Message> strays(int channel) {
    return List.of(
        new ChannelWindowAdjust(channel, 1000),
        new ChannelWindowAdjust(channel, 0xffffffffL),
        new ChannelWindowAdjust(channel, 0xffffffffL),
        new ChannelSuccess(channel),
        new ChannelFailure(channel),
        new RequestSuccess(new byte[] {1}),
        new RequestFailure());
  }

  /** Node's ssh2 1.17 sends a WINDOW_ADJUST after its CLOSE. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void credit_and_replies_for_a_closed_channel_change_nothing_for_the_others(Role role)
      throws Exception {
    Stage stage = Stage.of(role).open();
    stage.session();
    Channel other = stage.session(100, 1000);
    stage.send(new ChannelClose(0));
    stage.peer.payloads();
    for (Message stray : strays(0)) {
      stage.send(stray).assertAlive();
    }
    assertThat(stage.peer.payloads()).isEmpty();
    other.output().write(new byte[200]);
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(100);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void neither_do_those_for_a_channel_that_never_was(Role role) {
    Stage stage = Stage.of(role).open();
    for (int number : List.of(0, 1, 77, -1, Integer.MIN_VALUE)) {
      for (Message stray : strays(number)) {
        stage.send(stray).assertAlive();
      }
    }
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_reply_without_a_request_is_not_kept_for_the_next_one(Role role) {
    Stage stage = Stage.of(role).open();
    Channel channel = stage.session();
    stage.send(new ChannelSuccess(0), new RequestSuccess(new byte[] {1})).assertAlive();
    CompletableFuture<Boolean> ofChannel = channel.request(new SessionRequest.Shell());
    CompletableFuture<Optional<byte[]>> global =
        stage.end.globalRequest(new GlobalRequestType.Unknown("a", new byte[0]));
    stage.settle();
    assertThat(ofChannel).isNotCompleted();
    assertThat(global).isNotCompleted();
    stage.send(new ChannelFailure(0), new RequestFailure());
    assertThat(ofChannel.join()).isFalse();
    assertThat(global.join()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void what_carries_something_is_refused_for_a_closed_channel(Role role) {
    for (byte[] late :
        List.of(
            Stage.data(0, "x"),
            Stage.extendedData(0, 1, new byte[1]),
            new ChannelEof(0).payload(),
            new ChannelClose(0).payload(),
            new ChannelRequest(0, false, new SessionRequest.ExitStatus(0)).payload())) {
      Stage stage = Stage.of(role).open();
      stage.session();
      stage.send(new ChannelClose(0)).assertAlive();
      stage.send(late);
      assertThat(stage.ending()).isInstanceOf(Ending.Refused.class);
    }
  }

  /** Twisted Conch requests its service after each key exchange; servers show banners late. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void what_belongs_to_the_login_is_not_implemented_after_it(Role role) {
    List<Message> late =
        List.of(
            new ServiceRequest("ssh-userauth"),
            new ServiceRequest("other"),
            new ServiceAccept("ssh-userauth"),
            new UserauthBanner("Welcome\n", ""),
            new UserauthFailure(NameList.of("publickey"), false),
            new UserauthSuccess(),
            new ExtInfo(List.of(serverSigAlgs())));
    Stage stage = Stage.of(role).open();
    stage.kex();
    // the first packet under these keys might be an EXT_INFO
    stage.send(late.getFirst());
    stage.peer.payloads();
    for (Message message : late) {
      stage.send(message).assertAlive();
      assertThat(stage.onlyAnswer()).isInstanceOf(Unimplemented.class);
    }
    assertThat(stage.shown).isEmpty();
  }

  private static ExtInfo.Extension serverSigAlgs() {
    return new ExtInfo.Extension("server-sig-algs", "ssh-dss".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void a_peer_cannot_fill_a_log_with_them() {
    List<String> noted = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            noted.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("connection");
    Level before = log.getLevel();
    log.setLevel(Level.ALL);
    log.addHandler(handler);
    try {
      Stage stage = Stage.client().open();
      for (int i = 0; i < 1000; i++) {
        stage.send(strays(7).toArray(Message[]::new)).assertAlive();
      }
    } finally {
      log.removeHandler(handler);
      log.setLevel(before);
    }
    assertThat(noted).hasSize(16).contains("reply to a global request that nobody waits for");
  }
}
