package org.sshlite.protocol.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.tests.fuzz.Target;

/** What a proxy says of a connection before it carries it. */
public final class ProxyTarget {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final InetSocketAddress END =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);
  private static final PeerAddresses PROXY = new PeerAddresses(END, END);
  private static final int PATIENCE_MILLISECONDS = 1_000_000;

  private ProxyTarget() {}

  public static Target create() {
    return new Target("proxy", () -> headers(), ProxyTarget::header);
  }

  private static List<byte[]> headers() {
    Stream<byte[]> lines =
        Stream.of(
                "PROXY TCP4 192.0.2.7 198.51.100.1 5000 22\r\nSSH-2.0-x\r\n",
                "PROXY TCP6 2001:db8::7 ::ffff:198.51.100.1 1 65535\r\n",
                "PROXY UNKNOWN\r\n")
            .map(line -> line.getBytes(ISO_8859_1));
    Stream<byte[]> binary =
        Stream.of(
                "2111000cc0000207c6336401138800165353",
                "21110013c0000207c6336401138800160400047f7f7f7f",
                "2121002420010db800000000000000000000000720010db800000000000000000000000100010002",
                "20000000")
            .map(hex -> HexFormat.of().parseHex(SIGNATURE + hex));
    return Stream.concat(lines, binary).toList();
  }

  /** It is told once who comes, or once why nobody does, and then it is closed. */
  private static void header(byte[] input) {
    List<PeerAddresses> come = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    EmbeddedChannel channel = new EmbeddedChannel();
    ProxyHeader.await(channel, PROXY, PATIENCE_MILLISECONDS, come::add, refused::add);
    for (int at = 0; at < input.length && channel.isOpen(); at += 11) {
      channel.writeInbound(Unpooled.copiedBuffer(input, at, Math.min(11, input.length - at)));
    }
    assertThat(come.size() + refused.size()).isLessThanOrEqualTo(1);
    assertThat(come).allMatch(peer -> !peer.remote().isUnresolved());
    assertThat(refused).allMatch(problem -> problem.lines().count() <= 1);
    assertThat(refused.isEmpty()).isEqualTo(channel.isOpen());
    channel.finishAndReleaseAll();
    assertThat(come.size() + refused.size()).isEqualTo(1);
  }
}
