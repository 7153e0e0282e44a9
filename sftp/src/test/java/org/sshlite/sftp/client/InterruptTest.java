package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who is interrupted leaves nothing behind on the server, and nothing comes after. */
@Timeout(60)
class InterruptTest {
  @TempDir private Path folder;

  private interface Work {
    void run() throws IOException;
  }

  /** A thread that works, and what it met. */
  private record Worker(Thread thread, CompletableFuture<Throwable> met) {
    static Worker start(Work work) {
      CompletableFuture<Throwable> met = new CompletableFuture<>();
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      work.run();
                      met.completeExceptionally(new AssertionError("not interrupted"));
                    } catch (IOException | UncheckedIOException e) {
                      met.complete(e);
                    }
                  });
      return new Worker(thread, met);
    }

    void interrupt() throws Exception {
      await().until(() -> thread.getState() == Thread.State.WAITING);
      thread.interrupt();
      assertThat(met.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void an_interrupted_put_leaves_no_file_and_no_handle_on_a_server_that_stood_still()
      throws Exception {
    Path large = Files.write(folder.resolve("large"), new byte[8 * 1024 * 1024]);
    Path there = Files.createDirectory(folder.resolve("there"));
    InMemory.Gate gate = new InMemory.Gate(600_000);
    List<String> log = new CopyOnWriteArrayList<>();
    try (SftpClient client = InMemory.machine(gate, log::add)) {
      Transfers transfers = new Transfers(client, TransferOptions.DEFAULT.withAtomic(true));
      Worker worker = Worker.start(() -> transfers.put(large, there.resolve("file").toString()));
      gate.awaitReached();

      worker.interrupt();
      gate.open();
      client.stat(there.toString());

      try (Stream<Path> left = Files.list(there)) {
        assertThat(left).isEmpty();
      }
      assertThat(log)
          .anyMatch(line -> line.startsWith("close \""))
          .anyMatch(line -> line.startsWith("remove name \""));
    }
  }
}
