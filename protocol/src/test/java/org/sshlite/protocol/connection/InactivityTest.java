package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.protocol.connection.Stage.data;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.transport.Role;

/** Channels without data are aborted, and connections without channels ended. */
class InactivityTest {
  private static final long SECOND = 1_000_000_000L;

  private static final class Limits implements InactivityLimits {
    private @Nullable Duration channel;
    private @Nullable Duration all;
    private @Nullable Duration connection;

    @Override
    public Optional<Duration> of(Channel of) {
      return Optional.ofNullable(channel);
    }

    @Override
    public Optional<Duration> ofAll() {
      return Optional.ofNullable(all);
    }

    @Override
    public Optional<Duration> ofConnection() {
      return Optional.ofNullable(connection);
    }
  }

  private final Limits limits = new Limits();

  private Stage open(Role role) {
    Stage stage = Stage.of(role).open();
    stage.end.limit(limits);
    stage.settle();
    stage.peer.payloads();
    return stage;
  }

  private static void pass(Stage stage, int seconds) {
    for (int i = 0; i < seconds; i++) {
      stage.carrier.advance(SECOND);
      stage.settle();
    }
  }

  private static void assertClosed(Stage stage) {
    assertThat(stage.onlyAnswer()).isInstanceOf(ChannelClose.class);
  }

  private static void assertOpen(Stage stage) {
    assertThat(Stage.numbers(stage.peer.payloads())).doesNotContain(ChannelClose.NUMBER);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_channel_that_carries_nothing_is_closed_after_its_time(Role role) {
    limits.channel = Duration.ofSeconds(5);
    Stage stage = open(role);
    Channel channel = stage.session();
    pass(stage, 4);
    assertOpen(stage);
    pass(stage, 2);
    assertClosed(stage);
    stage.send(new ChannelClose(channel.localChannel()));
    assertThat(channel.closed()).isCompleted();
    stage.assertAlive();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void data_of_either_side_keeps_it_open_and_nothing_else_does(Role role) throws Exception {
    limits.channel = Duration.ofSeconds(5);
    Stage stage = open(role);
    Channel channel = stage.session();
    pass(stage, 4);
    stage.send(data(channel.localChannel(), "in"));
    pass(stage, 4);
    channel.output().write("out".getBytes(StandardCharsets.UTF_8));
    channel.output().flush();
    stage.settle();
    pass(stage, 4);
    assertOpen(stage);
    stage.send(new Ignore(new byte[1]), new ChannelWindowAdjust(channel.localChannel(), 1));
    pass(stage, 2);
    assertClosed(stage);
  }

  @Test
  void a_channel_without_a_limit_stays_and_so_does_a_connection() {
    Stage stage = open(Role.SERVER);
    stage.session();
    pass(stage, 100);
    assertOpen(stage);
    stage.assertAlive();
  }

  @Test
  void a_limit_of_all_is_for_all_together() throws Exception {
    limits.all = Duration.ofSeconds(5);
    Stage stage = open(Role.SERVER);
    Channel silent = stage.session();
    Channel busy = stage.session();
    for (int i = 0; i < 4; i++) {
      stage.send(data(busy.localChannel(), "in"));
      pass(stage, 4);
    }
    assertOpen(stage);
    pass(stage, 2);
    assertThat(Stage.numbers(stage.peer.payloads()))
        .containsExactly(ChannelClose.NUMBER, ChannelClose.NUMBER);
    assertThat(silent.localChannel()).isNotEqualTo(busy.localChannel());
  }

  @Test
  void a_connection_without_channels_is_ended_after_its_time() {
    limits.connection = Duration.ofSeconds(5);
    Stage stage = open(Role.SERVER);
    pass(stage, 4);
    stage.assertAlive();
    Channel channel = stage.session();
    pass(stage, 20);
    stage.assertAlive();
    channel.close();
    stage.settle();
    stage.send(new ChannelClose(channel.localChannel()));
    pass(stage, 4);
    stage.assertAlive();
    pass(stage, 2);
    assertThat(stage.farewell()).isInstanceOf(Disconnect.class);
    assertThat(stage.ending()).isInstanceOf(Ending.Closed.class);
  }

  @Test
  void a_peer_that_does_not_answer_the_CLOSE_does_not_keep_the_connection() {
    limits.channel = Duration.ofSeconds(5);
    limits.connection = Duration.ofSeconds(5);
    Stage stage = open(Role.SERVER);
    stage.session();
    pass(stage, 12);
    assertThat(stage.ending()).isInstanceOf(Ending.Closed.class);
  }
}
