package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** RFC 4254 §5.2. */
class WindowTest {
  private static final int PACKET = Channel.MAXIMUM_PACKET_SIZE;
  private static final int WINDOW = ReceiveWindow.INITIAL;

  // towards us

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_peer_may_fill_the_window_and_not_one_byte_more(Role role) {
    Stage stage = Stage.of(role).open();
    Channel channel = stage.session();
    fill(stage, WINDOW);
    stage.assertAlive();
    stage.send(Stage.data(0, new byte[1]));
    assertThat(stage.refusal())
        .isEqualTo(
            new Refusal.Malformed("SSH_MSG_CHANNEL_DATA", "data", "more than the window allows"));
    assertThat(channel.closed()).isCompleted();
  }

  @Test
  void stderr_counts_against_the_same_window() {
    Stage stage = Stage.client().open();
    stage.session();
    fill(stage, WINDOW - 10);
    stage.send(Stage.extendedData(0, ChannelExtendedData.STDERR, new byte[10])).assertAlive();
    stage.send(Stage.extendedData(0, ChannelExtendedData.STDERR, new byte[1]));
    stage.assertRefused(Refusal.Malformed.class);
  }

  @Test
  void a_message_of_the_maximum_packet_size_is_taken() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.send(Stage.data(0, new byte[PACKET])).assertAlive();
  }

  @Test
  void a_message_above_the_maximum_packet_size_is_refused() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.send(Stage.data(0, new byte[PACKET + 1])).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void extended_data_above_the_maximum_packet_size_is_refused_whatever_its_type() {
    for (int type : List.of(ChannelExtendedData.STDERR, 7)) {
      Stage stage = Stage.client().open();
      stage.session();
      stage.send(Stage.extendedData(0, type, new byte[PACKET + 1]));
      stage.assertRefused(Refusal.Malformed.class);
    }
  }

  @Test
  void no_credit_goes_out_before_the_application_reads() {
    Stage stage = Stage.server().open();
    stage.session();
    fill(stage, WINDOW);
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @Test
  void credit_goes_out_at_half_a_window_read_in_one_message() throws Exception {
    Stage stage = Stage.server().open();
    InputStream input = stage.session().input();
    for (int sent = 0; sent < WINDOW / 2; sent += PACKET) {
      assertThat(stage.peer.payloads()).isEmpty();
      fill(stage, PACKET);
      input.readNBytes(PACKET);
      stage.settle();
    }
    assertThat(stage.onlyAnswer())
        // but for the packet that nobody has read yet
        .isEqualTo(new ChannelWindowAdjust(Stage.PEER_CHANNEL, WINDOW / 2 - PACKET));
  }

  @Test
  void a_peer_whose_window_is_used_up_gets_credit_in_smaller_parts() throws Exception {
    Stage stage = Stage.server().open();
    InputStream input = stage.session().input();
    fill(stage, WINDOW);
    for (int part = 0; part < 4; part++) {
      input.readNBytes(WINDOW / 8 - 1);
      stage.settle();
      assertThat(stage.peer.payloads()).isEmpty();
      input.read();
      stage.settle();
      assertThat(stage.onlyAnswer())
          .isEqualTo(new ChannelWindowAdjust(Stage.PEER_CHANNEL, WINDOW / 8));
    }
  }

  /** What was read long ago is credited once little is open, though nothing more is read. */
  @Test
  void credit_goes_out_when_the_peer_comes_to_need_it() throws Exception {
    Stage stage = Stage.server().open();
    InputStream input = stage.session().input();
    fill(stage, WINDOW / 4);
    input.readNBytes(WINDOW / 4);
    fill(stage, WINDOW / 4 - PACKET);
    assertThat(stage.peer.payloads()).isEmpty();
    fill(stage, PACKET);
    assertThat(stage.onlyAnswer())
        .isEqualTo(new ChannelWindowAdjust(Stage.PEER_CHANNEL, WINDOW / 4));
  }

  @Test
  void what_was_credited_may_be_sent() throws Exception {
    Stage stage = Stage.server().open();
    InputStream input = stage.session().input();
    for (int i = 0; i < 10; i++) {
      fill(stage, WINDOW / 2);
      assertThat(input.readNBytes(WINDOW / 2)).hasSize(WINDOW / 2);
      stage.settle();
    }
    stage.assertAlive();
  }

  @Test
  void the_window_grows_where_the_peer_waits_a_round_trip_for_credit() throws Exception {
    Stage stage = Stage.server().open();
    assertThat(grownWindow(stage)).isGreaterThanOrEqualTo(16 * WINDOW);
    assertThat(stage.budget.reserve(WindowBudget.DEFAULT_BYTES, WindowBudget.DEFAULT_BYTES))
        .isFalse();
    stage.send(new ChannelClose(0));
    assertThat(stage.budget.reserve(WindowBudget.DEFAULT_BYTES, WindowBudget.DEFAULT_BYTES))
        .isTrue();
  }

  /** OpenSSH's client is slow with a larger window: it moves all that it holds for each packet. */
  @Test
  void the_window_of_OpenSSHs_client_grows_less() throws Exception {
    TransportOptions openSsh =
        TransportOptions.builder()
            .identification(new IdentificationString("SSH-2.0-OpenSSH_10.5"))
            .build();
    Stage stage = Stage.server(TransportOptions.defaults(), openSsh).open();
    assertThat(grownWindow(stage)).isEqualTo(ReceiveWindow.MAXIMUM_OF_OPENSSH);
  }

  /** What is open to a peer that was kept waiting for credit twelve times. */
  private static long grownWindow(Stage stage) throws Exception {
    InputStream input = stage.session().input();
    long window = WINDOW;
    for (int roundTrip = 0; roundTrip < 12; roundTrip++) {
      fill(stage, (int) window);
      stage.carrier.advance(1_000_000);
      input.readNBytes((int) window);
      stage.settle();
      window = 0;
      for (Message message : stage.peer.messages()) {
        window += ((ChannelWindowAdjust) message).bytesToAdd();
      }
      stage.carrier.advance(100_000_000);
    }
    return window;
  }

  @Test
  void of_what_a_terminal_shows_no_more_is_under_way_than_of_OpenSSHs() throws Exception {
    Stage stage = Stage.client().open();
    Channel channel = stage.session();
    channel.send(new SessionRequest.PtyRequest("xterm", 80, 24, 0, 0, TerminalModes.NONE));
    for (int i = 0; i < WINDOW / PACKET; i++) {
      stage.send(Stage.data(0, new byte[PACKET]));
    }
    channel.input().readNBytes(WINDOW);
    stage.settle();
    long credit =
        stage.peer.messages().stream()
            .filter(ChannelWindowAdjust.class::isInstance)
            .mapToLong(message -> ((ChannelWindowAdjust) message).bytesToAdd())
            .sum();
    assertThat(credit)
        .isBetween(ReceiveWindow.OF_TERMINAL * 7L / 8, 1L * ReceiveWindow.OF_TERMINAL);
  }

  @Test
  void extended_data_of_an_unknown_type_is_dropped_and_credited() {
    Stage stage = Stage.client().open();
    stage.session();
    for (int i = 0; i < 3 * WINDOW / PACKET; i++) {
      stage.send(Stage.extendedData(0, 7, new byte[PACKET]));
    }
    stage.assertAlive();
    assertThat(stage.peer.messages())
        .hasSize(6)
        .allMatch(message -> message.equals(new ChannelWindowAdjust(4711, WINDOW / 2)));
  }

  @Test
  void a_closed_input_drops_and_credits_what_comes() throws Exception {
    Stage stage = Stage.server().open();
    stage.session().input().close();
    for (int i = 0; i < 3 * WINDOW / PACKET; i++) {
      stage.send(Stage.data(0, new byte[PACKET]));
    }
    stage.assertAlive();
    assertThat(stage.peer.messages()).hasSize(6);
  }

  @Test
  void a_slow_reader_closes_its_own_window_while_another_channel_flows() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    Channel slow = pair.openSession();
    Channel quick = pair.openSession();
    Flow stuck = new Flow(slow, pair.serverChannels.get(0), 1);
    Flow flowing = new Flow(quick, pair.serverChannels.get(1), 2);
    for (int i = 0; i < 200; i++) {
      if (stuck.written() < WINDOW) {
        stuck.write(64 * 1024);
      }
      flowing.write(64 * 1024);
      pair.exchangeUntilQuiet();
      flowing.read();
    }
    assertThat(flowing.read()).isEqualTo(200 * 64 * 1024);
    assertThat(pair.serverChannels.get(0).input().available()).isEqualTo(WINDOW);
    while (stuck.read() < stuck.written()) {
      pair.exchangeUntilQuiet();
    }
  }

  @Test
  void many_single_bytes_are_taken_and_read() throws Exception {
    Stage stage = Stage.server().open();
    InputStream input = stage.session().input();
    for (int i = 0; i < 20_000; i++) {
      stage.send(Stage.data(0, new byte[] {(byte) i}));
    }
    byte[] read = input.readNBytes(20_000);
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i] == (byte) i).isTrue();
    }
  }

  @Test
  void data_without_a_byte_is_taken() {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    for (int i = 0; i < 1000; i++) {
      stage.send(Stage.data(0, new byte[0]));
    }
    stage.assertAlive();
    assertThat(stage.peer.payloads()).isEmpty();
    assertThat(channel.input()).isNotNull();
  }

  @Test
  void a_length_that_differs_from_the_packets_is_refused() {
    Stage stage = Stage.server().open();
    stage.session();
    byte[] payload = Stage.data(0, new byte[10]);
    payload[8] = 11;
    stage.send(payload).assertRefused(Refusal.Malformed.class);
  }

  // from us

  @Test
  void no_more_than_the_peers_window_is_sent() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(1000, PACKET);
    channel.output().write(new byte[5000]);
    stage.settle();
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(1000);
    stage.send(new ChannelWindowAdjust(0, 1));
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(1);
    stage.send(new ChannelWindowAdjust(0, 100_000));
    assertThat(Stage.dataOf(stage.peer.payloads())).hasSize(3999);
  }

  @Test
  void no_message_exceeds_the_peers_maximum_packet_size() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(1_000_000, 100);
    channel.output().write(new byte[1050]);
    channel.extendedOutput().write(new byte[150]);
    stage.settle();
    assertThat(stage.peer.payloads())
        .hasSize(13)
        .allMatch(
            payload ->
                payload.length
                    <= 100
                        + (payload[0] == ChannelData.NUMBER
                            ? ChannelData.HEAD
                            : ChannelExtendedData.HEAD));
  }

  @Test
  void a_maximum_packet_size_of_zero_stops_data_and_nothing_else() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(1_000_000, 0);
    channel.output().write(new byte[10]);
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();
    channel.abort();
    stage.settle();
    assertThat(stage.peer.payloads()).hasSize(1);
  }

  @Test
  void windows_of_almost_4_GiB_are_used() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session(0xffffffffL, 0xffffffffL);
    channel.output().write(new byte[200_000]);
    stage.settle();
    List<byte[]> payloads = stage.peer.payloads();
    assertThat(Stage.dataOf(payloads)).hasSize(200_000);
    assertThat(payloads).allMatch(payload -> payload.length <= PACKET + ChannelData.HEAD);
  }

  @Test
  void WINDOW_ADJUST_up_to_the_greatest_window_is_taken() {
    Stage stage = Stage.server().open();
    stage.session(1, PACKET);
    stage.send(new ChannelWindowAdjust(0, 0xfffffffeL)).assertAlive();
  }

  @Test
  void WINDOW_ADJUST_beyond_the_greatest_window_is_refused() {
    Stage stage = Stage.server().open();
    stage.session(2, PACKET);
    stage.send(new ChannelWindowAdjust(0, 0xfffffffeL)).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void channels_take_turns() throws Exception {
    Stage stage = Stage.server().open();
    Channel first = stage.session();
    Channel second = stage.session();
    first.output().write(new byte[10 * PACKET / 2]);
    second.output().write(new byte[10 * PACKET / 2]);
    first.extendedOutput().write(new byte[PACKET]);
    stage.settle();
    List<byte[]> payloads = stage.peer.payloads();
    // the first packets are of both channels and of both lanes
    assertThat(Stage.numbers(payloads).subList(0, 4)).contains(ChannelExtendedData.NUMBER);
    assertThat(payloads).hasSize(11);
  }

  private static void fill(Stage stage, int bytes) {
    for (int left = bytes; left > 0; left -= PACKET) {
      stage.send(Stage.data(0, new byte[Math.min(PACKET, left)]));
    }
  }
}
