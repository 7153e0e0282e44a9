package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int CAPACITY = 256 * 1024;

  private final AtomicInteger announced = new AtomicInteger();
  private final Outbox outbox = new Outbox(announced::incrementAndGet);
  private final OutputStream output = new LaneOutput(outbox, Lane.DATA);
  private final OutputStream stderr = new LaneOutput(outbox, Lane.STDERR);

  @Test
  void bytes_come_out_in_order_whatever_the_sizes() throws Exception {
    Random random = new Random(2);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream pulled = new ByteArrayOutputStream();
    for (int round = 0; round < 2000; round++) {
      byte[] piece = new byte[random.nextInt(round % 10 == 0 ? 60_000 : 300)];
      random.nextBytes(piece);
      if (written.size() - pulled.size() + piece.length <= CAPACITY) {
        output.write(piece);
        written.write(piece);
      }
      pulled.write(pull(Lane.DATA, random.nextInt(32_768)));
    }
    pulled.write(pull(Lane.DATA, CAPACITY));
    assertThat(pulled.toByteArray()).isEqualTo(written.toByteArray());
  }

  @Test
  void the_loop_is_told_once_until_it_finds_nothing() throws Exception {
    output.write(new byte[10]);
    output.write(new byte[10]);
    stderr.write(1);
    assertThat(announced).hasValue(1);
    pull(Lane.DATA, 20);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.DATA);
    pull(Lane.STDERR, 20);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.NONE);
    output.write(1);
    assertThat(announced).hasValue(2);
  }

  @Test
  void a_lane_without_data_is_passed_over() throws Exception {
    assertThat(outbox.next(Lane.DATA)).isNull();
    stderr.write(1);
    assertThat(outbox.next(Lane.DATA)).isEqualTo(Lane.STDERR);
    output.write(1);
    assertThat(outbox.next(Lane.DATA)).isEqualTo(Lane.DATA);
    assertThat(outbox.next(Lane.STDERR)).isEqualTo(Lane.STDERR);
  }

  @Test
  void a_writer_waits_while_the_outbox_is_full() throws Exception {
    CompletableFuture<Void> writing = writing(2 * CAPACITY);
    assertThat(writing).isNotDone();
    int pulled = 0;
    while (pulled < 2 * CAPACITY) {
      pulled += pull(Lane.DATA, 32_768).length;
    }
    writing.get(60, TimeUnit.SECONDS);
    assertThat(pulled).isEqualTo(2 * CAPACITY);
  }

  @Test
  void a_waiting_writer_gets_the_failure() {
    CompletableFuture<Void> writing = writing(CAPACITY + 1);
    outbox.fail(new IOException("connection lost"));
    assertThatThrownBy(() -> writing.get(60, TimeUnit.SECONDS))
        .rootCause()
        .hasMessage("connection lost");
    assertThatThrownBy(() -> output.write(1)).hasMessage("connection lost");
  }

  @Test
  void a_waiting_writer_gets_an_exception_when_the_stream_is_closed() throws Exception {
    CompletableFuture<Void> writing = writing(CAPACITY + 1);
    output.close();
    assertThatThrownBy(() -> writing.get(60, TimeUnit.SECONDS))
        .rootCause()
        .hasMessage("the stream is closed");
  }

  @Test
  void an_interrupt_ends_a_write_that_waits_and_tells_how_far_it_came() throws Exception {
    Thread.currentThread().interrupt();
    output.write(new byte[100]); // does not wait
    InterruptedIOException full =
        catchThrowableOfType(InterruptedIOException.class, () -> output.write(new byte[CAPACITY]));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(full.bytesTransferred).isEqualTo(CAPACITY - 100);
    assertThat(pull(Lane.DATA, CAPACITY + 1)).hasSize(CAPACITY);
    output.write(new byte[100]);
    assertThat(pull(Lane.DATA, CAPACITY)).hasSize(100);
  }

  @Test
  void an_interrupt_ends_a_write_that_waits_for_another_one() throws Exception {
    CompletableFuture<Void> first = writing(CAPACITY + 1);
    await().until(() -> outbox.next(Lane.DATA) != null);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> output.write(1)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    outbox.fail(new IOException("over"));
    assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).rootCause().hasMessage("over");
  }

  @Test
  void EOF_comes_after_all_data_of_both_lanes() throws Exception {
    output.write(new byte[10]);
    stderr.write(new byte[10]);
    output.close();
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.DATA);
    pull(Lane.DATA, 10);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.DATA);
    pull(Lane.STDERR, 10);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.EOF);
    assertThat(outbox.state(true)).isEqualTo(ChannelEnd.Output.NONE);
  }

  @Test
  void closing_stderr_ends_nothing() throws Exception {
    stderr.close();
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.NONE);
    output.write(1);
  }

  @Test
  void CLOSE_comes_after_EOF() throws Exception {
    output.write(1);
    outbox.end(true);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.DATA);
    pull(Lane.DATA, 1);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.EOF);
    assertThat(outbox.state(true)).isEqualTo(ChannelEnd.Output.CLOSE);
  }

  @Test
  void after_a_failure_what_was_written_is_gone_and_CLOSE_comes_without_EOF() throws Exception {
    output.write(new byte[1000]);
    outbox.fail(new IOException("aborted"));
    outbox.end(true);
    assertThat(outbox.state(false)).isEqualTo(ChannelEnd.Output.CLOSE);
  }

  private byte[] pull(Lane lane, int maximum) {
    byte[] target = new byte[maximum];
    int count = outbox.pull(lane, target, 0, maximum);
    return Arrays.copyOf(target, count);
  }

  private CompletableFuture<Void> writing(int length) {
    return Waiting.inThread(
        () -> {
          output.write(new byte[length]);
          return null;
        });
  }
}
