package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
      ls -1
      ls -lS moved
      version
      @rm link2
      rmdir folder
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
    return root;
  }

  private static Finished run(Program program, Path root, String commands) {
    return program
        .with("-D", Peers.path("sftp-server").toString(), "-b", "-")
        .input(commands.replace("ROOT", root.toString()))
        .run();
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
    return OurProgram.java("org.sshlite.client.sftp.SftpMain");
  }

  @Test
  void a_batch_leaves_and_says_what_sftp_does() throws IOException {
    Path our = prepare("a");
    Path their = prepare("b");

    Finished theirs = run(Program.of(Peers.path("sftp")), their, COMMANDS);
    Finished ours = run(ours(), our, COMMANDS);

    assertThat(ours.status()).isEqualTo(theirs.status());
    assertThat(ours.text().replace(our.toString(), "ROOT"))
        .isEqualTo(theirs.text().replace(their.toString(), "ROOT"));
    assertThat(ours.errors().replace(our.toString(), "ROOT"))
        .isEqualTo(theirs.errors().replace(their.toString(), "ROOT"));
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
