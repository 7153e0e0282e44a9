package org.sshlite.sftp.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;

/**
 * Reads packets, filexfer-02 §3: a uint32 length, a type, the rest. They are taken apart where they
 * lie, in one buffer that is kept. One thread at a time.
 */
public final class PacketInput {
  /**
   * Bytes. What is read ahead of a packet has to be moved where the packet does not fit behind it:
   * of a large one never more than this.
   */
  private static final int READ_AHEAD = 16 * 1024;

  private static final int LENGTH_FIELD = 4;
  private static final int SMALLEST_BUFFER = 1024;

  /** Bytes: less than this is no burden. */
  private static final int LARGE_BUFFER = 32 * 1024;

  private final InputStream in;
  private final int maximumLength;
  private byte[] buffer = new byte[SMALLEST_BUFFER];
  private int start;
  private int end;

  /** For packets of {@link Limits#MAXIMUM_PACKET_LENGTH}. */
  public PacketInput(InputStream in) {
    this(in, Limits.MAXIMUM_PACKET_LENGTH);
  }

  /**
   * @param maximumLength bytes of a packet without its length field
   */
  public PacketInput(InputStream in, int maximumLength) {
    this.in = in;
    this.maximumLength = maximumLength;
  }

  /**
   * The next of a client's packets; waits for it. Empty where the stream ends.
   *
   * @throws EOFException when the stream ends within a packet
   * @throws MalformedException when it is no such packet, or is larger than it may be
   */
  public Optional<Request> request() throws IOException, MalformedException {
    int length = next();
    return length < 0 ? Optional.empty() : Optional.of(Request.read(buffer, taken(length), length));
  }

  /** The next of a server's packets; as {@link #request()}. */
  public Optional<Response> response() throws IOException, MalformedException {
    int length = next();
    return length < 0
        ? Optional.empty()
        : Optional.of(Response.read(buffer, taken(length), length));
  }

  /**
   * Whether a packet can be had without waiting.
   *
   * @throws MalformedException as reading that packet would
   */
  public boolean ready() throws IOException, MalformedException {
    while (missing() > 0) {
      int available = in.available();
      if (available <= 0 || !fill(available)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Gives the buffer back if it is large and nothing is in it. What was read from it is no longer
   * good then.
   */
  public void trim() {
    if (start == end && buffer.length > LARGE_BUFFER) {
      buffer = new byte[SMALLEST_BUFFER];
      start = end = 0;
    }
  }

  /** The length of a packet that is whole in the buffer; -1 at the end of the stream. */
  private int next() throws IOException, MalformedException {
    while (missing() > 0) {
      if (!fill(Integer.MAX_VALUE)) {
        if (start == end) {
          return -1;
        }
        throw new EOFException("the stream ends within a packet");
      }
    }
    return length();
  }

  private int taken(int length) {
    int at = start + LENGTH_FIELD;
    start = at + length;
    return at;
  }

  private int length() {
    return buffer[start] << 24
        | (buffer[start + 1] & 0xff) << 16
        | (buffer[start + 2] & 0xff) << 8
        | buffer[start + 3] & 0xff;
  }

  /** Bytes that the next packet lacks, as far as that is known. */
  private int missing() throws MalformedException {
    int buffered = end - start;
    if (buffered < LENGTH_FIELD) {
      return LENGTH_FIELD - buffered;
    }
    int length = length();
    if (length < 1 || length > maximumLength) {
      throw new MalformedException(
          "SFTP packet", "length", Integer.toUnsignedString(length) + " bytes");
    }
    return LENGTH_FIELD + length - buffered;
  }

  /** Reads some more, at most {@code most} bytes; false at the end of the stream. */
  private boolean fill(int most) throws IOException, MalformedException {
    int missing = missing();
    int buffered = end - start;
    if (start > 0 && (start == end || buffer.length - end < missing)) {
      System.arraycopy(buffer, start, buffer, 0, buffered);
      start = 0;
      end = buffered;
    }
    int room = missing > LENGTH_FIELD ? missing : READ_AHEAD;
    if (buffer.length - end < room) {
      buffer = Arrays.copyOf(buffer, end + room);
    }
    int wanted = Math.min(buffer.length - end, Math.max(missing, READ_AHEAD));
    int count = in.read(buffer, end, Math.min(most, wanted));
    end += Math.max(count, 0);
    return count >= 0;
  }
}
