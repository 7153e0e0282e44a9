package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.sshd.SessionFiles;
import org.sshlite.tests.peer.OurLibrary;

/** Many sessions of files at once: all are served, and what they cost is given back. */
class ManySessionsTest {
  private static final int CONNECTIONS = Boolean.getBoolean("whole") ? 20 : 10;
  private static final int SESSIONS_EACH = 10;

  /** Bytes of heap, both ends of a session that is open and idle; measured 70 KiB. */
  private static final long MOST_IDLE = 256 * 1024;

  @TempDir Path scratch;
  private Path served;
  private EmbeddedServer server;
  private SshClient client;
  private final List<SftpClient> sessions = new ArrayList<>();
  private final Set<Thread> earlier = threads();

  @BeforeEach
  void start() throws IOException {
    served = Files.createDirectory(scratch.resolve("served"));
    server = EmbeddedServer.start(scratch, _ -> SessionFiles.of(served));
    client =
        SshClient.create(
            OurLibrary.options(
                TransportOptions.defaults(),
                server.target().identity().file(),
                server.target().knownHosts()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("ssh-sftp"))
        .collect(Collectors.toSet());
  }

  /** Of this test: those of one before may be ending. */
  private long ownThreads() {
    return threads().stream().filter(thread -> !earlier.contains(thread)).count();
  }

  @Test
  void many_sessions_are_served_at_once_and_leave_nothing() throws Exception {
    byte[] content = new byte[100_000];
    new Random(5).nextBytes(content);
    Path local = Files.write(scratch.resolve("local"), content);
    List<ClientSession> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(client.connect(OurLibrary.destination(server.target())));
    }
    long before = heap();
    for (ClientSession connection : connections) {
      for (int i = 0; i < SESSIONS_EACH; i++) {
        sessions.add(connection.files());
      }
    }
    assertThat(ownThreads()).isEqualTo(sessions.size());
    assertThat((heap() - before) / sessions.size()).isLessThan(MOST_IDLE);

    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> done = new ArrayList<>();
      for (int i = 0; i < sessions.size(); i++) {
        done.add(all.submit(there(sessions.get(i), local, "file" + i)));
      }
      for (Future<Path> back : done) {
        assertThat(back.get()).hasBinaryContent(content);
      }
    }
    connections.forEach(ClientSession::close);
    Awaitility.await().until(() -> ownThreads() == 0);
  }

  private Callable<Path> there(SftpClient session, Path local, String name) {
    return () -> {
      Transfers transfers = new Transfers(session, TransferOptions.DEFAULT);
      transfers.put(local, "/" + name);
      Path back = scratch.resolve(name);
      transfers.get("/" + name, back);
      return back;
    };
  }
}
