package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.tests.loopback.LoopbackClient;

/** Logs in with our client, and sends bytes through {@code cat} before and after new keys. */
final class EchoLogin {
  /** Enough to fill some blocks of every cipher, and to be worth compressing. */
  private static final String TEXT = "a few bytes ".repeat(40);

  private static final String MEGABYTE = "a few bytes ".repeat(87_382);

  private EchoLogin() {}

  /**
   * A megabyte where that tells more: packets of all sizes go through the chain of blocks that CBC
   * is; in a run of {@code -P whole} in each row.
   */
  static Optional<String> megabyte(Algorithms algorithms) {
    boolean counts = algorithms.cipher().endsWith("-cbc") || Boolean.getBoolean("whole");
    return counts ? Optional.of(MEGABYTE) : Optional.empty();
  }

  static void assertPasses(
      Algorithms algorithms, InetSocketAddress address, PublicKey hostKey, Signer userKey)
      throws IOException {
    assertPasses(algorithms, address, hostKey, userKey, TEXT);
  }

  static void assertOldPasses(
      Algorithms algorithms, InetSocketAddress address, PublicKey hostKey, Signer userKey)
      throws IOException {
    assertPasses(algorithms, address, hostKey, userKey, megabyte(algorithms).orElse(TEXT));
  }

  /**
   * @param text goes there and back twice
   */
  private static void assertPasses(
      Algorithms algorithms,
      InetSocketAddress address,
      PublicKey hostKey,
      Signer userKey,
      String text)
      throws IOException {
    try (LoopbackClient client = new LoopbackClient(algorithms.clientOptions(), hostKey, userKey)) {
      Connection connection = client.logIn(address);
      Channel channel = LoopbackClient.exec(connection, "cat");

      assertThat(echo(channel, text)).isEqualTo(text);
      connection.rekey();
      assertThat(echo(channel, text)).isEqualTo(text);

      assertThat(connection.info().keyExchanges()).isEqualTo(2);
      assertThat(connection.info().negotiated().orElseThrow()).matches(algorithms::matches);
      connection.disconnect("done");
      LoopbackClient.await(connection.ended());
    }
  }

  private static String echo(Channel channel, String text) throws IOException {
    byte[] sent = text.getBytes(StandardCharsets.UTF_8);
    // more than what is on its way at once must not wait for its own echo to be read
    Thread.ofVirtual().start(() -> write(channel, sent));
    return new String(channel.input().readNBytes(sent.length), StandardCharsets.UTF_8);
  }

  private static void write(Channel channel, byte[] sent) {
    try {
      channel.output().write(sent);
      channel.output().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
