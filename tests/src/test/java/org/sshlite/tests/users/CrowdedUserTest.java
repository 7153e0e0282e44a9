package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;

/** Alice, who opens whatever she can at a server that may have few files open. */
@Timeout(600)
class CrowdedUserTest {
  private static final int FILES = 400;

  /** Ten open files each, and one for the connection. */
  private static final int SESSIONS = (FILES / 2 - 1) / 10;

  private static final int CONNECTIONS = FILES / 2 - 1 - 10 * SESSIONS;

  /** Each processor's event loop has files of its own, too. */
  private static Program limited(Program program) {
    return program
        .env("JDK_JAVA_OPTIONS", "-XX:CompileThresholdScaling=6 -XX:ActiveProcessorCount=2")
        .by("prlimit", "--nofile=" + FILES + ":" + FILES);
  }

  @Test
  void a_user_has_half_of_what_there_is_and_the_others_go_on() throws Exception {
    MachineUsers.require();
    Client.SSH.require();
    try (Scratch scratch = new Scratch("crowded");
        MachineUsers users = MachineUsers.create(scratch);
        RootServer server =
            users.sshdLite(CrowdedUserTest::limited, "MaxSessions 100", "PerSourcePenalties no");
        SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    users.key().file(),
                    server.alice().knownHosts()))) {
      String alice = OurLibrary.destination(server.alice());
      ClientSession first = client.connect(alice);
      Deque<SessionChannel> sessions = new ArrayDeque<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(first.start(Exec.of("cat")));
      }
      assertThatThrownBy(() -> first.start(Exec.of("cat")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("too many sessions and connections of " + server.alice().user());
      Deque<ClientSession> connections = new ArrayDeque<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(client.connect(alice));
      }
      assertThat(
              catchThrowable(
                  () -> {
                    try (ClientSession one = client.connect(alice)) {
                      one.exec("true");
                    }
                  }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("oo many ");
      String user = server.alice().user();
      server.program().awaitErrors("Refused a session of " + user + " from 127.0.0.1");
      server.program().awaitErrors("Refused a connection of " + user + " from 127.0.0.1");
      server.program().awaitErrors("(half are " + FILES / 2 + ")");
      assertThat(Login.to(server.bob()).command("echo in").by(Client.SSH).run().text())
          .isEqualTo("in\n");

      sessions.getLast().close();
      Awaitility.await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> sessions.add(first.start(Exec.of("cat"))));
      first.close();
      Awaitility.await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                try (ClientSession again = client.connect(alice)) {
                  return again.exec("echo in").text().equals("in\n");
                }
              });
      for (ClientSession each : connections) {
        each.close();
      }
    }
  }

  @Test
  void what_listens_for_him_and_his_files_of_sftp_count_too() throws Exception {
    MachineUsers.require();
    Client.SSH.require();
    try (Scratch scratch = new Scratch("listened");
        MachineUsers users = MachineUsers.create(scratch);
        RootServer server =
            users.sshdLite(
                CrowdedUserTest::limited, "Subsystem sftp internal-sftp", "PerSourcePenalties no");
        SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    users.key().file(),
                    server.alice().knownHosts()))) {
      String alice = OurLibrary.destination(server.alice());
      try (ClientSession first = client.connect(alice)) {
        Target nowhere = new Target.Tcp("127.0.0.1", 1);
        int ports = 0;
        while (ports < FILES && first.forwarding().request("localhost", 0, nowhere).isPresent()) {
          ports++;
        }
        // a socket or two each
        assertThat(ports).isBetween((FILES / 2 - 1) / 2, FILES / 2 - 1);
        server.program().awaitErrors("Refused a socket of a forward of " + server.alice().user());
        assertThat(Login.to(server.bob()).command("echo in").by(Client.SSH).run().text())
            .isEqualTo("in\n");
      }
      ClientSession again =
          Awaitility.await()
              .ignoreExceptionsInstanceOf(IOException.class)
              .until(() -> client.connect(alice), Objects::nonNull);
      SftpClient files =
          Awaitility.await()
              .ignoreExceptionsInstanceOf(IOException.class)
              .until(again::files, Objects::nonNull);
      Deque<RemoteFile> open = new ArrayDeque<>();
      // what the first session had may still be about to be given back
      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(
                        catchThrowable(
                            () -> {
                              while (open.size() < FILES) {
                                open.add(files.open("/etc/passwd"));
                              }
                            }))
                    .isInstanceOf(IOException.class);
                assertThat(open.size()).isBetween(FILES / 2 - 1 - 10 - 10, FILES / 2 - 1 - 10);
              });
      assertThat(Login.to(server.bob()).command("echo in").by(Client.SSH).run().text())
          .isEqualTo("in\n");
      open.removeLast().close();
      open.add(files.open("/etc/passwd"));
      again.close();
    }
  }
}
