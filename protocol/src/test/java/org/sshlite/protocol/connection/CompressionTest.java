package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.transport.TransportOptions;

/** zlib@openssh.com: from the user's authentication on, OpenSSH PROTOCOL §1.2. */
class CompressionTest {
  private static final TransportOptions ZLIB =
      TransportOptions.builder().compressions(List.of("zlib@openssh.com")).build();

  @Test
  void data_goes_both_ways_through_rekeys() throws Exception {
    ConnectionPair pair = ConnectionPair.open(ZLIB, ZLIB);
    Channel client = pair.openSession();
    Channel server = pair.serverChannels.getFirst();
    List<Flow> flows = List.of(new Flow(client, server, 1), new Flow(server, client, 2));
    for (int round = 0; round < 20; round++) {
      for (Flow flow : flows) {
        flow.fill();
      }
      pair.exchangeOnce();
      pair.client.rekey();
      pair.exchangeUntilQuiet();
      for (Flow flow : flows) {
        assertThat(flow.read()).isEqualTo(flow.written());
      }
    }
    assertThat(pair.client.info().negotiated().orElseThrow().compressionServerToClient())
        .isEqualTo("zlib@openssh.com");
    assertThat(pair.client.info().keyExchanges()).isEqualTo(21);
  }

  @Test
  void zeros_become_few_bytes() throws Exception {
    ConnectionPair pair = ConnectionPair.open(ZLIB, ZLIB);
    Channel client = pair.openSession();
    long before = pair.clientCarrier.sent();
    client.output().write(new byte[200_000]);
    pair.exchangeUntilQuiet();
    assertThat(pair.serverChannels.getFirst().input().available()).isEqualTo(200_000);
    assertThat(pair.clientCarrier.sent() - before).isLessThan(2_000);
  }

  @Test
  void a_payload_that_inflates_without_end_is_refused() {
    Stage stage = Stage.server(ZLIB, ZLIB).open(false);
    stage.send(deflate(new byte[10_000_000])).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void a_payload_inflates_to_256_KiB_and_no_more() {
    int head = new Ignore(new byte[0]).payload().length;
    byte[] most = new Ignore(new byte[256 * 1024 - head]).payload();
    byte[] more = new Ignore(new byte[256 * 1024 - head + 1]).payload();
    Stage.server(ZLIB, ZLIB).open(false).send(deflate(most)).assertAlive();
    Stage.server(ZLIB, ZLIB).open(false).send(deflate(more)).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void a_payload_that_is_no_zlib_stream_is_refused() {
    Stage stage = Stage.server(ZLIB, ZLIB).open(false);
    stage.send(new Ignore(new byte[100])).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void a_payload_that_inflates_to_nothing_is_refused() {
    Stage stage = Stage.server(ZLIB, ZLIB).open(false);
    stage.send(deflate(new byte[0])).assertRefused(Refusal.BadPacket.class);
  }

  private static byte[] deflate(byte[] data) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(data);
      byte[] out = new byte[data.length / 100 + 100];
      int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      return java.util.Arrays.copyOf(out, length);
    }
  }
}
