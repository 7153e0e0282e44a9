package org.sshlite.protocol.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.transport.LoopArrays;

class InboxTest {
  private static final int PACKET_ARRAY = 33 * 1024;

  private final AtomicInteger credits = new AtomicInteger();
  private final Inbox inbox = new Inbox(1000, credits::incrementAndGet);
  private final LoopArrays arrays = new LoopArrays();
  private final InputStream input = new LaneInput(inbox, Lane.DATA);
  private final InputStream stderr = new LaneInput(inbox, Lane.STDERR);

  @Test
  void pieces_of_all_sizes_are_read_in_order_whatever_the_size_of_a_read() throws Exception {
    Random random = new Random(1);
    byte[] all = new byte[400_000];
    random.nextBytes(all);
    for (int at = 0; at < all.length; ) {
      int length = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 50 : 32768));
      byte[] array = new byte[PACKET_ARRAY];
      System.arraycopy(all, at, array, 9, length);
      inbox.put(Lane.DATA, array, 9, length, arrays);
      at += length;
    }
    byte[] read = new byte[all.length];
    for (int at = 0; at < all.length; ) {
      at += input.read(read, at, Math.min(all.length - at, 1 + random.nextInt(5000)));
    }
    assertThat(read).isEqualTo(all);
  }

  @Test
  void a_window_full_of_single_bytes_costs_little_more_than_its_bytes() throws Exception {
    byte[] packet = new byte[PACKET_ARRAY];
    long before = allocated();
    for (int i = 0; i < ReceiveWindow.INITIAL; i++) {
      inbox.put(Lane.DATA, packet, 9, 1, arrays);
    }
    assertThat(allocated() - before).isLessThan(3L * ReceiveWindow.INITIAL);
    assertThat(input.readNBytes(ReceiveWindow.INITIAL)).hasSize(ReceiveWindow.INITIAL);
  }

  /** Bytes that this thread has allocated. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void the_lanes_are_apart() throws Exception {
    put(Lane.STDERR, "err");
    put(Lane.DATA, "out");
    assertThat(input.readNBytes(3)).asString().isEqualTo("out");
    assertThat(stderr.readNBytes(3)).asString().isEqualTo("err");
  }

  @Test
  void what_is_held_is_neither_read_nor_the_end_before_its_release() throws Exception {
    put(Lane.DATA, "before");
    inbox.hold();
    put(Lane.DATA, "after");
    inbox.end();
    assertThat(input.readNBytes(6)).asString().isEqualTo("before");
    CompletableFuture<byte[]> rest = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            rest.complete(input.readAllBytes());
          } catch (IOException e) {
            rest.completeExceptionally(e);
          }
        });
    assertThat(input.available()).isZero();
    assertThat(rest).isNotDone();
    inbox.release();
    assertThat(rest.get(60, TimeUnit.SECONDS)).asString().isEqualTo("after");
  }

  @Test
  void what_is_held_is_read_when_the_channel_is_over() throws Exception {
    inbox.hold();
    put(Lane.DATA, "held");
    inbox.fail(new IOException("lost"));
    assertThat(input.readNBytes(4)).asString().isEqualTo("held");
    assertThatThrownBy(input::read).hasMessageContaining("lost");
  }

  @Test
  void what_is_held_can_be_dropped() throws Exception {
    inbox.hold();
    put(Lane.DATA, "x".repeat(1000));
    input.close();
    assertThat(credits).hasValue(1);
    assertThat(inbox.unread()).isZero();
    assertThat(inbox.available(Lane.DATA)).isZero();
    assertThatThrownBy(() -> inbox.read(Lane.DATA, new byte[1], 0, 1)).hasMessage("stream closed");
    inbox.release();
  }

  @Test
  void a_byte_above_127_is_not_the_end() throws Exception {
    inbox.put(Lane.DATA, new byte[] {-1}, 0, 1, arrays);
    assertThat(input.read()).isEqualTo(255);
  }

  @Test
  void a_full_packets_array_is_kept_not_copied() {
    assertThat(inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 32768, arrays)).isTrue();
  }

  @Test
  void data_that_fills_little_of_its_array_is_copied() {
    assertThat(inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 5000, arrays)).isFalse();
    assertThat(inbox.put(Lane.DATA, new byte[10], 9, 1, arrays)).isFalse();
  }

  @Test
  void what_was_put_can_be_read_after_the_end_and_then_comes_minus_one() throws Exception {
    put(Lane.DATA, "last");
    inbox.end();
    assertThat(input.readAllBytes()).asString().isEqualTo("last");
    assertThat(input.read()).isEqualTo(-1);
    assertThat(stderr.read()).isEqualTo(-1);
  }

  @Test
  void what_was_put_can_be_read_after_a_failure_and_then_comes_the_reason() throws Exception {
    put(Lane.DATA, "last");
    inbox.fail(new IOException("connection lost"));
    assertThat(input.readNBytes(4)).asString().isEqualTo("last");
    assertThatThrownBy(input::read).isInstanceOf(IOException.class).hasMessage("connection lost");
  }

  @Test
  void a_failure_after_the_end_is_no_news() throws Exception {
    inbox.end();
    inbox.fail(new IOException("connection lost"));
    assertThat(input.read()).isEqualTo(-1);
  }

  @Test
  void a_reader_waits_for_data() throws Exception {
    CompletableFuture<Integer> read = reading();
    put(Lane.STDERR, "not for it");
    assertThat(read).isNotDone();
    put(Lane.DATA, "A");
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo('A');
  }

  @Test
  void a_waiting_reader_sees_the_end() throws Exception {
    CompletableFuture<Integer> read = reading();
    inbox.end();
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
  }

  @Test
  void a_waiting_reader_gets_the_failure() {
    CompletableFuture<Integer> read = reading();
    inbox.fail(new IOException("connection lost"));
    assertThatThrownBy(() -> read.get(60, TimeUnit.SECONDS))
        .rootCause()
        .hasMessage("connection lost");
  }

  @Test
  void a_waiting_reader_gets_an_exception_when_its_stream_is_closed() throws Exception {
    CompletableFuture<Integer> read = reading();
    input.close();
    assertThatThrownBy(() -> read.get(60, TimeUnit.SECONDS))
        .rootCause()
        .hasMessage("stream closed");
  }

  @Test
  void a_transfer_writes_all_to_the_end_and_asks_for_credit() throws Exception {
    put(Lane.DATA, "first ");
    inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 32768, arrays);
    put(Lane.DATA, " last");
    inbox.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(input.transferTo(out)).isEqualTo(6 + 32768 + 5);
    assertThat(out.toString(US_ASCII)).isEqualTo("first " + "\0".repeat(32768) + " last");
    assertThat(credits).hasValue(1);
    assertThat(inbox.takeConsumed()).isEqualTo(6 + 32768 + 5);
  }

  @Test
  void an_array_goes_back_as_soon_as_it_is_read() throws Exception {
    byte[] array = new byte[PACKET_ARRAY];
    inbox.put(Lane.DATA, array, 9, 32768, arrays);
    input.readNBytes(32767);
    assertThat(arrays.take(1)).isNotSameAs(array);
    input.read();
    assertThat(arrays.take(1)).isSameAs(array);
  }

  @Test
  void what_comes_for_one_lane_does_not_wake_the_reader_of_the_other() throws Exception {
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> assertThatCode(stderr::read).doesNotThrowAnyException());
    await().until(() -> reader.getState() == Thread.State.WAITING);
    long before = waits(reader);
    for (int i = 0; i < 100; i++) {
      put(Lane.DATA, "much");
      input.readNBytes(4);
    }
    assertThat(waits(reader)).isEqualTo(before);
    inbox.end();
    reader.join();
  }

  private static long waits(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId()).getWaitedCount();
  }

  @Test
  void a_transfer_that_cannot_write_counts_what_it_took() throws Exception {
    inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 32768, arrays);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("no space left");
          }
        };
    assertThatThrownBy(() -> input.transferTo(full)).hasMessage("no space left");
    assertThat(credits).hasValue(1);
  }

  @Test
  void a_stream_that_is_closed_while_a_piece_is_written_is_credited_once() throws Exception {
    inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 20_000, arrays);
    inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 30_000, arrays);
    OutputStream closing =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new AssertionError("pieces are written whole");
          }

          @Override
          public void write(byte[] array, int offset, int length) throws IOException {
            input.close();
          }
        };
    assertThatThrownBy(() -> input.transferTo(closing)).hasMessage("stream closed");
    assertThat(inbox.takeConsumed()).isEqualTo(50_000);
  }

  @Test
  void a_transfer_that_waits_holds_no_buffer() throws Exception {
    put(Lane.DATA, "loads what it takes");
    inbox.end();
    input.transferTo(OutputStream.nullOutputStream());
    Inbox idle = new Inbox(1000, () -> {});
    CompletableFuture<Long> transfer = new CompletableFuture<>();
    // of the platform: a virtual one does not tell what it allocates
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  long before = allocated();
                  try {
                    new LaneInput(idle, Lane.DATA).transferTo(OutputStream.nullOutputStream());
                  } catch (IOException e) {
                    transfer.completeExceptionally(e);
                  }
                  transfer.complete(allocated() - before);
                });
    await().until(() -> thread.getState() == Thread.State.WAITING);
    idle.put(Lane.DATA, new byte[] {1}, 0, 1, arrays);
    idle.end();
    assertThat(transfer.get(60, TimeUnit.SECONDS)).isLessThan(4096);
  }

  @Test
  void a_read_of_nothing_does_not_wait() throws Exception {
    assertThat(input.read(new byte[0])).isZero();
  }

  @Test
  void available_tells_what_a_read_would_not_wait_for() throws Exception {
    put(Lane.DATA, "12345");
    input.read();
    assertThat(input.available()).isEqualTo(4);
    assertThat(stderr.available()).isZero();
  }

  @Test
  void credit_is_asked_for_once_when_enough_was_read() throws Exception {
    inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 32768, arrays);
    input.readNBytes(999);
    assertThat(credits).hasValue(0);
    input.readNBytes(1);
    input.readNBytes(5000);
    assertThat(credits).hasValue(1);
    assertThat(inbox.takeConsumed()).isEqualTo(6000);
    input.readNBytes(1000);
    assertThat(credits).hasValue(2);
  }

  @Test
  void both_lanes_count_for_credit() throws Exception {
    inbox.put(Lane.DATA, new byte[600], 0, 600, arrays);
    inbox.put(Lane.STDERR, new byte[600], 0, 600, arrays);
    input.readNBytes(600);
    stderr.readNBytes(600);
    assertThat(credits).hasValue(1);
  }

  @Test
  void what_comes_for_a_closed_stream_is_dropped_and_credited() throws Exception {
    put(Lane.DATA, "dropped");
    input.close();
    inbox.put(Lane.DATA, new byte[PACKET_ARRAY], 9, 32768, arrays);
    assertThat(inbox.takeConsumed()).isEqualTo(7 + 32768);
    assertThat(credits).hasValue(1);
  }

  @Test
  void an_interrupt_ends_a_read_that_waits_and_takes_nothing() throws Exception {
    AtomicReference<Thread> reader = new AtomicReference<>();
    CompletableFuture<Boolean> flagged = new CompletableFuture<>();
    CompletableFuture<Integer> reading =
        Waiting.inThread(
            () -> {
              reader.set(Thread.currentThread());
              try {
                return input.read();
              } finally {
                flagged.complete(Thread.interrupted());
              }
            });
    await().until(() -> reader.get() != null);
    reader.get().interrupt();
    assertThatThrownBy(() -> reading.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(flagged).isCompletedWithValue(true);
    put(Lane.DATA, "x");
    assertThat(input.read()).isEqualTo('x');
  }

  @Test
  void what_is_here_is_read_in_spite_of_an_interrupt() throws Exception {
    put(Lane.DATA, "x");
    Thread.currentThread().interrupt();
    try {
      assertThat(input.read()).isEqualTo('x');
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private void put(Lane lane, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    inbox.put(lane, bytes, 0, bytes.length, arrays);
  }

  private CompletableFuture<Integer> reading() {
    return Waiting.inThread(input::read);
  }
}
