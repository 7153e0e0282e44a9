package org.sshlite.sftp.wire;

import java.io.IOException;
import java.io.OutputStream;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Writes packets, filexfer-02 §3, into one buffer that is kept: several go out together, with
 * {@link #flush()} or when there are many bytes of them. One thread at a time.
 */
public final class PacketOutput {
  /** Bytes that are not kept back any longer. */
  private static final int ENOUGH = 128 * 1024;

  /** Bytes: so much data is not copied into the buffer. */
  private static final int NOT_COPIED = 16 * 1024;

  private static final int LENGTH_FIELD = 4;
  private static final int SMALLEST_BUFFER = 1024;

  /** Bytes: less than this is no burden. */
  private static final int LARGE_BUFFER = 32 * 1024;

  private final OutputStream out;
  private SshWriter buffer = new SshWriter(SMALLEST_BUFFER);
  private int packet;
  private int body = -1;

  public PacketOutput(OutputStream out) {
    this.out = out;
  }

  /** Data that it holds is the caller's again when this returns. */
  public void write(SftpMessage message) throws IOException {
    if (data(message) instanceof Bytes data && data.length() >= NOT_COPIED) {
      writeBeside(message, data);
      return;
    }
    start(message);
    message.write(buffer);
    finish();
  }

  private static Bytes data(SftpMessage message) {
    return switch (message) {
      case Request.Write write -> write.data();
      case Response.Data read -> read.data();
      default -> Bytes.NONE;
    };
  }

  private void writeBeside(SftpMessage message, Bytes data) throws IOException {
    start(message);
    withoutData(message).write(buffer);
    buffer.setUint32(buffer.length() - LENGTH_FIELD, data.length());
    buffer.setUint32(packet, buffer.length() - packet - LENGTH_FIELD + (long) data.length());
    send();
    out.write(data.array(), data.offset(), data.length());
  }

  private static SftpMessage withoutData(SftpMessage message) {
    return switch (message) {
      case Request.Write(var id, var handle, var offset, _) ->
          new Request.Write(id, handle, offset, Bytes.NONE);
      case Response.Data(var id, _) -> new Response.Data(id, Bytes.NONE);
      default -> message;
    };
  }

  /**
   * Begins a DATA or WRITE whose bytes the caller puts into {@link #array()} himself, so that
   * nothing copies them; {@link #end} ends it.
   *
   * @param message without data
   * @param room bytes there may be
   * @return index in the array where they begin
   */
  public int begin(SftpMessage message, int room) {
    start(message);
    message.write(buffer);
    body = buffer.length();
    return buffer.reserve(room);
  }

  /** The buffer; another one after each call of anything else here. */
  public byte[] array() {
    return buffer.array();
  }

  /**
   * @param count bytes that were put in; with -1 the packet is forgotten
   */
  public void end(int count) throws IOException {
    if (count < 0) {
      buffer.truncate(packet);
    } else {
      buffer.truncate(body + count);
      buffer.setUint32(body - LENGTH_FIELD, count);
      finish();
    }
    body = -1;
  }

  private void start(SftpMessage message) {
    if (body >= 0) {
      throw new IllegalStateException("a packet is begun and not ended");
    }
    packet = buffer.length();
    buffer.uint32(0).uint8(message.type());
  }

  private void finish() throws IOException {
    buffer.setUint32(packet, buffer.length() - packet - LENGTH_FIELD);
    if (buffer.length() >= ENOUGH) {
      send();
    }
  }

  private void send() throws IOException {
    if (buffer.length() > 0) {
      out.write(buffer.array(), 0, buffer.length());
      buffer.clear();
    }
  }

  /** Sends what is kept. */
  public void flush() throws IOException {
    send();
    out.flush();
  }

  /** Sends what is kept, and gives the buffer back if it is large. */
  public void trim() throws IOException {
    flush();
    if (buffer.array().length > LARGE_BUFFER) {
      buffer = new SshWriter(SMALLEST_BUFFER);
    }
  }
}
