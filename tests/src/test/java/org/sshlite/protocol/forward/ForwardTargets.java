package org.sshlite.protocol.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.sshlite.tests.fuzz.Target;

/** What programs send first through a forward that looks into what it carries. */
public final class ForwardTargets {
  private static final String PROTOCOL = "MIT-MAGIC-COOKIE-1";
  private static final X11Cookies COOKIES =
      new X11Cookies(
          PROTOCOL, "0123456789abcdef".getBytes(US_ASCII), "fedcba9876543210".getBytes(US_ASCII));

  private ForwardTargets() {}

  public static Stream<Target> all() {
    return Stream.of(
        new Target("socks", () -> requests(), ForwardTargets::socks),
        new Target("x11", () -> List.of(setup('l'), setup('B')), ForwardTargets::x11));
  }

  private static List<byte[]> requests() {
    return Stream.of(
            "\4\1\0\120\1\2\3\4user\0",
            "\4\1\0\120\0\0\0\1user\0host.example\0",
            "\5\1\0\5\1\0\3\4host\0\120",
            "\5\2\0\2\5\1\0\1\1\2\3\4\0\120",
            "\5\1\0\5\1\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\120")
        .map(text -> text.getBytes(US_ASCII))
        .toList();
  }

  /** Whether it comes at once or byte by byte, the same is read. */
  private static void socks(byte[] input) {
    assertThat(read(input, 1)).isEqualTo(read(input, Math.max(1, input.length)));
  }

  private static String read(byte[] input, int pieces) {
    ByteBuf in = Unpooled.buffer();
    boolean greeted = false;
    for (int at = 0; at < input.length; at += pieces) {
      in.writeBytes(input, at, Math.min(pieces, input.length - at));
      while (true) {
        SocksRequest.Step step = SocksRequest.read(in, greeted);
        switch (step) {
          case SocksRequest.Step.More() -> {}
          case SocksRequest.Step.Answer(var reply) -> {
            assertThat(reply).hasSize(2);
            greeted = true;
            continue;
          }
          case SocksRequest.Step.Refusal(_, var reason) -> {
            return reason;
          }
          case SocksRequest.Step.Request(var request) -> {
            assertThat(request.port()).isBetween(0, 65535);
            assertThat(request.host()).doesNotContain("\0");
            assertThat(request.granted()).isNotEmpty();
            assertThat(request.rejected()).isNotEmpty();
            return request.host() + " " + request.port();
          }
        }
        break;
      }
    }
    assertThat(in.readableBytes()).as("kept").isLessThan(SocksRequest.MAXIMUM);
    return "more";
  }

  private static byte[] setup(char order) {
    ByteBuf setup = Unpooled.buffer();
    setup.writeByte(order).writeZero(1);
    int[] numbers = {11, 0, PROTOCOL.length(), COOKIES.fake().length, 0};
    for (int number : numbers) {
      if (order == 'B') {
        setup.writeShort(number);
      } else {
        setup.writeShortLE(number);
      }
    }
    setup.writeBytes(PROTOCOL.getBytes(US_ASCII)).writeZero(2).writeBytes(COOKIES.fake());
    return Arrays.copyOf(setup.array(), setup.readableBytes());
  }

  /** Nothing goes to the display that does not begin with its cookie. */
  private static void x11(byte[] input) {
    Logger log = Logger.getLogger("forward");
    Level level = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      connect(input);
    } finally {
      log.setLevel(level);
    }
  }

  private static void connect(byte[] input) {
    EmbeddedChannel display = new EmbeddedChannel(new X11Setup(COOKIES));
    for (int at = 0; at < input.length && display.isOpen(); at += 7) {
      display.write(Unpooled.wrappedBuffer(input, at, Math.min(7, input.length - at)));
      display.flush();
    }
    ByteBuf passed = Unpooled.buffer();
    for (ByteBuf each; (each = display.readOutbound()) != null; ) {
      passed.writeBytes(each);
    }
    if (passed.isReadable()) {
      int cookie = new String(input, US_ASCII).indexOf("0123456789abcdef");
      assertThat(passed.readableBytes()).isEqualTo(input.length);
      assertThat(cookie).isPositive();
      assertThat(passed.toString(US_ASCII)).contains("fedcba9876543210");
    }
    display.finishAndReleaseAll();
  }
}
