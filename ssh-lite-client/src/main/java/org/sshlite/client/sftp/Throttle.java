package org.sshlite.client.sftp;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Lets only so many bytes through in a second, in one direction. */
final class Throttle {
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /** Bytes at a time, so that a slow way is an even one. */
  private static final int PIECE = 16 * 1024;

  private final long rate;
  private long free = System.nanoTime();

  /**
   * @param rate bytes a second
   */
  Throttle(long rate) {
    this.rate = rate;
  }

  private void pass(int bytes) throws IOException {
    long now = System.nanoTime();
    free = Math.max(free, now) + bytes * NANOS_A_SECOND / rate;
    try {
      Thread.sleep((free - now) / 1_000_000);
    } catch (InterruptedException _) {
      throw new InterruptedIOException("interrupted");
    }
  }

  InputStream slow(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] array, int offset, int length) throws IOException {
        int count = super.read(array, offset, Math.min(length, PIECE));
        if (count > 0) {
          pass(count);
        }
        return count;
      }
    };
  }

  OutputStream slow(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] array, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
          int count = Math.min(length - done, PIECE);
          out.write(array, offset + done, count);
          pass(count);
          done += count;
        }
      }
    };
  }
}
