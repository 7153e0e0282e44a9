package org.sshlite.protocol.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.transport.LoopArrays;

/** An end for the threads of an application: streams that wait. */
final class Streams implements ChannelEnd {
  private final Inbox inbox;
  private final Outbox outbox;

  /**
   * @param onCredit called by a reader when credit is due; must not block
   * @param onOutput called by a writer when there is something to pull; must not block
   */
  Streams(int threshold, Runnable onCredit, Runnable onOutput) {
    inbox = new Inbox(threshold, onCredit);
    outbox = new Outbox(onOutput);
  }

  /** Any thread. */
  InputStream input(Lane lane) {
    return new LaneInput(inbox, lane);
  }

  /** Any thread. */
  OutputStream output(Lane lane) {
    return new LaneOutput(outbox, lane);
  }

  @Override
  public void opened(Side side) {
    side.outputReady(); // the application may have written before
  }

  @Override
  public boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    return inbox.put(lane, array, offset, length, arrays);
  }

  @Override
  public long unread() {
    return inbox.unread();
  }

  @Override
  public long held() {
    return inbox.unread() + outbox.held();
  }

  /** As {@link Inbox#takeConsumed}. */
  int takeConsumed() {
    return inbox.takeConsumed();
  }

  /** As {@link Inbox#threshold}. */
  void threshold(int bytes) {
    inbox.threshold(bytes);
  }

  @Override
  public void requestReceived() {
    inbox.hold();
  }

  @Override
  public void requestHandled() {
    inbox.release();
  }

  @Override
  public void end() {
    inbox.end();
  }

  @Override
  public Output output(boolean eofSent) {
    return outbox.state(eofSent);
  }

  @Override
  public @Nullable Lane next(Lane preferred) {
    return outbox.next(preferred);
  }

  @Override
  public int pull(Lane lane, byte[] target, int offset, int maximum) {
    return outbox.pull(lane, target, offset, maximum);
  }

  @Override
  public void endOfWriting() {
    outbox.endOfWriting();
  }

  @Override
  public void close() {
    outbox.end(true);
  }

  /** Any thread. */
  @Override
  public void abort() {
    IOException reason = new IOException("the channel was aborted");
    inbox.fail(reason);
    outbox.fail(reason);
  }

  @Override
  public void over(IOException reason) {
    inbox.fail(reason);
    outbox.fail(reason);
  }

  @Override
  public void whenReleased(Runnable task) {
    task.run();
  }

  /**
   * Of who waited, and has its flag again.
   *
   * @param transferred bytes before
   */
  static InterruptedIOException interrupted(int transferred) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.bytesTransferred = transferred;
    return interrupted;
  }
}
