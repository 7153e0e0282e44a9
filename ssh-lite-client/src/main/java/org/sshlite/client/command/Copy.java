package org.sshlite.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Moves bytes from one stream to another until the first ends. */
final class Copy {
  /** As much as a channel's packets hold at a time, and some: few system calls, no waiting. */
  static final int BUFFER = 64 * 1024;

  private Copy() {}

  /** What went wrong, told apart by the side it went wrong on. */
  enum Result {
    /** The source ended. */
    END,
    /** The source failed: the connection is over. */
    SOURCE_FAILED,
    /** Nobody takes the bytes any more: a broken pipe. */
    TARGET_FAILED
  }

  static Result run(InputStream from, OutputStream to) {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int count;
      try {
        count = from.read(buffer);
      } catch (IOException _) {
        return Result.SOURCE_FAILED;
      }
      if (count < 0) {
        return Result.END;
      }
      try {
        to.write(buffer, 0, count);
      } catch (IOException _) {
        return Result.TARGET_FAILED;
      }
    }
  }
}
