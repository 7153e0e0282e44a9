package org.sshlite.client.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/** Sends what is typed by a {@link KeystrokeSchedule}. */
final class ObscuredKeystrokes extends OutputStream {
  /** As OpenSSH: so many bytes are not typed, but pasted, or a file. */
  private static final int BULK = 256;

  private final OutputStream out;
  private final Runnable chaff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition begun = lock.newCondition();

  // under the lock
  private final KeystrokeSchedule schedule;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(BULK);
  private @Nullable IOException failure;
  private boolean closed;

  private ObscuredKeystrokes(OutputStream out, Runnable chaff, KeystrokeSchedule schedule) {
    this.out = out;
    this.chaff = chaff;
    this.schedule = schedule;
  }

  /**
   * In front of a terminal's channel.
   *
   * @param interval between packets; zero to send each key as it is typed
   */
  static OutputStream on(OutputStream out, Connection connection, Duration interval)
      throws NoThreadException {
    return interval.isZero()
        ? out
        : on(out, connection::chaff, new KeystrokeSchedule(interval, new SecureRandom()));
  }

  static OutputStream on(OutputStream out, Runnable chaff, KeystrokeSchedule schedule)
      throws NoThreadException {
    ObscuredKeystrokes keystrokes = new ObscuredKeystrokes(out, chaff, schedule);
    Threads.virtual("keystrokes", keystrokes::run);
    return keystrokes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] typed, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, typed.length);
    lock.lock();
    try {
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      if (waiting.size() + length >= BULK) {
        schedule.stop();
        send();
        out.write(typed, offset, length);
      } else if (schedule.typed(System.nanoTime())) {
        out.write(typed, offset, length);
        begun.signal();
      } else {
        waiting.write(typed, offset, length);
      }
    } finally {
      lock.unlock();
    }
  }

  private void send() throws IOException {
    if (waiting.size() > 0) {
      byte[] typed = waiting.toByteArray();
      waiting.reset();
      out.write(typed);
    }
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        if (schedule.isActive()) {
          begun.awaitNanos(schedule.deadline() - System.nanoTime());
        } else {
          send(); // what came before it stopped
          begun.await();
        }
        switch (schedule.tick(System.nanoTime(), waiting.size() > 0)) {
          case NOTHING -> {}
          case KEYSTROKES -> send();
          case CHAFF -> chaff.run();
        }
      }
    } catch (IOException e) {
      failure = e; // who types next is told
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** What was typed goes first. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      begun.signal();
      send();
    } finally {
      lock.unlock();
      out.close();
    }
  }
}
