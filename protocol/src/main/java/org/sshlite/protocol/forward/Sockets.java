package org.sshlite.protocol.forward;

import io.netty.channel.ChannelOption;
import java.util.Locale;
import java.util.Map;

/** What every relayed socket is set to. */
final class Sockets {
  private static final Map<ChannelOption<?>, Object> OPTIONS =
      Map.of(
          // not before there is a channel for what comes
          ChannelOption.AUTO_READ,
          false,
          // who takes no more may still send
          ChannelOption.AUTO_CLOSE,
          false);

  private Sockets() {}

  /** Takes an option. */
  interface Options {
    <T> Object option(ChannelOption<T> option, T value);
  }

  /**
   * @param unix whether it is a {@link UnixSocket}: its ways end by themselves anyway
   */
  @SuppressWarnings("unchecked")
  static void configure(Options target, boolean unix) {
    OPTIONS.forEach((option, value) -> target.option((ChannelOption<Object>) option, value));
    if (!unix) {
      target.option(ChannelOption.ALLOW_HALF_CLOSURE, true);
      // what is small is interactive, what is large fills packets anyway
      target.option(ChannelOption.TCP_NODELAY, true);
    }
  }

  /** The system's own words for a failure: Netty's have an address behind them. */
  static String reason(Throwable failure) {
    Throwable root = failure.getCause() == null ? failure : failure.getCause();
    String message = root.getMessage();
    return message == null ? failure.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message;
  }
}
