package org.sshlite.tests.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackServer;

/** What our server says of a peer that is no SSH client, and that it gets rid of it. */
class NoSshClientTest {
  private static final int PATIENCE_MILLIS = 20_000;

  private static LoopbackServer server;
  private static LoopbackServer impatient;

  @BeforeAll
  static void startServers() {
    server = LoopbackServer.start(TransportOptions.defaults());
    impatient =
        LoopbackServer.start(TransportOptions.builder().loginGrace(Duration.ofMillis(500)).build());
  }

  @AfterAll
  static void stopServers() {
    server.close();
    impatient.close();
  }

  /** Sends bytes and nothing more; what came back before the server hung up. */
  private static String exchange(LoopbackServer server, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes);
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static String ending(LoopbackServer server) throws InterruptedException {
    Ending ending = server.endings().poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(ending).as("an ending").isNotNull();
    return ending.explain();
  }

  /** A client sends its identification string first, RFC 4253 §4.2: no other lines. */
  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, the peer did not send an SSH identification string",
    "SSH-1.5-old, the peer speaks SSH protocol 1.5; only 2.0 is safe",
    "SSH-2.0, bad identification string from the peer: SSH-2.0"
  })
  void a_client_that_does_not_speak_SSH_2_is_sent_away(String line, String message)
      throws Exception {
    String answer = exchange(server, (line + "\r\n").getBytes(US_ASCII));

    assertThat(answer).startsWith(IdentificationString.OURS.line());
    assertThat(ending(server)).isEqualTo(message);
  }

  @Test
  void a_client_that_says_nothing_has_its_grace_time() throws Exception {
    exchange(impatient, new byte[0]);

    assertThat(ending(impatient)).isEqualTo("timed out waiting for authentication");
  }

  @Test
  void a_client_that_only_says_who_it_is_has_its_grace_time() throws Exception {
    exchange(impatient, "SSH-2.0-silent\r\n".getBytes(US_ASCII));

    assertThat(ending(impatient)).isEqualTo("timed out waiting for authentication");
  }

  @Test
  void noise_for_packets_is_refused() throws Exception {
    exchange(server, ("SSH-2.0-noise\r\n" + "x".repeat(1000)).getBytes(US_ASCII));

    assertThat(ending(server)).isEqualTo("packet corrupt: its length, padding or MAC is wrong");
  }

  @Test
  void an_endless_line_is_refused_before_it_ends() throws Exception {
    exchange(server, ("SSH-2.0-" + "x".repeat(9000)).getBytes(US_ASCII));

    assertThat(ending(server))
        .isEqualTo("the peer sent an endless line instead of an identification string");
  }
}
