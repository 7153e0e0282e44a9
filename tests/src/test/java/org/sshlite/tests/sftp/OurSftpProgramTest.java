package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** ssh-lite-sftp and OpenSSH's sftp do the same to the files of OpenSSH's sftp-server. */
class OurSftpProgramTest {
  private static final String COMMANDS =
      """
      cd ROOT/remote
      lcd ROOT/local
      pwd
      put small
      put -p small "with blank"
      put -r tree
      mkdir folder
      -mkdir folder
      -get nothing
      ls -1
      ls -1 tree/*
      get small got
      get -r tree back
      rename small moved
      ln -s moved link
      ln moved hard
      chmod 640 moved
      cp moved copy
      rm w*
      -rmdir tree
      reget moved part
      -rm -f moved
      -frobnicate
      -ls -Z
      lmkdir made
      mput s*
      mget sma* made
      put -f small synced
      -chown x moved
      symlink moved link2
      -rename -l small moved
      -reput small absent
      -put -a small absent
      -put -ra tree fresh
      -cp tree copied
      -cp nothing copied
      -cp moved no/such
      ls -1
      ls -lS moved
      version
      @rm link2
      rmdir folder
      ls order
      ls order/
      ls -1 order
      ls -1r order
      ls -1t order
      ls -1tr order
      ls -1S order
      ls -1Sr order
      ls -a order
      ls -l order
      ls -la order
      ls -lhS order
      ls -lah order
      ls -lt order/*
      df
      df -h order
      df -i
      lls made
      lls -1 made tree
      !echo said; pwd
      -!exit 3
      lpwd
      """;

  @TempDir private Path scratch;

  @BeforeEach
  void realScratch() throws IOException {
    Peers.require("sftp", "sftp-server");
    scratch = scratch.toRealPath();
  }

  private Path prepare(String name) throws IOException {
    Path root = scratch.resolve(name);
    Path tree = Files.createDirectories(root.resolve("local/tree/inner"));
    Files.createDirectories(root.resolve("remote"));
    byte[] large = new byte[700_000];
    new Random(1).nextBytes(large);
    Files.write(tree.resolve("large"), large);
    Files.writeString(root.resolve("local/small"), "0123456789");
    Files.writeString(root.resolve("local/part"), "0123");
    Path order = Files.createDirectories(root.resolve("remote/order/folder")).getParent();
    dated(order, ".hidden", 5, 2020);
    dated(order, "b", 700, 2023);
    dated(order, "a name", 1_500_000, 2021);
    dated(order, "c", 20_000, 2022);
    dated(order.resolve("folder"), 2019);
    Files.createSymbolicLink(order.resolve("link"), Path.of("b"));
    return root;
  }

  private static void dated(Path folder, String name, int size, int year) throws IOException {
    dated(Files.write(folder.resolve(name), new byte[size]), year);
  }

  /** What is made in one second has no order by time. */
  private static void dated(Path file, int year) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(year + "-06-01T12:00:00Z")));
  }

  private static Finished run(Program program, Path root, String commands) {
    return program
        .with("-D", Peers.path("sftp-server").toString(), "-b", "-")
        .input(commands.replace("ROOT", root.toString()))
        .run();
  }

  @Test
  void what_is_got_is_called_what_it_is_called_there(@TempDir Path scratch) throws IOException {
    Path there = Files.createDirectory(scratch.resolve("there"));
    Path here = Files.createDirectory(scratch.resolve("here"));
    Files.writeString(there.resolve("a\tb"), "content");
    Files.writeString(there.resolve("back\\011slash"), "content");

    Finished finished =
        OurProgram.sftp()
            .with("-D", Peers.path("sftp-server").toString(), "-b", "-")
            .input("lcd %s\nget %s/*\n".formatted(here, there))
            .run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    try (Stream<Path> names = Files.list(here)) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .containsExactlyInAnyOrder("a\tb", "back\\011slash");
    }
  }

  private static Map<String, String> state(Path root) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String content =
            Files.isSymbolicLink(file)
                ? "-> " + Files.readSymbolicLink(file)
                : Files.isDirectory(file) ? "" : "" + Files.size(file);
        state.put(
            root.relativize(file).toString(),
            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS) + content);
      }
    }
    return state;
  }

  private static Program ours() {
    return OurProgram.sftp();
  }

  @Test
  void a_batch_leaves_and_says_what_sftp_does() throws IOException {
    Path our = prepare("a");
    Path their = prepare("b");

    Finished theirs = run(Program.of(Peers.path("sftp")), their, COMMANDS);
    Finished ours = run(ours(), our, COMMANDS);

    assertThat(ours.status()).isEqualTo(theirs.status());
    assertThat(SftpOutput.comparable(ours.text(), our))
        .isEqualTo(SftpOutput.comparable(theirs.text(), their));
    assertThat(SftpOutput.comparable(ours.errors(), our))
        .isEqualTo(SftpOutput.comparable(theirs.errors(), their));
    assertThat(state(our)).isEqualTo(state(their));
    assertThat(
            Files.mismatch(
                our.resolve("local/back/inner/large"), our.resolve("local/tree/inner/large")))
        .isEqualTo(-1);
  }

  @Test
  void a_batch_ends_at_what_fails() throws IOException {
    Path root = prepare("a");

    Finished ours = run(ours(), root, "rm ROOT/nothing\nmkdir ROOT/never\n");

    assertThat(ours.status()).isEqualTo(1);
    assertThat(root.resolve("never")).doesNotExist();
  }
}
