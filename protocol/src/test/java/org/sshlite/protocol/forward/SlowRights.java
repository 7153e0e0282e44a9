package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rights that each deed waits for, as for a disk that is slow.
 *
 * @param isAnother whether they are another's
 */
record SlowRights(boolean isAnother, AtomicInteger begun, CountDownLatch goOn)
    implements SocketRights {
  SlowRights(boolean isAnother) {
    this(isAnother, new AtomicInteger(), new CountDownLatch(1));
  }

  @Override
  public <T> T call(Deed<T> deed) throws IOException {
    begun.incrementAndGet();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return deed.done();
  }

  /** So many, and no more. */
  void awaitBegun(int count) {
    await().until(() -> begun.get() >= count);
    assertThat(begun).hasValue(count);
  }
}
