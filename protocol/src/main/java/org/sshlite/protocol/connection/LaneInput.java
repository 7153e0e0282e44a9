package org.sshlite.protocol.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Reads one lane of an {@link Inbox}. Keeps the contract of {@link InputStream}: a read waits for
 * at least one byte, −1 is the end. Any thread, one at a time.
 */
final class LaneInput extends InputStream {
  private final Inbox inbox;
  private final Lane lane;

  LaneInput(Inbox inbox, Lane lane) {
    this.inbox = inbox;
    this.lane = lane;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return inbox.read(lane, one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    return inbox.read(lane, target, offset, length);
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    return inbox.transfer(lane, Objects.requireNonNull(out));
  }

  @Override
  public int available() {
    return inbox.available(lane);
  }

  @Override
  public void close() {
    inbox.discard(lane);
  }
}
