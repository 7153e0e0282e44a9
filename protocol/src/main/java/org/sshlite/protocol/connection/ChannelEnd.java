package org.sshlite.protocol.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * What is behind a channel on our side, RFC 4254 §5.2–5.3: it takes the peer's data, and has data
 * for the peer. Streams for the threads of an application, or something that lives on the loop as
 * the channel does. Loop only, where nothing else is said, and no call may wait.
 */
public interface ChannelEnd {
  /** What an end asks of its channel. Loop only. */
  interface Side {
    /** There is something to pull, be it EOF or CLOSE. */
    void outputReady();

    /** So many bytes that were put are consumed: the peer may send others. */
    void consumed(int bytes);

    /** It is known now where the channel leads: see {@link ChannelEnd#leads}. */
    void leads();
  }

  /** What the channel finds here when it may send. */
  enum Output {
    /** Nothing until {@link Side#outputReady} is called again. */
    NONE,
    DATA,
    /** All data is taken and EOF is due. */
    EOF,
    /** CLOSE is due: after all data and EOF, or without them when the channel is aborted. */
    CLOSE
  }

  /** The channel is open: data may flow, both ways. */
  void opened(Side side);

  /** Whether it is known where it leads once it is open; if not, {@link Side#leads} says so. */
  default boolean leads() {
    return true;
  }

  // from the peer

  /**
   * Takes data.
   *
   * @param array becomes the end's when the answer is true, else it was copied from
   * @param arrays gets {@code array} back when it is not needed any more; from any thread
   */
  boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays);

  /** Bytes that were put, and that nobody has consumed yet. */
  long unread();

  /** Bytes of the heap that it holds, of the peer's or for it. */
  default long held() {
    return unread();
  }

  /** A request: what comes after it waits for {@link #requestHandled}. */
  default void requestReceived() {}

  /** The first of the requests that were received is handled. */
  default void requestHandled() {}

  /** No more data will come: EOF or CLOSE. */
  void end();

  // to the peer

  /** What is to be done. */
  Output output(boolean eofSent);

  /** The lane to pull from next: the preferred one if it has data. Null when there is none. */
  @Nullable Lane next(Lane preferred);

  /**
   * Takes at most {@code maximum} bytes of a lane.
   *
   * @return bytes taken; 0 when there are none after all
   */
  int pull(Lane lane, byte[] target, int offset, int maximum);

  /** The peer reads no more: OpenSSH PROTOCOL §2.1. */
  void endOfWriting();

  // the end

  /** EOF and CLOSE are wanted after all that is here. */
  void close();

  /** CLOSE is wanted at once. */
  void abort();

  /** The channel is over, or was never opened: a {@link ChannelRefusedException}. */
  void over(IOException reason);

  /**
   * The last call, after {@link #over}: runs a task on the loop, at once or when nothing more is
   * held of the channel. Until then it counts, and so does its window.
   */
  void whenReleased(Runnable task);
}
