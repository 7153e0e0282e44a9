package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/**
 * Alice, who makes her authorized_keys as long as they may be, and has the server read them as many
 * times at once as it lets her; its heap is small.
 */
@Timeout(600)
class LongKeysTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  /** One alone had taken more than the heap. */
  private static final int AT_ONCE = WHOLE ? 60 : 16;

  private static final int SIZE = 4 << 20;

  private static void write(MachineUsers users, String line) throws IOException {
    Files.writeString(
        users.home(ALICE).resolve(".ssh/authorized_keys"), line.repeat(SIZE / line.length()));
  }

  /** Lines that cost most; by {@code -P whole} more of them. */
  static List<String> lines() {
    return WHOLE ? List.of("\n", "a b\n", "#\n") : List.of("\n");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void who_has_them_read_many_times_at_once_leaves_the_others_their_memory(String line)
      throws Exception {
    attack(line);
  }

  @Test
  void long_lines_are_no_better() throws Exception {
    attack("from=\"" + "a,".repeat(30_000) + "a\" ssh-ed25519 AAAA\n");
  }

  private static void attack(String line) throws Exception {
    MachineUsers.require();
    Client.SSH.require();
    try (Scratch scratch = new Scratch("long-keys");
        MachineUsers users = MachineUsers.create(scratch);
        RootServer server =
            users.sshdLite(
                program -> program.env("JDK_JAVA_OPTIONS", "-Xmx64m"),
                "MaxStartups 100",
                "PerSourcePenalties no",
                "LoginGraceTime 120");
        Running honest = Login.to(server.bob()).command("echo ready; cat").by(Client.SSH).start()) {
      honest.awaitOutput("ready");
      write(users, line);
      KeyPair none = KeyPair.create(users.folder().resolve("none"));
      Target alice = server.alice().withIdentity(none);
      AtomicInteger refused = new AtomicInteger();
      try (SshClient client =
          SshClient.create(
              OurLibrary.options(TransportOptions.defaults(), none.file(), alice.knownHosts()))) {
        List<Thread> attempts =
            IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> attempt(client, alice, refused)))
                .toList();
        Finished in = Login.to(server.bob()).command("echo in").by(Client.SSH).run();
        assertThat(in.text()).as(in.toString()).isEqualTo("in\n");
        honest.send("as ever\n");
        honest.awaitOutput("as ever");
        for (Thread attempt : attempts) {
          attempt.join();
        }
      }
      assertThat(refused).hasValue(AT_ONCE);
      assertThat(server.program().errors()).doesNotContain("\tat ", "Exception", "heap space");
      write(users, "#\n" + users.key().line() + "\n");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(Login.to(server.alice()).command("true").by(Client.SSH).run().status())
                      .isZero());
    }
  }

  private static void attempt(SshClient client, Target alice, AtomicInteger refused) {
    try {
      client.connect(OurLibrary.destination(alice)).close();
    } catch (IOException e) {
      if (e.getMessage().contains("denied")) {
        refused.incrementAndGet();
      }
    }
  }
}
