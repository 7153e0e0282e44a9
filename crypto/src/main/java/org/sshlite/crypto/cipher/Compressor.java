package org.sshlite.crypto.cipher;

import java.util.zip.Deflater;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Compresses the payloads of one direction: one zlib stream through all of them, flushed after each
 * (RFC 4253 §6.2). One owner, no thread safety.
 */
public final class Compressor implements AutoCloseable {
  // the level that OpenSSH uses
  private static final int LEVEL = 6;

  // set between packets, so that the caller's array is not kept
  private static final byte[] NOTHING = new byte[0];

  private final Deflater deflater = new Deflater(LEVEL);
  private final byte[] block = new byte[8192];

  /** A stream that has not begun. */
  public Compressor() {}

  /** Appends the compressed payload to {@code out}. */
  public void compress(byte[] payload, int offset, int length, SshWriter out) {
    deflater.setInput(payload, offset, length);
    int count;
    do {
      // "partial flush" is what the RFC asks for; the JDK has the sync flush, which is the same
      // with an empty block added, and which every inflater takes
      count = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
      out.bytes(block, 0, count);
    } while (count == block.length);
    deflater.setInput(NOTHING);
  }

  /** What was given to it, in bytes. */
  public long bytesIn() {
    return deflater.getBytesRead();
  }

  /** What it has become, in bytes. */
  public long bytesOut() {
    return deflater.getBytesWritten();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
