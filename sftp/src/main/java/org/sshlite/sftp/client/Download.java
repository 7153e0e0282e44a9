package org.sshlite.sftp.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;

/**
 * The bytes of one file on their way here. Answers are written where they belong by the thread that
 * reads them, from the buffer they came in.
 */
final class Download {
  private record Piece(long position, int length) {}

  private final Session session;
  private final FileHandle handle;
  private final FileChannel to;
  private final long size;
  private final Progress.Begun progress;
  private final UnderWay underWay = new UnderWay();
  private final Deque<Piece> again = new ArrayDeque<>();
  private final TreeSet<Long> missing = new TreeSet<>();
  private long next;
  private boolean askedBehind;
  private boolean ended;
  private boolean over;

  /**
   * @param size what the server says it has, bytes; it may have more or less by now
   */
  Download(
      Session session,
      FileHandle handle,
      FileChannel to,
      long from,
      long size,
      Progress.Begun progress) {
    this.session = session;
    this.handle = handle;
    this.to = to;
    this.next = from;
    this.size = size;
    this.progress = progress;
  }

  /** Moves all there is. When it fails the file has been cut to what came without a gap. */
  void run() throws IOException {
    try {
      while (true) {
        boolean idle = underWay.isEmpty();
        Piece piece = next(idle);
        if (piece != null) {
          underWay.begin();
          ask(piece);
        } else if (idle) {
          return;
        } else {
          underWay.awaitOne();
        }
      }
    } catch (IOException e) {
      giveUp();
      throw e;
    }
  }

  private synchronized @Nullable Piece next(boolean idle) {
    Piece piece = again.poll();
    if (piece == null && !ended && (next < size || !askedBehind || idle)) {
      // what is behind the size is asked for together with the rest: mostly it is the end
      askedBehind |= next >= size;
      long length = next < size ? size - next : session.readLength();
      piece = new Piece(next, (int) Math.min(length, session.readLength()));
      next += piece.length;
    }
    if (piece != null) {
      missing.add(piece.position);
    }
    return piece;
  }

  private void ask(Piece piece) throws IOException {
    session.send(
        id -> new Request.Read(id, handle, piece.position, piece.length),
        new Session.Receiver() {
          @Override
          public void answered(Response.Answer answer) throws MalformedException {
            try {
              take(piece, answer);
            } catch (IOException e) {
              underWay.fail(e);
            }
            underWay.end();
          }

          @Override
          public void lost(IOException reason) {
            underWay.fail(reason);
            underWay.end();
          }
        });
  }

  private synchronized void take(Piece piece, Response.Answer answer)
      throws MalformedException, IOException {
    if (over) {
      return;
    }
    if (RemoteFile.isEnd(answer)) {
      missing.remove(piece.position);
      ended = true;
      return;
    }
    Bytes data = RemoteFile.data(answer, piece.length);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(data.array(), data.offset(), data.length());
      for (long at = piece.position; bytes.hasRemaining(); ) {
        at += to.write(bytes, at);
      }
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
    missing.remove(piece.position);
    if (data.length() < piece.length) {
      Piece rest = new Piece(piece.position + data.length(), piece.length - data.length());
      missing.add(rest.position);
      again.add(rest);
    }
    progress.moved(data.length());
  }

  private synchronized void giveUp() {
    over = true;
    if (missing.isEmpty() || !to.isOpen()) {
      return;
    }
    try {
      if (to.size() > missing.first()) {
        to.truncate(missing.first());
      }
    } catch (IOException _) {
      return; // why it was given up is told, and is worse
    }
  }
}
