package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** An open file of a server, read and written at any place. Any thread. */
public final class RemoteFile implements AutoCloseable {
  private final Session session;
  private final FileHandle handle;
  private boolean closed;

  RemoteFile(Session session, FileHandle handle) {
    this.session = session;
    this.handle = handle;
  }

  FileHandle handle() {
    return handle;
  }

  /**
   * Reads at a place: at least one byte, and as many of {@code length} as one answer holds.
   *
   * @param position bytes from the file's beginning
   * @return bytes that were read; -1 at the file's end
   */
  public int read(long position, byte[] array, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, array.length);
    return length == 0 ? 0 : Waiting.orGiveUp(readAsync(position, array, offset, length));
  }

  /**
   * As {@link #read}, without waiting; the array is the session's until it completes, or is
   * cancelled.
   */
  public CompletableFuture<Integer> readAsync(long position, byte[] array, int offset, int length) {
    int most = Math.min(length, session.readLength());
    return session.ask(
        id -> new Request.Read(id, handle, position, most),
        answer -> {
          if (isEnd(answer)) {
            return -1;
          }
          Bytes data = data(answer, most);
          System.arraycopy(data.array(), data.offset(), array, offset, data.length());
          return data.length();
        });
  }

  static boolean isEnd(Response.Answer answer) {
    return answer instanceof Response.Status status && status.code() == StatusCode.EOF;
  }

  /** What a READ was answered with: some bytes, and never more than were asked for. */
  static Bytes data(Response.Answer answer, int most) throws MalformedException, SftpException {
    Bytes data = Session.expect(answer, Response.Data.class).data();
    if (data.length() > most || data.length() == 0) {
      throw new MalformedException(
          "SSH_FXP_DATA", "data", data.length() + " bytes where " + most + " were asked for");
    }
    return data;
  }

  /**
   * Writes at a place and waits until the server has all of it; as many requests as it takes are
   * under way at once. A file that was opened to be added to takes it at its end.
   */
  public void write(long position, byte[] array, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, array.length);
    Writing writing = new Writing(session, handle, position);
    writing.write(array, offset, length);
    writing.finish();
  }

  /**
   * One request: writes as many of {@code length} bytes as it carries, and tells how many. The
   * array is the caller's again when this returns.
   */
  public CompletableFuture<Integer> writeAsync(
      long position, byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    int most = Math.min(length, session.writeLength());
    return most == 0
        ? CompletableFuture.completedFuture(0)
        : session.askWrite(handle, position, array, offset, most);
  }

  public Attributes attributes() throws IOException {
    return Waiting.on(attributesAsync());
  }

  public CompletableFuture<Attributes> attributesAsync() {
    return session.ask(id -> new Request.Fstat(id, handle), SftpClient::attributes);
  }

  /** Changes what {@code attributes} has; a size cuts or lengthens the file. */
  public void setAttributes(Attributes attributes) throws IOException {
    Waiting.on(setAttributesAsync(attributes));
  }

  public CompletableFuture<Void> setAttributesAsync(Attributes attributes) {
    return session.ask(id -> new Request.Fsetstat(id, handle, attributes), Session::done);
  }

  /** Waits until the server's disk has it; an extension. */
  public void sync() throws IOException {
    Waiting.on(syncAsync());
  }

  public CompletableFuture<Void> syncAsync() {
    return session.extension(
        ExtendedRequest.Fsync.NAME,
        () -> session.ask(id -> new ExtendedRequest.Fsync(id, handle), Session::done));
  }

  /** Copies all to the beginning of another file, on the far side; an extension. */
  public void copyTo(RemoteFile to) throws IOException {
    Waiting.on(copyToAsync(to));
  }

  public CompletableFuture<Void> copyToAsync(RemoteFile to) {
    return session.extension(
        ExtendedRequest.CopyData.NAME,
        () ->
            session.ask(
                id -> new ExtendedRequest.CopyData(id, handle, 0, 0, to.handle, 0), Session::done));
  }

  /**
   * Reads on from a place, ahead of who takes it. One thread; closing it does not close the file.
   */
  public InputStream input(long position) {
    return new ReadAhead(this, position, session.readLength());
  }

  /**
   * Writes on from a place, without waiting for the answers; {@link OutputStream#flush} and {@link
   * OutputStream#close} wait for them, and tell what failed. One thread; closing it does not close
   * the file.
   */
  public OutputStream output(long position) {
    Writing writing = new Writing(session, handle, position);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] array, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, array.length);
        writing.write(array, offset, length);
      }

      @Override
      public void flush() throws IOException {
        writing.finish();
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /** WRITEs one behind the other. */
  private static final class Writing {
    private final Session session;
    private final FileHandle handle;
    private final UnderWay underWay = new UnderWay();
    private long position;

    Writing(Session session, FileHandle handle, long position) {
      this.session = session;
      this.handle = handle;
      this.position = position;
    }

    void write(byte[] array, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        underWay.begin();
        int count = Math.min(length - done, session.writeLength());
        send(position + done, array, offset + done, count);
        done += count;
      }
      position += length;
    }

    private void send(long at, byte[] array, int offset, int count) throws IOException {
      try {
        session.write(
            handle,
            at,
            count,
            (to, index, most) -> {
              System.arraycopy(array, offset, to, index, most);
              return most;
            },
            new Acknowledged(underWay));
      } catch (IOException e) {
        underWay.fail(e);
        throw e;
      }
    }

    void finish() throws IOException {
      underWay.awaitAll();
    }
  }

  /** Reads whole chunks ahead, more of them the longer it goes. */
  private static final class ReadAhead extends InputStream {
    private static final int MOST_AHEAD = 64;

    private record Chunk(
        byte[] array, long position, int length, CompletableFuture<Integer> count) {}

    private final RemoteFile file;
    private final int chunkLength;
    private final Deque<Chunk> asked = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private long next;
    private int ahead = 1;
    private byte[] here = new byte[0];
    private int start;
    private int end;
    private boolean ended;

    ReadAhead(RemoteFile file, long position, int chunkLength) {
      this.file = file;
      this.next = position;
      this.chunkLength = Math.min(chunkLength, Limits.SAFE_DATA_LENGTH);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] array, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, array.length);
      if (length == 0) {
        return 0;
      }
      if (start == end && !fill()) {
        return -1;
      }
      int count = Math.min(length, end - start);
      System.arraycopy(here, start, array, offset, count);
      start += count;
      return count;
    }

    private boolean fill() throws IOException {
      if (ended) {
        return false;
      }
      if (here.length == chunkLength) {
        spare.add(here);
        here = new byte[0];
      }
      start = end = 0;
      while (asked.size() < ahead) {
        ask(next, chunkLength, false);
        next += chunkLength;
      }
      ahead = Math.min(MOST_AHEAD, ahead * 2);
      Chunk chunk = asked.element();
      int count = Waiting.on(chunk.count);
      // not before: after an interrupt it is still the next
      asked.remove();
      if (count < 0) {
        ended = true;
        return false;
      }
      if (count < chunk.length) {
        // the rest of it comes first
        ask(chunk.position + count, chunk.length - count, true);
      }
      here = chunk.array;
      end = count;
      return true;
    }

    private void ask(long position, int length, boolean first) {
      byte[] array = spare.isEmpty() ? new byte[chunkLength] : spare.remove();
      Chunk chunk = new Chunk(array, position, length, file.readAsync(position, array, 0, length));
      if (first) {
        asked.addFirst(chunk);
      } else {
        asked.addLast(chunk);
      }
    }
  }

  /** As {@link #close}, without waiting. */
  public CompletableFuture<Void> closeAsync() {
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(null);
      }
      closed = true;
    }
    return session.close(handle, Session::done);
  }

  /**
   * @throws SftpException when the server tells only now that it could not write all
   */
  @Override
  public void close() throws IOException {
    Waiting.on(closeAsync());
  }
}
