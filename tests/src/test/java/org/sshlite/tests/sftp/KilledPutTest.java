package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Running;

/** A put that ends atomically, and either side killed at a moment that nobody chose. */
class KilledPutTest {
  /** What the log says of a client that is gone. */
  private static final String ENDED = "Connection (closed|reset) by|Disconnected from";

  private static final int ROUNDS = Boolean.getBoolean("whole") ? 3 : 1;

  @TempDir Path scratch;
  private final Random random = new Random(20);
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    scratch = scratch.toRealPath();
    // of different sizes, so that one over the other is neither
    Files.write(scratch.resolve("ones"), filled(1, 2_000_000));
    Files.write(scratch.resolve("twos"), filled(2, 3_000_000));
    target = Files.createDirectory(scratch.resolve("served")).resolve("file");
  }

  private static byte[] filled(int with, int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) with);
    return content;
  }

  private String[] arguments(LiteServer server) {
    return new String[] {
      OurLibrary.destination(server.target()),
      server.target().identity().file().toString(),
      server.target().knownHosts().toString(),
      scratch.resolve("ones").toString(),
      scratch.resolve("twos").toString(),
      target.toString()
    };
  }

  /** Answers: somewhere in the first files. */
  private int some() {
    return 1 + random.nextInt(60);
  }

  private void assertWhole() throws IOException {
    if (Files.exists(target)) {
      byte[] content = Files.readAllBytes(target);
      boolean whole =
          Arrays.equals(content, filled(1, 2_000_000))
              || Arrays.equals(content, filled(2, 3_000_000));
      assertThat(whole).as("%d bytes", content.length).isTrue();
    }
  }

  private LiteServer server() throws IOException {
    return LiteServer.start(
        Files.createTempDirectory(scratch, "server"), "Subsystem sftp internal-sftp");
  }

  @Test
  void a_killed_client_leaves_no_half_file() throws IOException {
    try (LiteServer server = server()) {
      for (int i = 0; i < ROUNDS; i++) {
        try (Running client =
            OurProgram.brief(AtomicPuts.class.getName()).with(arguments(server)).start()) {
          client.awaitOutput(".".repeat(some()));
        }
        assertWhole();
        int ended = i + 1;
        // what was under way has arrived, or never will
        Awaitility.await().until(() -> server.log().split(ENDED, -1).length > ended);
        assertWhole();
      }
    }
  }

  /** By a client in this process, which goes on. */
  @Test
  void a_killed_server_leaves_no_half_file() throws IOException {
    AtomicInteger answers = new AtomicInteger();
    int some = some();
    try (ExecutorService own = Executors.newSingleThreadExecutor()) {
      Future<?> puts;
      try (LiteServer server = server()) {
        String[] arguments = arguments(server);
        puts =
            own.submit(
                () -> {
                  AtomicPuts.put(arguments, answers::incrementAndGet);
                  return null;
                });
        Awaitility.await().until(() -> answers.get() >= some);
      }
      assertThatThrownBy(puts::get).hasCauseInstanceOf(IOException.class);
    }
    assertWhole();
  }
}
