package org.sshlite.protocol.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Aborts channels that carry nothing, and says when a connection is not used. Where there are
 * limits it looks once in a second, at all channels: nothing is done for each packet but to note
 * when it was. Loop only; the clock is passed in.
 */
final class Inactivity {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

  private final Channels channels;
  private @Nullable InactivityLimits limits;
  private long nextLook = Long.MAX_VALUE;
  private long lastUse;

  Inactivity(Channels channels) {
    this.channels = channels;
  }

  void limit(InactivityLimits value, long now) {
    limits = value;
    lastUse = now;
    nextLook = now + PERIOD;
  }

  /** When {@link #tick} is wanted; Long.MAX_VALUE for never. */
  long deadline() {
    return nextLook;
  }

  /**
   * Lets time pass.
   *
   * @return whether the connection was not used for as long as it may be
   */
  boolean tick(long now) {
    if (limits == null || now - nextLook < 0) {
      return false;
    }
    nextLook = now + PERIOD;
    List<Channel> carrying = channels.carrying();
    lastUse = later(lastUse, channels.lastChange());
    carrying.forEach(channel -> lastUse = later(lastUse, channel.lastTraffic()));
    boolean all = isOver(limits.ofAll(), lastUse, now);
    for (Channel channel : carrying) {
      if (all || isOver(limits.of(channel), channel.lastTraffic(), now)) {
        limits.aborting(channel);
        channel.abort();
      }
    }
    if (!carrying.isEmpty() || !isOver(limits.ofConnection(), lastUse, now)) {
      return false;
    }
    limits.disconnecting();
    return true;
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static boolean isOver(Optional<Duration> limit, long since, long now) {
    return limit.isPresent() && now - since >= limit.get().toNanos();
  }
}
