package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * What is behind a channel, played by a test: keeps what happens to it, and sends what it is told.
 */
class RecordingEnd implements ChannelEnd {
  final List<String> seen = new ArrayList<>();
  private Side side;
  private int pending;
  private boolean eof;
  private boolean close;

  /** So many bytes wait for the peer's window. */
  RecordingEnd pending(int bytes) {
    pending = bytes;
    return this;
  }

  /** EOF is due after what is pending. */
  void sendEof() {
    eof = true;
    side.outputReady();
  }

  @Override
  public void opened(Side own) {
    side = own;
    seen.add("opened");
    side.outputReady();
  }

  @Override
  public boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    seen.add("data");
    side.consumed(length);
    return false;
  }

  @Override
  public long unread() {
    return 0;
  }

  @Override
  public void end() {
    seen.add("end");
  }

  @Override
  public Output output(boolean eofSent) {
    if (pending > 0) {
      return Output.DATA;
    }
    if (close) {
      return Output.CLOSE;
    }
    return eof && !eofSent ? Output.EOF : Output.NONE;
  }

  @Override
  public @Nullable Lane next(Lane preferred) {
    return pending > 0 ? Lane.DATA : null;
  }

  @Override
  public int pull(Lane lane, byte[] target, int offset, int maximum) {
    int count = Math.min(pending, maximum);
    pending -= count;
    return count;
  }

  @Override
  public void endOfWriting() {
    seen.add("end of writing");
  }

  @Override
  public void close() {
    close = true;
    side.outputReady();
  }

  @Override
  public void abort() {
    pending = 0;
    close();
  }

  @Override
  public void over(IOException reason) {
    seen.add("over");
  }

  @Override
  public void whenReleased(Runnable task) {
    task.run();
  }
}
