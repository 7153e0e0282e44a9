package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.MachineUsers.User;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Users who swap what the server is about to look at for what leads elsewhere, all the time. */
@Timeout(180)
class RaceTest {
  private static final int TRIES = Boolean.getBoolean("whole") ? 2_000 : 20;

  /** Of files, for each of those. */
  private static final int OPENS = Boolean.getBoolean("whole") ? 20 : 5;

  private static final long PAUSE = 100_000;

  private static Scratch scratch;
  private static Scratch roots;
  private static MachineUsers users;
  private static RootServer server;
  private static KeyPair thief;

  /** Of root's, closed to everybody: what is there would let the thief in. */
  private static Path closed;

  /** Around bob's root, open to everybody: that alone keeps him out. */
  private static Path above;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("race");
    users = MachineUsers.create(scratch);
    thief = KeyPair.create(users.folder().resolve("thief"));
    closed = Files.createDirectory(users.folder().resolve("root"));
    Files.writeString(closed.resolve("authorized_keys"), thief.line() + "\n");
    Files.writeString(closed.resolve("rc"), "echo stolen\n");
    mode(closed, "rwx------");
    Path bobs = users.home(BOB).resolve(".ssh/authorized_keys");
    Files.writeString(bobs, thief.line() + "\n", StandardOpenOption.APPEND);

    // not below a folder where everybody may write, as a root of sshd's must not be
    roots = new Scratch(Path.of("/var"), ".race");
    above = roots.newFolder();
    Files.writeString(above.resolve("secret"), "outside");
    Path root = Files.createDirectory(above.resolve(BOB.name()));
    for (Path each : List.of(above.getParent(), above, root)) {
      mode(each, "rwxr-xr-x");
    }
    MachineUsers.give(Files.createDirectory(root.resolve("upload")), BOB);
    server =
        users.sshdLite(
            "MaxStartups 200",
            "PerSourcePenalties no",
            "Match User " + BOB.name(),
            "ChrootDirectory " + above + "/%u",
            "ForceCommand internal-sftp",
            "Match all");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
      roots.close();
    }
  }

  private static SshClient client(KeyPair key) {
    Target target = server.alice();
    return SshClient.create(
        OurLibrary.options(TransportOptions.defaults(), key.file(), target.knownHosts()));
  }

  private static ClientSession connect(SshClient client, User user) throws IOException {
    return client.connect(OurLibrary.destination(server.target(user)));
  }

  /** Moves things around until it is closed. */
  private static final class Swapping implements AutoCloseable {
    private final Thread thread;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    Swapping(Runnable step) {
      thread = Thread.ofPlatform().start(() -> swap(step));
    }

    private void swap(Runnable step) {
      try {
        while (!over) {
          step.run();
          LockSupport.parkNanos(PAUSE);
        }
      } catch (Throwable e) {
        failure = e;
      }
    }

    @Override
    public void close() {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (failure != null) {
        throw new AssertionError("there was no race any more", failure);
      }
    }
  }

  private static void lead(Path link, Path to) {
    try {
      Path made = link.resolveSibling(link.getFileName() + "-new");
      MachineUsers.give(Files.createSymbolicLink(made, to), ALICE);
      Files.move(made, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void keys_and_a_script_are_hers_or_none_however_fast_they_are_swapped() throws Exception {
    Path home = users.home(ALICE);
    Path own = home.resolve("own");
    Path dotSsh = home.resolve(".ssh");
    Files.move(dotSsh, own);
    MachineUsers.give(Files.writeString(own.resolve("rc-of-hers"), "echo mine\n"), ALICE);
    Runnable step =
        () -> {
          for (Path to : List.of(own, closed, users.home(BOB).resolve(".ssh"))) {
            lead(dotSsh, to);
          }
          lead(dotSsh, own);
          lead(own.resolve("rc"), closed.resolve("rc"));
          lead(own.resolve("rc"), own.resolve("rc-of-hers"));
        };
    int in = 0;
    try (Swapping _ = new Swapping(step);
        SshClient thiefs = client(thief);
        SshClient hers = client(users.key())) {
      for (int i = 0; i < TRIES; i++) {
        assertThatThrownBy(() -> connect(thiefs, ALICE).close()).isInstanceOf(IOException.class);
        try (ClientSession session = connect(hers, ALICE)) {
          in++;
          assertThat(session.exec("id -u").text())
              .isIn(ALICE.uid() + "\n", "mine\n" + ALICE.uid() + "\n");
        } catch (IOException _) {
          continue; // there were no keys of hers at that moment
        }
      }
    }
    assertThat(in).isPositive();
    assertThat(server.program().isAlive()).isTrue();
  }

  @Test
  void no_way_leads_out_of_a_root_however_fast_it_is_swapped() throws Exception {
    Path upload = above.resolve(BOB.name()).resolve("upload");
    Path inside = MachineUsers.give(Files.createDirectory(upload.resolve("inside")), BOB);
    Files.writeString(inside.resolve("secret"), "inside");
    Path link = Files.createSymbolicLink(upload.resolve("link"), Path.of("../.."));
    Path whole = Files.createSymbolicLink(upload.resolve("whole"), above);
    Path way = upload.resolve("way");
    Runnable step =
        () -> {
          for (Path each : List.of(inside, link, inside, whole)) {
            move(each, way);
            move(way, each);
          }
        };
    int read = 0;
    try (Swapping _ = new Swapping(step);
        SshClient client = client(users.key());
        ClientSession session = connect(client, BOB);
        SftpClient files = session.files()) {
      for (int i = 0; i < OPENS * TRIES; i++) {
        String name = i % 2 == 0 ? "/upload/way/secret" : "/upload/inside/secret";
        try (RemoteFile file = files.open(name)) {
          assertThat(new String(file.input(0).readAllBytes(), StandardCharsets.UTF_8))
              .isEqualTo("inside");
          read++;
        } catch (IOException _) {
          // there is none at that moment
        }
        try (RemoteFile _ = files.create("/upload/way/new-" + i)) {
          assertThat(above.resolve("new-" + i)).doesNotExist();
        } catch (IOException _) {
          continue;
        }
      }
    }
    assertThat(read).isPositive();
    try (Stream<Path> all = Files.list(above)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("secret", BOB.name());
    }
    assertThat(above.resolve("secret")).hasContent("outside");
  }
}
