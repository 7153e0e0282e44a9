package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.PacketOutput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** Who is interrupted leaves nothing behind on the server, and nothing comes after. */
@Timeout(120)
class InterruptTest {
  private static final FileHandle HANDLE = FileHandle.of(7);

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
      assertThat(met.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
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

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_folder_half_of_which_is_there_has_the_mode_that_it_was_to_have() throws Exception {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.write(tree.resolve("large"), new byte[8 * 1024 * 1024]);
    Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("r-xr-xr-x"));
    Path there = folder.resolve("there");
    InMemory.Gate gate = new InMemory.Gate(600_000);
    try (SftpClient client = InMemory.machine(gate, _ -> {})) {
      Trees trees = new Trees(client, TransferOptions.DEFAULT, new TreeListener() {});
      Worker worker = Worker.start(() -> trees.put(tree, FileName.of(there.toString())));
      gate.awaitReached();

      worker.interrupt();
      gate.open();
      client.stat(there.toString());

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
          .isEqualTo("r-xr-xr-x");
    } finally {
      Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwx------"));
      Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Keeps back the answers to some requests. */
  private static final class Late implements InMemory.Answers {
    private final Class<? extends Request.Asking> kind;
    private final Response.Answer answer;
    private final List<FileHandle> closed = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    private final AtomicBoolean first = new AtomicBoolean(true);

    Late(Class<? extends Request.Asking> kind, Response.Answer answer) {
      this.kind = kind;
      this.answer = answer;
    }

    @Override
    public void to(Request.Asking request, PacketOutput out) throws IOException {
      if (kind.isInstance(request)) {
        asked.add(request.id());
        return;
      }
      if (request instanceof Request.Close(_, var handle)) {
        closed.add(handle);
      } else if (request instanceof Request.Stat) {
        // what was kept back comes before this
        for (Integer id = asked.poll(); id != null; id = asked.poll()) {
          out.write(withId(id));
        }
      }
      out.write(
          request instanceof Request.Open || request instanceof Request.Opendir
              ? new Response.Handle(request.id(), HANDLE)
              : request instanceof Request.Stat
                  ? new Response.Attrs(request.id(), Attributes.NONE)
                  : new Response.Status(request.id(), StatusCode.OK));
    }

    private Response.Answer withId(int id) {
      return switch (answer) {
        case Response.Data(_, var data) -> new Response.Data(id, data);
        case Response.Name(_, var entries) when first.getAndSet(false) ->
            new Response.Name(id, entries);
        case Response.Name _ -> new Response.Status(id, StatusCode.EOF);
        default -> new Response.Handle(id, HANDLE);
      };
    }
  }

  private static void closesWhatComesLate(
      Class<? extends Request.Asking> kind, Function<SftpClient, Work> work) throws Exception {
    Late late = new Late(kind, new Response.Handle(0, HANDLE));
    try (SftpClient client = InMemory.answering(late)) {
      Worker worker = Worker.start(work.apply(client));
      await().until(() -> !late.asked.isEmpty());

      worker.interrupt();
      client.stat("anything");

      await().untilAsserted(() -> assertThat(late.closed).containsExactly(HANDLE));
    }
  }

  @Test
  void a_file_that_is_opened_after_an_interrupt_is_closed() throws Exception {
    closesWhatComesLate(Request.Open.class, client -> () -> client.open("file"));
  }

  @Test
  void a_folder_that_is_opened_after_an_interrupt_is_closed() throws Exception {
    closesWhatComesLate(Request.Opendir.class, client -> () -> client.list("folder"));
  }

  @Test
  void what_comes_after_an_interrupt_changes_no_array() throws Exception {
    Late late = new Late(Request.Read.class, new Response.Data(0, new Bytes(new byte[] {1, 2})));
    try (SftpClient client = InMemory.answering(late)) {
      RemoteFile file = client.open("file");
      byte[] array = new byte[2];
      Worker worker = Worker.start(() -> file.read(0, array, 0, 2));
      await().until(() -> !late.asked.isEmpty());

      worker.interrupt();
      client.stat("anything");

      assertThat(array).containsOnly(0);
    }
  }

  @Test
  void who_reads_on_after_an_interrupt_misses_nothing() throws Exception {
    Late late = new Late(Request.Read.class, new Response.Data(0, new Bytes(new byte[] {1, 2})));
    try (SftpClient client = InMemory.answering(late);
        RemoteFile file = client.open("file");
        InputStream in = file.input(0)) {
      assertThat(interrupted(in::read)).isInstanceOf(InterruptedIOException.class);
      client.stat("anything");
      assertThat(in.readNBytes(2)).containsExactly(1, 2);
    }
  }

  @Test
  void who_lists_on_after_an_interrupt_misses_nothing() throws Exception {
    FileName name = FileName.of("first");
    Late late =
        new Late(
            Request.Readdir.class,
            new Response.Name(0, List.of(new Response.Name.Entry(name, name, Attributes.NONE))));
    try (SftpClient client = InMemory.answering(late);
        Stream<Entry> list = client.list("folder")) {
      Iterator<Entry> names = list.iterator();
      assertThat(interrupted(names::hasNext)).hasCauseInstanceOf(InterruptedIOException.class);
      client.stat("anything");
      assertThat(names.next().name()).isEqualTo(name);
    }
  }

  private static Throwable interrupted(ThrowableAssert.ThrowingCallable work) {
    Thread.currentThread().interrupt();
    try {
      return catchThrowable(work);
    } finally {
      Thread.interrupted();
    }
  }
}
