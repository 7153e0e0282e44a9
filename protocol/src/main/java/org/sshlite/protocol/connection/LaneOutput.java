package org.sshlite.protocol.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes one lane of an {@link Outbox}. Keeps the contract of {@link OutputStream}: a write returns
 * when all of it is taken. Any thread, one at a time.
 */
final class LaneOutput extends OutputStream {
  private final Outbox outbox;
  private final Lane lane;

  LaneOutput(Outbox outbox, Lane lane) {
    this.outbox = outbox;
    this.lane = lane;
  }

  @Override
  public void write(int value) throws IOException {
    outbox.write(lane, new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    outbox.write(lane, source, offset, length);
  }

  /** EOF belongs to the channel, RFC 4254 §5.3: only the data lane's end sends it. */
  @Override
  public void close() {
    if (lane == Lane.DATA) {
      outbox.end(false);
    }
  }
}
