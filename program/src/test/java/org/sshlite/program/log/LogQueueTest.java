package org.sshlite.program.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LogQueueTest {
  private static final int ROOM = 4 * 1024 * 1024;

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);

  /** A place that takes the first line only when it is told to. */
  private void write(String line) {
    reached.countDown();
    try {
      goesOn.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    written.add(line);
  }

  @Test
  void so_many_characters_wait_and_not_one_more() throws Exception {
    LogQueue queue = new LogQueue("test", this::write, lost -> lost + " lost");
    queue.add("first");
    reached.await();
    String half = "x".repeat(ROOM / 2);
    queue.add(half);
    queue.add(half);
    queue.add("y");
    goesOn.countDown();
    await().until(queue::flush);
    queue.add("last");
    await().until(queue::flush);
    assertThat(written).containsExactly("first", half, half, "1 lost", "last");
  }
}
