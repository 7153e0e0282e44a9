package org.sshlite.sftp.client;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Some virtual threads that each move a file. What ends one of them ends all, as does an interrupt
 * of who waits.
 */
final class Crew implements AutoCloseable {
  private final int size;
  private final Semaphore free;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  Crew(int size) {
    this.size = size;
    this.free = new Semaphore(size);
  }

  interface Work {
    void run() throws IOException;
  }

  /** Waits until somebody is free. With a crew of one, the caller does the work. */
  void give(Work work) throws IOException {
    check();
    if (size == 1) {
      work.run();
      return;
    }
    acquire(1);
    Thread thread = Thread.ofVirtual().name("sftp-file").unstarted(() -> run(work));
    threads.add(thread);
    try {
      Waiting.start(thread);
    } catch (IOException e) {
      threads.remove(thread);
      free.release();
      throw e;
    }
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) { // what was not moved must not be taken for moved
      fail(new IOException("internal error: " + e, e));
    } finally {
      threads.remove(Thread.currentThread());
      free.release();
    }
  }

  private void fail(IOException reason) {
    if (failure.compareAndSet(null, reason)) {
      threads.forEach(Thread::interrupt);
    }
  }

  private void acquire(int count) throws IOException {
    try {
      free.acquire(count);
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
    try {
      check();
    } catch (IOException e) {
      free.release(count);
      throw e;
    }
  }

  private void check() throws IOException {
    IOException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
  }

  /** Waits until all is done. */
  void await() throws IOException {
    acquire(size);
    free.release(size);
  }

  /** Ends what is not done yet, and waits for that. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    free.acquireUninterruptibly(size);
  }
}
