package org.sshlite.protocol.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.transport.TransportOptions;

/** {@link SshListener} behind a proxy, haproxy's proxy-protocol.txt. */
class ProxyHeaderTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  /**
   * Bytes that addresses of IPv4 have fewer than those of unix sockets, for which there is room.
   */
  private static final int SHORTER = 216 - 12;

  private final BlockingQueue<PeerAddresses> peers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();
  private SshListener listener;

  private final Proxies proxies =
      new Proxies() {
        @Override
        public boolean contains(InetAddress address) {
          return address.equals(LOOPBACK);
        }

        @Override
        public void refused(PeerAddresses proxy, String problem) {
          problems.add(problem);
        }
      };

  private void listen(Proxies named, Duration grace) throws IOException {
    ServerSetup setup =
        new ServerSetup(
            TransportOptions.builder().loginGrace(grace).build(),
            EchoServer.HOST_KEYS,
            peer -> {
              peers.add(peer);
              return Optional.of(new EchoServer());
            },
            named,
            true);
    listener = SshListener.bind(List.of(new InetSocketAddress(LOOPBACK, 0)), setup);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  /** What the server says to one that sends {@code bytes} and ends. */
  private String answer(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(LOOPBACK, listener.addresses().getFirst().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes);
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
        line.append((char) c);
        c = socket.getInputStream().read();
      }
      return line.toString();
    }
  }

  private PeerAddresses come() throws InterruptedException {
    return peers.poll(60, TimeUnit.SECONDS);
  }

  private static byte[] binary(String hex) {
    return HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 198.51.100.1 5000 22, 192.0.2.7:5000, 198.51.100.1:22",
    "PROXY TCP6 2001:db8::7 2001:db8::1 1 65535, 2001:db8::7:1, 2001:db8::1:65535",
    "PROXY TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 5 6, 192.0.2.7:5, 198.51.100.1:6"
  })
  void a_line_of_version_1_says_where_it_comes_from(String line, String remote, String local)
      throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer((line + "\r\nSSH-2.0-x\r\n").getBytes(ISO_8859_1))).startsWith("SSH-2.0-");
    assertThat(come()).extracting(this::text).isEqualTo(remote + " " + local);
  }

  private String text(PeerAddresses peer) {
    return PeerAddresses.text(peer.remote())
        + ":"
        + peer.remote().getPort()
        + " "
        + PeerAddresses.text(peer.local())
        + ":"
        + peer.local().getPort();
  }

  @ParameterizedTest
  @CsvSource({
    "21 11 000c c0000207 c6336401 1388 0016, 192.0.2.7:5000 198.51.100.1:22",
    // with a TLV behind it that we do not know
    "21 11 0011 c0000207 c6336401 1388 0016 ee0002abcd, 192.0.2.7:5000 198.51.100.1:22",
    "21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 0001 0016,"
        + " 2001:db8::7:1 2001:db8::1:22"
  })
  void so_does_a_header_of_version_2(String hex, String ends) throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer(binary(hex))).startsWith("SSH-2.0-");
    assertThat(text(come())).isEqualTo(ends);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20 11 000c c0000207 c6336401 1388 0016", "20 00 0000", "21 00 0000"})
  void a_proxy_that_speaks_for_itself_or_does_not_know_is_the_peer_itself(String hex)
      throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer(binary(hex))).startsWith("SSH-2.0-");
    assertThat(come().remote().getAddress()).isEqualTo(LOOPBACK);
    assertThat(answer("PROXY UNKNOWN what ever\r\n".getBytes(ISO_8859_1))).startsWith("SSH-2.0-");
    assertThat(come().remote().getAddress()).isEqualTo(LOOPBACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_10.5\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 5000\r\n",
        "PROXY TCP4 192.0.2.777 198.51.100.1 5000 22\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 70000 22\r\n",
        "PROXY TCP6 fe80::1%eth9 ::1 1 22\r\n",
        "PROXY UDP4 192.0.2.7 198.51.100.1 5000 22\r\n"
      })
  void what_is_no_header_is_closed_without_a_word(String line) throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer(line.getBytes(ISO_8859_1))).isEmpty();
    assertThat(problems.poll(60, TimeUnit.SECONDS)).isNotBlank();
    assertThat(peers).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31 11 000c c0000207 c6336401 1388 0016", // version 3
        "22 11 000c c0000207 c6336401 1388 0016", // no such command
        "21 11 0004 c0000207", // shorter than its addresses
        "21 12 000c c0000207 c6336401 1388 0016" // datagrams
      })
  void nor_is_what_is_none_of_version_2(String hex) throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer(binary(hex))).isEmpty();
    assertThat(problems.poll(60, TimeUnit.SECONDS)).isNotBlank();
    assertThat(peers).isEmpty();
  }

  @Test
  void a_header_that_does_not_end_is_not_waited_for() throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer(binary("21 11 ffff" + "00".repeat(5000)))).isEmpty();
    assertThat(problems.poll(60, TimeUnit.SECONDS)).isNotBlank();
    assertThat(answer(("PROXY UNKNOWN " + "x".repeat(100)).getBytes(ISO_8859_1))).isEmpty();
    assertThat(problems.poll(60, TimeUnit.SECONDS)).isNotBlank();
  }

  @Test
  void so_much_may_stand_behind_its_addresses_and_no_more() throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    assertThat(answer(withTlvs(4096 + SHORTER))).startsWith("SSH-2.0-");
    assertThat(come().remote().getPort()).isEqualTo(5000);
    assertThat(answer(withTlvs(4097 + SHORTER))).isEmpty();
    assertThat(problems.poll(60, TimeUnit.SECONDS)).isNotBlank();
  }

  /** One TLV, of so many bytes with its type and length. */
  private static byte[] withTlvs(int bytes) {
    int value = bytes - 3;
    return binary(
        "21 11 %04x c0000207 c6336401 1388 0016 ee%04x".formatted(12 + bytes, value)
            + "00".repeat(value));
  }

  @Test
  void so_many_headers_are_waited_for_and_no_more() throws Exception {
    listen(proxies, Duration.ofMinutes(2));
    int port = listener.addresses().getFirst().getPort();
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        waiting.add(new Socket(LOOPBACK, port));
      }
      assertThat(answer(new byte[0])).isEmpty();
      assertThat(problems.poll(60, TimeUnit.SECONDS)).isEqualTo("too many without a header");
      waiting.removeLast().close();
      assertThat(problems.poll(60, TimeUnit.SECONDS)).isEqualTo("closed before its header");
      assertThat(answer(binary("20 00 0000"))).startsWith("SSH-2.0-");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void a_header_that_does_not_come_is_waited_for_as_long_as_a_login() throws Exception {
    listen(proxies, Duration.ofMillis(50));
    assertThat(answer("PRO".getBytes(ISO_8859_1))).isEmpty();
    assertThat(problems.poll(60, TimeUnit.SECONDS)).isEqualTo("no header in time");
  }

  @Test
  void from_elsewhere_a_header_is_no_identification_string() throws Exception {
    listen(Proxies.NONE, Duration.ofMinutes(2));
    String line = "PROXY TCP4 192.0.2.7 198.51.100.1 5000 22\r\n";
    assertThat(answer(line.getBytes(ISO_8859_1))).startsWith("SSH-2.0-");
    assertThat(come().remote().getAddress()).isEqualTo(LOOPBACK);
  }

  /** Else there would be a hundred of them for ever, and nobody could come in. */
  @Test
  void one_that_fails_before_it_waits_for_a_header_is_not_counted() throws Exception {
    listen(proxies, Duration.ofSeconds(Long.MIN_VALUE)); // more than there are milliseconds
    for (int i = 0; i <= 100; i++) {
      answer(new byte[0]);
    }
    assertThat(problems).isEmpty();
  }
}
