package org.sshlite.tests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Program;

/** What goes on in the background: a command after {@code -f}, a connection after its command. */
class BackgroundTest {
  @TempDir static Path folder;
  private static OpenSshServer server;

  @BeforeAll
  static void start() {
    Client.SSH.require();
    OpenSshServer.require();
    server = OpenSshServer.start(folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void what_W_brings_is_written_by_the_process_in_the_background_too() throws IOException {
    try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> Greeting.to(target));
      Finished finished =
          Login.to(server.target())
              .extra("-f", "-W", "127.0.0.1:" + target.getLocalPort())
              .by(Client.SSH_LITE)
              .run();

      assertThat(finished.text()).isEqualTo("from here\n");
    }
  }

  @Test
  void a_stale_socket_costs_a_master_that_would_persist_no_second_login() throws IOException {
    Path stale = folder.resolve("stale");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(stale));
    }
    int before = logins();
    Finished finished =
        Login.to(server.target())
            .extra("-o", "ControlMaster=yes", "-o", "ControlPersist=yes", "-S", stale.toString())
            .command("echo in")
            .by(Client.SSH_LITE)
            .run();

    assertThat(finished.text()).isEqualTo("in\n");
    assertThat(finished.errors()).contains("already exists, disabling multiplexing");
    Awaitility.await().until(() -> logins() - before == 1);
  }

  private static int logins() {
    return server.log().split("Accepted publickey", -1).length;
  }

  @Test
  void a_connection_persists_in_the_background_as_long_as_it_may() {
    Path persistent = folder.resolve("persistent");
    Login first =
        Login.to(server.target())
            .extra("-o", "ControlMaster=auto", "-o", "ControlPersist=yes")
            .extra("-S", persistent.toString())
            .command("cat; exit 5");

    Finished finished = first.by(Client.SSH_LITE).input("in\n").run();

    assertThat(finished.text()).isEqualTo("in\n");
    assertThat(finished.status()).isEqualTo(5);
    Login next = Login.to(server.target()).extra("-S", persistent.toString());
    assertThat(next.command("exit 6").by(Client.SSH).run().status()).isEqualTo(6);
    Finished exit =
        Login.to(server.target())
            .extra("-S", persistent.toString(), "-O", "exit")
            .by(Client.SSH)
            .run();
    assertThat(exit.errors()).contains("Exit request sent.");
    Awaitility.await().until(() -> Files.notExists(persistent));
  }

  @Test
  void a_command_goes_into_the_background_once_it_is_logged_in() {
    Path done = folder.resolve("done");

    Program client =
        Login.to(server.target())
            .extra("-f")
            .command("while ! [ -e " + folder.resolve("go") + " ]; do sleep 0.1; done; : >" + done)
            .by(Client.SSH_LITE);
    // what goes on keeps both streams, as ssh's: the end of a pipe would be waited for
    Finished finished =
        Program.of("sh", "-c", "exec \"$@\" 2>&1", "sh")
            .with(client.command().toArray(String[]::new))
            .output(folder.resolve("output"))
            .run();

    assertThat(finished.status()).isZero();
    assertThat(done).doesNotExist();
    touch(folder.resolve("go"));
    Awaitility.await().until(() -> Files.exists(done));
  }

  @Test
  void a_configuration_from_a_pipe_is_that_of_the_process_in_the_background_too() {
    Path done = folder.resolve("by configuration");

    Finished finished =
        Login.to(server.target())
            .extra("-f", "-F", "/dev/stdin")
            .by(Client.SSH_LITE)
            .input("RemoteCommand : >'" + done + "'\n")
            .run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    Awaitility.await().until(() -> Files.exists(done));
  }

  private static void touch(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
