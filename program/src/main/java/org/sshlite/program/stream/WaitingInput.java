package org.sshlite.program.stream;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.sshlite.program.system.Poll;

/**
 * Input of a descriptor that may not block: whoever shares the open file decides that, at any time.
 * A channel tells that there is nothing yet, where a stream of Java throws. For one thread.
 */
final class WaitingInput extends ArrayInput {
  /** Half a second in all. */
  private static final int LOOKS = 25;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final int descriptor;
  private final FileInputStream typed;
  private final LastingChannel channel;
  private final boolean terminal;
  private int looks = LOOKS;

  /**
   * @param number of {@code descriptor}
   */
  WaitingInput(int number, FileDescriptor descriptor, boolean terminal) {
    this.descriptor = number;
    this.typed = new Unclosed(descriptor);
    this.channel = new LastingChannel(() -> new Unclosed(descriptor).getChannel());
    this.terminal = terminal;
  }

  private static final class Unclosed extends FileInputStream {
    Unclosed(FileDescriptor descriptor) {
      super(descriptor);
    }

    /** What its channel calls when that is closed. */
    @Override
    public void close() {}
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    if (length == 0) {
      return 0;
    }
    // whoever reads a terminal in the background is stopped, even if nothing was typed
    if (terminal) {
      awaitTyping();
    }
    int count;
    while ((count = tryRead(buffer)) == 0) {
      awaitInput();
    }
    return count;
  }

  private int tryRead(ByteBuffer buffer) throws IOException {
    try {
      return channel.read(buffer);
    } catch (IOException e) {
      if (terminal) {
        return -1; // it was hung up, or taken from us: nothing more will be typed
      }
      throw e;
    }
  }

  /**
   * At first by looking, for most commands are over before anything is typed, and what it takes to
   * call poll costs a start 100 ms of the processor's time.
   */
  private void awaitTyping() throws IOException {
    for (; looks > 0; looks--) {
      if (typed.available() > 0) {
        return;
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        looks = 1;
      }
    }
    awaitInput();
  }

  private void awaitInput() {
    Poll.Interest input = new Poll.Interest(descriptor, Poll.IN);
    int ready;
    do {
      ready = Poll.once(-1, input);
    } while (ready == 0); // a signal, as when a stopped process goes on
  }
}
