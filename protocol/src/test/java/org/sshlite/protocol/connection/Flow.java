package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;

/** Data of a known sequence through a channel, written and read without waiting. */
final class Flow {
  /** What an outbox holds: a writer would wait for more. */
  private static final int HELD = 256 * 1024;

  private final OutputStream output;
  private final InputStream input;
  private final Random written;
  private final Random expected;
  private long writtenBytes;
  private long readBytes;

  Flow(Channel from, Channel to, long seed) {
    this.output = from.output();
    this.input = to.input();
    this.written = new Random(seed);
    this.expected = new Random(seed);
  }

  /** Writes so many bytes, which is a multiple of four. */
  void write(int count) throws IOException {
    byte[] bytes = new byte[count];
    written.nextBytes(bytes);
    output.write(bytes);
    writtenBytes += count;
  }

  /** Writes as much as surely does not wait. */
  void fill() throws IOException {
    int count = (int) (HELD - (writtenBytes - readBytes)) / 4 * 4;
    if (count > 0) {
      write(count);
    }
  }

  /** Reads what is there, compares it, and says how much has come in all. */
  long read() throws IOException {
    byte[] bytes = input.readNBytes(input.available() / 4 * 4);
    byte[] same = new byte[bytes.length];
    expected.nextBytes(same);
    assertThat(bytes).isEqualTo(same);
    readBytes += bytes.length;
    return readBytes;
  }

  long written() {
    return writtenBytes;
  }
}
