package org.sshlite.program.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt, whenever it comes, closes nothing and loses nothing. */
@Timeout(120)
class InterruptTest {
  /** Bytes: more than any pipe holds. */
  private static final int MUCH = 3_000_000;

  /** Only where something goes wrong is a descriptor asked by its number. */
  private static final int NO_NUMBER = -1;

  @TempDir Path folder;
  private Path pipe;

  @BeforeEach
  void makePipe() throws Exception {
    pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** A thread's outcome: what is thrown, or whether it was interrupted in the end. */
  private static final class Worker {
    final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    final Thread thread;

    interface Work {
      void run() throws IOException;
    }

    Worker(Work work) {
      Runnable task =
          () -> {
            try {
              work.run();
              interrupted.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable e) {
              interrupted.completeExceptionally(e);
            }
          };
      thread = Thread.ofPlatform().daemon().start(task);
    }

    boolean end() throws Exception {
      return interrupted.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_write_that_is_interrupted_while_it_waits_goes_on() throws Exception {
    byte[] bytes = random(MUCH);
    // both ends at once: to open one alone waits for the other
    try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw");
        InputStream reader = new FileInputStream(pipe.toFile());
        FileOutputStream owner = new FileOutputStream(pipe.toFile())) {
      OutputStream out = new WaitingOutput(NO_NUMBER, owner.getFD());
      Worker writer = new Worker(() -> out.write(bytes, 0, MUCH));
      byte[] got = new byte[MUCH];
      for (int at = 0; at < MUCH; at += MUCH / 4) {
        Awaitility.await().until(() -> reader.available() > 0);
        writer.thread.interrupt();
        assertThat(reader.readNBytes(got, at, MUCH / 4)).isEqualTo(MUCH / 4);
      }

      assertThat(writer.end()).isTrue();
      assertThat(Arrays.equals(got, bytes)).isTrue();
      out.write('x');
      assertThat(reader.read()).isEqualTo('x');
      assertThat(both.getFD().valid()).isTrue();
    }
  }

  @Test
  void a_read_that_is_interrupted_while_it_waits_goes_on() throws Exception {
    try (OutputStream writer = opened();
        FileInputStream owner = new FileInputStream(pipe.toFile())) {
      InputStream in = new WaitingInput(NO_NUMBER, owner.getFD(), false);
      byte[] got = new byte[4];
      Worker reader = new Worker(() -> assertThat(in.readNBytes(got, 0, 4)).isEqualTo(4));
      for (int i = 0; i < 4; i++) {
        reader.thread.interrupt();
        writer.write('a' + i);
      }

      assertThat(reader.end()).isTrue();
      assertThat(got).asString().isEqualTo("abcd");
      writer.write('x');
      assertThat(in.read()).isEqualTo('x');
    }
  }

  /** Read and write at once, so that nobody waits for the other end to be opened. */
  private OutputStream opened() throws IOException {
    RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw");
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        both.write(value);
      }

      @Override
      public void close() throws IOException {
        both.close();
      }
    };
  }

  @Test
  void a_thread_that_was_interrupted_before_writes_all() throws Exception {
    try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw");
        FileOutputStream owner = new FileOutputStream(pipe.toFile())) {
      OutputStream out = new WaitingOutput(NO_NUMBER, owner.getFD());
      Thread.currentThread().interrupt();
      out.write("one".getBytes());
      out.write("two".getBytes());
      assertThat(Thread.interrupted()).isTrue();
      byte[] got = new byte[6];
      both.readFully(got);
      assertThat(got).asString().isEqualTo("onetwo");
    }
  }
}
