package org.sshlite.protocol.forward;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import org.sshlite.protocol.connection.WindowShare;

/**
 * What the relays of one connection hold that came from their sockets and that the peer has no
 * window for. While it is much, of this connection or of all together, each of them goes on with
 * little, so that none waits for another. Loop only.
 */
final class ReadAhead extends DefaultMaxMessagesRecvByteBufAllocator {
  /** Bytes of buffers of one relay, before it reads no more. */
  private static final int MAXIMUM_OF_RELAY = 128 * 1024;

  /** Of all together, before each has one small read: a hundred relays may be at their maximum. */
  private static final int MUCH = 16 * 1024 * 1024;

  /** One read takes at most this: two packets. */
  private static final int MAXIMUM_READ = 64 * 1024;

  private static final int SMALL_READ = 1024;

  /** What most that is short fits into: one read and one packet. */
  private static final int FIRST_READ = 16 * 1024;

  private final WindowShare share;
  private long held;

  /**
   * @param share of the connection: what is held is charged to it
   */
  ReadAhead(WindowShare share) {
    this.share = share;
  }

  /**
   * @param bytes of buffers, whatever is in them
   */
  void add(int bytes) {
    held += bytes;
    share.overdraw(bytes);
  }

  void remove(int bytes) {
    held -= bytes;
    share.release(bytes);
  }

  private boolean isMuch() {
    return held > MUCH || share.isShort();
  }

  /** Bytes of buffers at which a relay stops to read. */
  int maximum() {
    return isMuch() ? 1 : MAXIMUM_OF_RELAY;
  }

  @Override
  public ExtendedHandle newHandle() {
    return new Reads();
  }

  /** How much one relay reads at once: more while it gets all that it asks for. */
  private final class Reads extends MaxMessageHandle {
    private int size = FIRST_READ;

    /** Whether the last one found much less: a greeting alone says little of what follows. */
    private boolean little;

    @Override
    public int guess() {
      return isMuch() ? SMALL_READ : size;
    }

    @Override
    public void lastBytesRead(int bytes) {
      super.lastBytesRead(bytes);
      if (bytes == attemptedBytesRead()) {
        size = Math.min(4 * size, MAXIMUM_READ);
        little = false;
      } else if (bytes < size / 8) {
        if (little) {
          size = Math.max(size / 4, SMALL_READ);
        }
        little = !little;
      } else {
        little = false;
      }
    }
  }
}
