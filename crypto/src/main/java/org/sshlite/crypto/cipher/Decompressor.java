package org.sshlite.crypto.cipher;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Decompresses the payloads of one direction: one zlib stream through all of them (RFC 4253 §6.2).
 * One owner, no thread safety.
 */
public final class Decompressor implements AutoCloseable {
  // set between packets, so that the caller's array is not kept
  private static final byte[] NOTHING = new byte[0];

  private final Inflater inflater = new Inflater();
  private final byte[] block = new byte[8192];
  private final int largestPayload;

  /**
   * @param largestPayload bytes that one payload may become: a few bytes can stand for a thousand
   *     times as many
   */
  public Decompressor(int largestPayload) {
    this.largestPayload = largestPayload;
  }

  /**
   * Appends the payload to {@code out}.
   *
   * @throws MalformedException if the data is not the stream's continuation, ends the stream, or
   *     becomes longer than allowed; the stream can't be used any more then
   */
  public void decompress(byte[] data, int offset, int length, SshWriter out)
      throws MalformedException {
    inflater.setInput(data, offset, length);
    int total = 0;
    while (true) {
      int count = inflate();
      total += count;
      if (total > largestPayload) {
        throw malformed("inflates to more than " + largestPayload + " bytes");
      }
      out.bytes(block, 0, count);
      if (inflater.finished() || inflater.needsDictionary()) {
        throw malformed("not a stream that goes on");
      }
      if (count < block.length && inflater.needsInput()) {
        inflater.setInput(NOTHING);
        return;
      }
      if (count == 0) {
        throw malformed("not a zlib stream");
      }
    }
  }

  private int inflate() throws MalformedException {
    try {
      return inflater.inflate(block, 0, block.length);
    } catch (DataFormatException _) {
      throw malformed("not a zlib stream");
    }
  }

  private static MalformedException malformed(String problem) {
    return new MalformedException("compressed payload", "data", problem);
  }

  /** What was given to it, in bytes. */
  public long bytesIn() {
    return inflater.getBytesRead();
  }

  /** What it has become, in bytes. */
  public long bytesOut() {
    return inflater.getBytesWritten();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
