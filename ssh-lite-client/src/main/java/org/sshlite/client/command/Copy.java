package org.sshlite.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Moves bytes from one stream to another until the first ends. */
final class Copy {
  /** As much as a channel's packets hold at a time, and some: few system calls, no waiting. */
  static final int BUFFER = 64 * 1024;

  private Copy() {}

  /** How it ended; what went wrong is told apart by the side it went wrong on. */
  sealed interface Result {
    /** The source ended. */
    record End() implements Result {}

    record SourceFailed(IOException reason) implements Result {}

    record TargetFailed(IOException reason) implements Result {}
  }

  static Result run(InputStream from, OutputStream to) {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int count;
      try {
        count = from.read(buffer);
      } catch (IOException e) {
        return new Result.SourceFailed(e);
      }
      if (count < 0) {
        return new Result.End();
      }
      try {
        to.write(buffer, 0, count);
      } catch (IOException e) {
        return new Result.TargetFailed(e);
      }
    }
  }
}
