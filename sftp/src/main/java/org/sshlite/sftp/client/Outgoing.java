package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.sftp.wire.Request;

/**
 * Requests on their way out. Any thread appends whole ones to one buffer while a thread of its own
 * sends the other: an interrupt never leaves half a request behind, several go out together, and a
 * local file is read while what was read before is sent.
 */
final class Outgoing {
  /** Bytes: who comes when so many wait to be sent, waits too. */
  private static final int ENOUGH = 256 * 1024;

  private static final int LENGTH_FIELD = 4;
  private static final int SMALLEST_BUFFER = 1024;

  /** Bytes: a larger buffer is not kept when there is nothing to send. */
  private static final int LARGE_BUFFER = 32 * 1024;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition room = lock.newCondition();
  private SshWriter filling = new SshWriter(SMALLEST_BUFFER);
  private SshWriter sending = new SshWriter(SMALLEST_BUFFER);
  private boolean closed;

  Outgoing(OutputStream out) {
    this.out = out;
  }

  /** Puts bytes where they are sent from. */
  interface Source {
    /**
     * @return how many; 0 or less for none, and no request is sent then
     */
    int read(byte[] array, int offset, int count) throws IOException;
  }

  /** Waits while there is enough to be sent already. */
  void send(Request request) throws IOException {
    lock.lock();
    try {
      awaitRoom();
      append(request);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for no room: for what is small, and ends something that was begun. */
  void sendAtOnce(Request request) throws IOException {
    lock.lock();
    try {
      refuseWhenClosed();
      append(request);
    } finally {
      lock.unlock();
    }
  }

  private void append(Request request) {
    int packet = begin(request);
    end(packet);
  }

  /**
   * @param request without its data
   * @return bytes of data that were sent; 0 or less when {@code source} has none
   */
  int send(Request.Write request, int most, Source source) throws IOException {
    lock.lock();
    try {
      awaitRoom();
      int packet = begin(request);
      int body = filling.reserve(most);
      int count = 0;
      try {
        count = source.read(filling.array(), body, most);
      } finally {
        if (count <= 0) {
          filling.truncate(packet);
        }
      }
      if (count > 0) {
        filling.truncate(body + count);
        filling.setUint32(body - LENGTH_FIELD, count);
        end(packet);
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws IOException {
    try {
      while (!closed && filling.length() >= ENOUGH) {
        room.await();
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
    refuseWhenClosed();
  }

  private void refuseWhenClosed() throws IOException {
    if (closed) {
      throw new IOException("the session is closed");
    }
  }

  private int begin(Request request) {
    int packet = filling.length();
    filling.uint32(0).uint8(request.type());
    request.write(filling);
    return packet;
  }

  private void end(int packet) {
    filling.setUint32(packet, filling.length() - packet - LENGTH_FIELD);
    filled.signal();
  }

  /** Sends until closed; then closes the stream, which tells the server. */
  void run() throws IOException {
    try (out) {
      while (next()) {
        out.write(sending.array(), 0, sending.length());
        out.flush();
      }
    } finally {
      close();
    }
  }

  /** Waits for something to send; false when there will be nothing more. */
  private boolean next() {
    lock.lock();
    try {
      sending.clear();
      if (filling.length() == 0) {
        trim();
      }
      while (filling.length() == 0) {
        if (closed) {
          return false;
        }
        filled.awaitUninterruptibly();
      }
      SshWriter full = filling;
      filling = sending;
      sending = full;
      room.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void trim() {
    if (sending.array().length > LARGE_BUFFER) {
      sending = new SshWriter(SMALLEST_BUFFER);
    }
  }

  /** What is there already is still sent. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
