package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.Response;

/**
 * The bytes of one file on their way to the server: read straight into where they are sent from.
 */
final class Upload {
  private final Session session;
  private final FileHandle handle;
  private final FileChannel from;
  private final Progress.Begun progress;
  private final UnderWay underWay = new UnderWay();

  Upload(Session session, FileHandle handle, FileChannel from, Progress.Begun progress) {
    this.session = session;
    this.handle = handle;
    this.from = from;
    this.progress = progress;
  }

  /**
   * Moves all from {@code position} to the end, and waits until the server has it.
   *
   * @throws LocalFileException when the file cannot be read
   */
  void run(long position) throws IOException {
    int count;
    do {
      underWay.begin();
      count = send(position);
      position += count;
    } while (count > 0);
    underWay.end();
    underWay.awaitAll();
  }

  private int send(long position) throws IOException {
    Sent sent = new Sent();
    return session.write(
        handle,
        position,
        session.writeLength(),
        (array, at, most) -> {
          int count = read(ByteBuffer.wrap(array, at, most), position);
          sent.count = count;
          return count;
        },
        sent);
  }

  private int read(ByteBuffer buffer, long position) throws IOException {
    try {
      return Math.max(0, from.read(buffer, position));
    } catch (ClosedByInterruptException e) {
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /** Waits for one answer. */
  private final class Sent implements Session.Receiver {
    // written before the request leaves
    private volatile int count;

    @Override
    public void answered(Response.Answer answer) throws MalformedException {
      new Acknowledged(underWay).answered(answer);
      progress.moved(count);
    }

    @Override
    public void lost(IOException reason) {
      new Acknowledged(underWay).lost(reason);
    }
  }
}
