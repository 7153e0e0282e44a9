package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class X11SetupTest {
  private static final String PROTOCOL = "MIT-MAGIC-COOKIE-1";

  private final X11Cookies cookies = X11Cookies.of(PROTOCOL, new byte[16]);
  private final EmbeddedChannel display = new EmbeddedChannel(new X11Setup(cookies));

  private static byte[] setup(byte[] cookie) {
    ByteBuf setup = Unpooled.buffer();
    setup.writeBytes(new byte[] {'B', 0, 0, 11, 0, 0});
    setup.writeShort(PROTOCOL.length()).writeShort(cookie.length).writeShort(0);
    setup.writeCharSequence(PROTOCOL, StandardCharsets.US_ASCII);
    setup.writeZero(2).writeBytes(cookie);
    return ByteBufUtil.getBytes(setup);
  }

  /** Who relays sends no more before the last was taken. */
  @Test
  void a_setup_that_comes_byte_by_byte_is_taken_and_goes_on_whole() {
    for (byte each : setup(cookies.fake())) {
      assertThat(display.outboundMessages()).isEmpty();
      ChannelFuture written = display.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {each}));
      assertThat(written.isSuccess()).isTrue();
    }
    ByteBuf sent = display.readOutbound();
    assertThat(ByteBufUtil.getBytes(sent)).isEqualTo(setup(cookies.real()));
    ByteBuf later = Unpooled.wrappedBuffer(new byte[] {1});
    display.writeOutbound(later);
    ByteBuf unchanged = display.readOutbound();
    assertThat(unchanged).isSameAs(later);
  }

  @Test
  void a_setup_is_as_long_as_it_may_be_and_no_longer() {
    int room = 4096 - setup(new byte[0]).length;
    for (int length : new int[] {room, room + 1}) {
      X11Cookies some = X11Cookies.of(PROTOCOL, new byte[length]);
      EmbeddedChannel another = new EmbeddedChannel(new X11Setup(some));
      byte[] setup = Arrays.copyOf(setup(some.fake()), 4096 + (length == room ? 0 : 4));
      ChannelFuture written = another.writeAndFlush(Unpooled.wrappedBuffer(setup));
      assertThat(written.isSuccess()).isEqualTo(length == room);
      assertThat(another.isOpen()).isEqualTo(length == room);
    }
  }

  @Test
  void of_another_cookie_a_wrong_first_byte_and_a_long_setup_the_display_never_hears() {
    byte[] wrong = setup(new byte[16]);
    byte[] noOrder = setup(cookies.fake());
    noOrder[0] = 'x';
    byte[] tooLong = setup(cookies.fake());
    tooLong[6] = (byte) 0xff;
    for (byte[] setup : new byte[][] {wrong, noOrder, tooLong}) {
      EmbeddedChannel another = new EmbeddedChannel(new X11Setup(cookies));
      assertThat(another.writeAndFlush(Unpooled.wrappedBuffer(setup)).cause()).isNotNull();
      assertThat(another.outboundMessages()).isEmpty();
      assertThat(another.isOpen()).isFalse();
    }
  }
}
