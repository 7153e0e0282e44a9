package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** OpenSSH PROTOCOL §2.1: eow@openssh.com, either role. */
class EndOfWritingTest {
  private static final ChannelRequest END =
      new ChannelRequest(0, false, new SessionRequest.EndOfWriting());

  @ParameterizedTest
  @EnumSource(Role.class)
  void who_writes_on_is_told_and_what_was_not_sent_is_dropped(Role role) throws Exception {
    Stage stage = Stage.of(role).open();
    Channel channel = stage.session(100, 1000);
    channel.output().write(new byte[5000]);
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(100);

    stage.send(END);

    assertThatThrownBy(() -> channel.output().write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("the peer reads no more");
    stage.send(new ChannelWindowAdjust(0, 10_000));
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_writer_that_waits_for_the_window_is_woken(Role role) throws Exception {
    Stage stage = Stage.of(role).open();
    Channel channel = stage.session(0, 1000);
    CompletableFuture<Void> writer = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                channel.output().write(new byte[1024 * 1024]);
                writer.complete(null);
              } catch (IOException e) {
                writer.completeExceptionally(e);
              }
            });
    stage.send(END);
    thread.join();
    assertThat(writer).isCompletedExceptionally();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void the_other_lane_the_other_direction_and_the_end_stay(Role role) throws Exception {
    Stage stage = Stage.of(role).open();
    Channel channel = stage.session();
    stage.send(END).send(Stage.data(0, "in"));
    channel.extendedOutput().write(new byte[7]);
    stage.settle();
    assertThat(stage.peer.payloads()).hasSize(1);
    assertThat(channel.input().readNBytes(2)).containsExactly('i', 'n');
    channel.close();
    stage.settle();
    assertThat(stage.peer.messages()).containsExactly(new ChannelEof(4711), new ChannelClose(4711));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void it_is_sent_to_those_who_know_it(Role role) {
    Stage stage = Stage.of(role).open();
    stage.session().sendEndOfWriting();
    stage.settle();
    assertThat(stage.onlyAnswer())
        .isEqualTo(new ChannelRequest(4711, false, new SessionRequest.EndOfWriting()));
  }

  @Test
  void it_is_sent_to_nobody_else() {
    TransportOptions stranger =
        TransportOptions.builder()
            .identification(new IdentificationString("SSH-2.0-dropbear_2022.83"))
            .build();
    Stage stage = Stage.server(TransportOptions.defaults(), stranger).open();
    stage.session().sendEndOfWriting();
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();
  }
}
