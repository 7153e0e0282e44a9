package org.sshlite.client.hosts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts the host's name before each line of its output, and lines of several hosts are not mixed.
 */
final class LabelledLines extends OutputStream {
  /**
   * A line that is longer goes out in parts, so that a host without line breaks fills no memory.
   */
  private static final int LONGEST = 64 * 1024;

  private final byte[] label;
  private final boolean toStdout;
  private final Console console;

  /** What is not a whole line yet. */
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  LabelledLines(String host, boolean toStdout, Console console) {
    this.label = (host + ": ").getBytes(StandardCharsets.UTF_8);
    this.toStdout = toStdout;
    this.console = console;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = offset; i < offset + length; i++) {
      if (pending.size() == 0) {
        pending.writeBytes(label);
      }
      pending.write(source[i]);
      if (source[i] == '\n' || pending.size() >= LONGEST) {
        take(whole);
      }
    }
    console.write(toStdout, whole.toByteArray(), whole.size());
  }

  private void take(ByteArrayOutputStream whole) {
    whole.writeBytes(pending.toByteArray());
    if (pending.toByteArray()[pending.size() - 1] != '\n') {
      whole.write('\n');
    }
    pending.reset();
  }

  /** The last line may have no end. */
  @Override
  public synchronized void close() throws IOException {
    if (pending.size() > 0) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      take(whole);
      console.write(toStdout, whole.toByteArray(), whole.size());
    }
  }
}
