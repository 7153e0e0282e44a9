package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.transport.Traffic;
import org.sshlite.protocol.transport.TransportOptions;

/** What a connection tells of itself. */
class FiguresTest {
  private static ConnectionFigures figures(ConnectionPair pair) {
    CompletableFuture<ConnectionFigures> figures = pair.client.figures();
    pair.exchangeUntilQuiet();
    return figures.join();
  }

  @Test
  void packets_and_blocks_are_those_of_the_keys_in_use_and_bytes_are_all() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    Channel channel = pair.openSession();
    channel.output().write(new byte[100_000]);
    pair.exchangeUntilQuiet();

    ConnectionFigures before = figures(pair);
    pair.client.rekey();
    pair.exchangeUntilQuiet();
    ConnectionFigures after = figures(pair);

    assertThat(before.transport().outbound().packets()).isGreaterThan(3);
    assertThat(before.transport().outbound().blocks()).isBetween(100_000L / 16, 101_000L / 8);
    assertThat(before.bytesSent()).isGreaterThan(100_000);
    assertThat(after.transport().outbound().packets()).isLessThan(3);
    assertThat(after.bytesSent()).isGreaterThan(before.bytesSent());
    assertThat(before.transport().nextKeys()).isEmpty();
  }

  @Test
  void what_was_compressed_is_told() throws Exception {
    TransportOptions zlib =
        TransportOptions.builder().compressions(List.of("zlib@openssh.com")).build();
    ConnectionPair pair = ConnectionPair.open(zlib, zlib);
    pair.openSession().output().write(new byte[100_000]);
    pair.exchangeUntilQuiet();

    Traffic sent = figures(pair).transport().outbound();

    assertThat(sent.uncompressed()).isBetween(100_000L, 101_000L);
    assertThat(sent.compressed()).isBetween(1L, 2_000L);
  }

  @Test
  void the_limits_of_keys_are_told() {
    TransportOptions limited =
        TransportOptions.builder()
            .ciphers(List.of("aes128-ctr"))
            .rekeyBytes(1 << 20)
            .rekeyTime(Duration.ofHours(1))
            .build();

    ConnectionFigures figures = figures(ConnectionPair.open(limited, limited));

    assertThat(figures.transport().inbound().rekeyBlocks()).isEqualTo((1 << 20) / 16);
    Optional<Duration> next = figures.transport().nextKeys();
    assertThat(next.orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @Test
  void channels_are_listed_while_they_are_open() {
    ConnectionPair pair = ConnectionPair.open();
    Channel channel = pair.openSession();

    assertThat(figures(pair).channels())
        .containsExactly(
            new ChannelInfo(
                0, new ChannelType.Session(), 0, ReceiveWindow.INITIAL, ReceiveWindow.INITIAL));

    channel.close();
    pair.serverChannels.getFirst().close();
    pair.exchangeUntilQuiet();
    assertThat(figures(pair).channels()).isEmpty();
  }

  @Test
  void what_waits_for_somebody_who_does_not_read_is_told() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    pair.openSession();
    Channel server = pair.serverChannels.getFirst();
    assertThat(figures(pair).held()).isLessThan(1_000);
    server.output().write(new byte[100_000]);
    pair.exchangeUntilQuiet();
    assertThat(figures(pair).held()).isBetween(100_000L, 200_000L);
  }

  @Test
  void so_is_what_waits_for_a_peer_that_does_not_read() throws Exception {
    ConnectionPair pair = ConnectionPair.open();
    Channel client = pair.openSession();
    pair.clientCarrier.writable(false);
    client.output().write(new byte[100_000]);
    assertThat(figures(pair).held()).isBetween(100_000L, 200_000L);
  }
}
