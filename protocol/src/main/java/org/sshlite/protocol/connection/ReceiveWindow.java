package org.sshlite.protocol.connection;

import java.util.Arrays;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.IdentificationString;

/**
 * How much channel data the peer may still send, RFC 4254 §5.2. Credit goes back when half a window
 * or less is open, or when it can grow no more, and the application has read an eighth of it; and
 * before keys are exchanged. It grows while it is what limits the transfer: when the peer used it
 * up and had to wait for credit, although the application had read what came and the connection had
 * room for it. Then a round trip holds more than the window. Loop only; the clock is passed in.
 */
final class ReceiveWindow {
  /** Of a session, as OpenSSH and others: enough for 160 Mbit/s at 100 ms, before it grows. */
  static final int INITIAL = 2 * 1024 * 1024;

  /** Of a terminal, as OpenSSH: what is on its way is still shown after the key that stops it. */
  static final int OF_TERMINAL = 1024 * 1024;

  /** Of all else: forwards come by the hundred, and most of them carry little. */
  static final int INITIAL_OF_FORWARD = 256 * 1024;

  /** One packet on its way while another is read. */
  static final int LEAST = 2 * Channel.MAXIMUM_PACKET_SIZE;

  /** 640 MB/s at 100 ms. */
  static final int MAXIMUM = 64 * 1024 * 1024;

  /**
   * For OpenSSH's client as the sender. It reads ahead what the window takes, into a buffer of 16
   * MiB at most; where that is full it moves all of it for each packet, and comes down to 1 MB/s.
   */
  static final int MAXIMUM_OF_OPENSSH = 12 * 1024 * 1024;

  /**
   * Least part of a window that is credited at once. Larger where the peer has enough: what was
   * read and is not yet credited is missing on the way, but a window is seen to be too small by the
   * pauses between few credits. Smaller where it has little: a peer that overlooks one credit, as
   * tinysshd one that comes right behind new keys, is woken by the next.
   */
  private static final int CREDITS = 8;

  /** As {@link #CREDITS} of a narrow one: what is missing on the way counts more there. */
  private static final int NARROW_CREDITS = 4;

  /**
   * Bytes in a nanosecond: a window that goes through faster than that is no limit, whatever pauses
   * a busy machine makes.
   */
  private static final long FAST_ENOUGH = 2;

  /** Once may be a pause of the peer's own that happens to lie at the limit. */
  private static final int ENOUGH_WAITS = 2;

  private final WindowShare share;
  private final LastArrival lastArrival;
  private final Neighbours.Member neighbours;
  private final NarrowWindow narrow = new NarrowWindow();
  private int maximum;
  private int size;

  /** Bytes by which it becomes smaller: as many are read and never credited. */
  private int excess;

  private long open;

  private long consumed;

  /** It is not credited because the window is narrow. */
  private boolean heldBack;

  /** Somebody may wait for other channels' data. */
  private boolean minded;

  /** How often in a row the peer had to wait. */
  private int waits;

  private long received;

  /** Credit is out whose effect was not seen yet. */
  private boolean credited;

  /** How far the peer could go in all without that credit, and when it was sent. */
  private long limit;

  private long creditSent;

  /** The longest time since then in which nothing came, in nanoseconds. */
  private long silence;

  /** How often something came since then. */
  private int arrivals;

  /** The last times from a credit to the first byte that needed it, in nanoseconds. */
  private final long[] roundTrips = new long[8];

  /** How many were measured in all. */
  private long measured;

  /**
   * @param lastArrival the connection's: while another channel's data come, no window limits it
   * @param neighbours this one among the channels of the connection
   * @param initial bytes, taken from {@code share} already
   * @param maximum bytes that it grows to at most
   */
  ReceiveWindow(
      WindowShare share,
      LastArrival lastArrival,
      Neighbours.Member neighbours,
      int initial,
      int maximum) {
    this.share = share;
    this.lastArrival = lastArrival;
    this.neighbours = neighbours;
    this.size = initial;
    this.open = initial;
    this.maximum = maximum;
  }

  /** Begins with less where others are minded. */
  void begin(long now) {
    mind(now);
    if (isNarrow()) {
      consumed = open - narrow.bytes();
      open = narrow.bytes();
      heldBack = true;
    }
  }

  /** Bytes that the peer may send now. */
  long open() {
    return open;
  }

  /** What the window of a channel that {@code client} opened grows to at most. */
  static int maximumFor(IdentificationString client) {
    return client.software().startsWith("OpenSSH") ? MAXIMUM_OF_OPENSSH : MAXIMUM;
  }

  /**
   * Debits data that came.
   *
   * @param unread bytes that the application had not read yet when these came
   */
  void received(int count, long unread, long now) throws RefusedException {
    if (count > open) {
      throw new RefusedException(
          new Refusal.Malformed("SSH_MSG_CHANNEL_DATA", "data", "more than the window allows"));
    }
    open -= count;
    silence = Math.max(silence, Math.min(now - creditSent, lastArrival.pause(now)));
    arrivals++;
    if (credited && received + count > limit) {
      credited = false;
      long roundTrip = now - creditSent;
      roundTrips[(int) (measured++ % roundTrips.length)] = roundTrip;
      waits = !isNarrow() && unread < size / 4 && waited(roundTrip, now) ? waits + 1 : 0;
      if (minded) {
        narrow.roundTrip(roundTrip, silence, arrivals, size);
      }
    }
    received += count;
    lastArrival.set(now);
    moved(count, now);
  }

  /** Data went on the channel, either way. */
  void moved(int count, long now) {
    neighbours.moved(count, now);
    mind(now);
  }

  private void mind(long now) {
    minded = neighbours.areMinded(now);
  }

  private boolean isNarrow() {
    return minded && narrow.bytes() < size;
  }

  /**
   * Whether nothing came, of any channel, for a while before the first bytes that needed the
   * credit, and that in a round trip like others: one that is much longer is a pause of a busy
   * machine.
   */
  private boolean waited(long roundTrip, long now) {
    return roundTrip > size / FAST_ENOUGH
        && roundTrip <= 2 * shortestRoundTrip()
        && lastArrival.pause(now) > roundTrip / 4;
  }

  private long shortestRoundTrip() {
    return Arrays.stream(roundTrips, 0, (int) Math.min(measured, roundTrips.length))
        .min()
        .orElseThrow();
  }

  /** A person reads what comes: from now on it is no larger than that takes. */
  void shrinkToTerminal() {
    maximum = Math.min(maximum, OF_TERMINAL);
    excess = Math.max(0, size - maximum);
  }

  /** The application has read data. */
  void consumed(int count) {
    int kept = Math.min(count, excess);
    if (kept > 0) {
      excess -= kept;
      size -= kept;
      share.release(kept);
    }
    consumed += count - kept;
  }

  boolean isCreditDue() {
    return isNarrow() ? due() >= narrow.bytes() / NARROW_CREDITS : consumed >= threshold();
  }

  /** Whether credit that was held back is due: more data came, or nobody is minded any more. */
  boolean isHeldBackDue() {
    return heldBack && isCreditDue();
  }

  /** Bytes that may be credited now. */
  private long due() {
    long room = isNarrow() ? Math.max(0, narrow.bytes() - open) : Long.MAX_VALUE;
    return Math.min(consumed, room);
  }

  /**
   * Credits what the application has read: all of it, unless the window is narrow.
   *
   * @return bytes to add by SSH_MSG_CHANNEL_WINDOW_ADJUST; 0 for none
   */
  long credit(long now) {
    mind(now);
    long due = due();
    if (due == 0) {
      // no reader may tell of it again
      heldBack = consumed > 0;
      return 0;
    }
    if (!credited) {
      credited = true;
      limit = received + open;
      creditSent = now;
      silence = 0;
      arrivals = 0;
    }
    consumed -= due;
    heldBack = consumed > 0;
    long add = due + growth();
    open += add;
    return add;
  }

  /** Bytes read at which credit is due. Changes with what comes and is credited. */
  int threshold() {
    return size < maximum && open > size / 2 ? size / 2 : size / CREDITS;
  }

  /** Bytes that are open, unread, or read and not yet credited. */
  int size() {
    return size;
  }

  private int growth() {
    int grown = Math.min(size, maximum - size);
    if (waits < ENOUGH_WAITS || grown <= 0 || !share.reserveGrowth(grown)) {
      return 0;
    }
    waits = 0;
    size += grown;
    return grown;
  }

  /** Gives back what the window takes. */
  void close() {
    share.release(size);
    size = 0;
  }
}
