package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ChannelFailedException;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Running;

/** A server with a small heap, and a user who sends to commands that read nothing. */
@Timeout(120)
class HeapTest {
  private static final int CONNECTIONS = 3;
  private static final int COMMANDS = 15;

  /** Less than the 16 MiB of this heap that all windows get together. */
  private static final long FULL = 12 << 20;

  private final AtomicLong sent = new AtomicLong();
  private final List<IOException> broken = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;

  @Test
  void who_fills_windows_without_end_leaves_the_others_their_memory() throws Exception {
    Client.SSH.require();
    try (LiteServer server = LiteServer.startWithJava(folder, "-Xmx64m", "MaxSessions 100");
        Running honest =
            Login.to(server.target()).command("echo ready; cat").by(Client.SSH).start();
        SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    server.target().identity().file(),
                    server.target().knownHosts()))) {
      honest.awaitOutput("ready");
      List<ClientSession> sessions = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        ClientSession session = client.connect(OurLibrary.destination(server.target()));
        sessions.add(session);
        fill(session);
      }
      AtomicLong before = new AtomicLong(-1);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .during(Duration.ofSeconds(2))
          .until(() -> sent.get() > FULL && before.getAndSet(sent.get()) == sent.get());

      honest.send("as ever\n");
      honest.awaitOutput("as ever");
      assertThat(Login.to(server.target()).command("echo in").by(Client.SSH).run().text())
          .isEqualTo("in\n");
      assertThat(broken).isEmpty();
      assertThat(server.log()).doesNotContain("\tat ", "Exception", "heap space");
      for (ClientSession session : sessions) {
        session.close();
      }
    }
  }

  /** As many commands as it gets, each with as much input as goes. */
  private void fill(ClientSession session) throws IOException {
    byte[] much = new byte[1 << 16];
    for (int i = 0; i < COMMANDS; i++) {
      OutputStream in;
      try {
        in = session.start(Exec.of("sleep 600")).stdin();
      } catch (ChannelFailedException _) {
        return; // there is no more room
      }
      Thread.ofVirtual().start(() -> write(in, much));
    }
  }

  private void write(OutputStream in, byte[] much) {
    try {
      while (true) {
        in.write(much);
        sent.addAndGet(much.length);
      }
    } catch (IOException e) {
      broken.add(e);
    }
  }
}
