package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;

/** Files of alice's home that lead to root's: she gets as little as if nothing were there. */
class SymbolicLinkTest {
  /** Of use in each of them, to whom can read it. */
  private static final String SECRET = "STOLEN=stolen\necho stolen\nthe-id\n";

  private static final Path MOTD = Path.of("/etc/motd");

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;
  private static KeyPair certified;
  private static Path closed;
  private static Path roots;
  private Path link = Path.of("/nowhere");

  /** What the server reads, or has read, of a home. */
  private enum Read {
    ENVIRONMENT(".ssh/environment") {
      @Override
      Program login() {
        return Login.to(server.alice()).command("echo \"<$STOLEN>\"").by(Client.SSH);
      }
    },
    RC(".ssh/rc") {
      @Override
      Program login() {
        return Login.to(server.alice()).command("true").by(Client.SSH);
      }
    },
    PRINCIPALS(".ssh/principals") {
      @Override
      Program login() {
        return Login.to(server.alice().withIdentity(certified)).command("true").by(Client.SSH);
      }
    },
    HUSHLOGIN(".hushlogin") {
      @Override
      Program login() {
        Assumptions.assumeTrue(Files.isRegularFile(MOTD), "needs a message in " + MOTD);
        return Login.to(server.alice()).pty().by(Client.SSH).input("exit\n");
      }

      /** What else a terminal shows comes in any order. */
      @Override
      String outcome() throws IOException {
        List<String> shown = login().run().text().lines().toList();
        return Files.readAllLines(MOTD).stream().filter(shown::contains).toList().toString();
      }
    },
    XAUTHORITY(".Xauthority") {
      @Override
      Program login() {
        Peers.require("xauth");
        return Login.to(server.alice())
            .extra("-Y")
            .command("stat -c '%F of %u' .Xauthority; grep -c stolen .Xauthority")
            .by(Client.SSH)
            .env("DISPLAY", "127.0.0.1:99");
      }
    };

    private final String file;

    Read(String file) {
      this.file = file;
    }

    abstract Program login();

    String outcome() throws IOException {
      Finished finished = login().run();
      return finished.text() + finished.errors() + finished.status();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("links");
    users = MachineUsers.create(scratch);
    closed = Files.createDirectory(users.folder().resolve("root"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    roots = Files.writeString(closed.resolve("secret"), SECRET);
    Files.setPosixFilePermissions(roots, PosixFilePermissions.fromString("rw-------"));
    KeyPair ca = KeyPair.create(users.folder().resolve("ca"));
    certified = KeyPair.create(users.folder().resolve("certified"));
    Program.of(Peers.path("ssh-keygen"), "-q", "-s", ca.file().toString(), "-I", "id")
        .with("-n", "the-id", certified.file() + ".pub")
        .runWell();
    server =
        users.sshdLite(
            "PermitUserEnvironment yes",
            "X11Forwarding yes",
            "TrustedUserCAKeys " + ca.file() + ".pub",
            "AuthorizedPrincipalsFile %h/.ssh/principals");
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  @AfterEach
  void as_it_was() throws IOException {
    Files.deleteIfExists(link);
  }

  private void lead(String name, Path to) throws IOException {
    link = users.home(ALICE).resolve(name);
    Files.deleteIfExists(link);
    MachineUsers.give(Files.createSymbolicLink(link, to), ALICE);
  }

  @ParameterizedTest
  @EnumSource
  void roots_file_is_neither_read_nor_changed(Read read) throws IOException {
    lead(read.file, closed.resolve("nothing"));
    String nothing = read.outcome();
    lead(read.file, roots);
    assertThat(read.outcome()).isEqualTo(nothing);
    assertThat(roots).hasContent(SECRET);
    try (Stream<Path> all = Files.list(closed)) {
      assertThat(all).containsExactly(roots);
    }
    Files.delete(link);
    if (read == Read.XAUTHORITY) {
      return; // xauth(1) makes another one in its place
    }
    // her own does something: so the above says that root's does not
    MachineUsers.give(Files.writeString(link, SECRET), ALICE);
    assertThat(read.outcome()).isNotEqualTo(nothing);
  }

  @Test
  void the_socket_of_an_agent_is_not_made_in_roots_folder() throws IOException {
    lead(".ssh/agent", closed);
    try (OpenSshAgent agent = OpenSshAgent.start(users.folder().resolve("agent"))) {
      Finished finished =
          Login.to(server.alice())
              .extra("-A")
              .command("echo \"<$SSH_AUTH_SOCK>\"")
              .by(Client.SSH)
              .env("SSH_AUTH_SOCK", agent.socket().toString())
              .run();
      assertThat(finished.text()).isEqualTo("<>\n");
    }
    server.program().awaitErrors("Agent forwarding disabled: couldn't create listener socket");
    try (Stream<Path> all = Files.list(closed)) {
      assertThat(all.toList()).isEqualTo(List.of(roots));
    }
  }
}
