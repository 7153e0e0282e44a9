package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/**
 * Trees with links in them, folders with odd modes, and servers that refuse a part of it: ours and
 * OpenSSH's programs beside each other, over OpenSSH's sftp-server.
 */
class SameTreesTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  @TempDir private Path scratch;

  @BeforeEach
  void realScratch() throws IOException {
    Peers.require("sftp", "scp", "sftp-server");
    scratch = scratch.toRealPath();
  }

  private Path prepare(String name) throws Exception {
    Path root = Files.createDirectory(scratch.resolve(name));
    for (String side : List.of("local", "remote")) {
      Path folder = Files.createDirectory(root.resolve(side));
      Files.writeString(Files.createDirectory(folder.resolve("outside")).resolve("secret"), side);
      Path tree = Files.createDirectory(folder.resolve(side + "-tree"));
      Files.writeString(tree.resolve("file"), "content");
      Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
      Files.createSymbolicLink(tree.resolve("out"), Path.of("../outside/secret"));
      Files.createSymbolicLink(tree.resolve("linked"), Path.of("../outside"));
      Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
      for (int mode : new int[] {0555, 0777, 0700, 01777}) {
        Path inner = Files.createDirectory(tree.resolve(Integer.toOctalString(mode)));
        Files.writeString(inner.resolve("inside"), "content");
        Files.setAttribute(inner, "unix:mode", mode);
        Files.setLastModifiedTime(inner, FileTime.from(1_000_000_000, TimeUnit.SECONDS));
      }
      assertThat(new ProcessBuilder("mkfifo", tree.resolve("fifo").toString()).start().waitFor())
          .isZero();
    }
    return root;
  }

  private static Map<String, String> state(Path root) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Map<String, Object> unix =
            Files.readAttributes(file, "unix:mode,size", LinkOption.NOFOLLOW_LINKS);
        long time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS);
        boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        state.put(
            root.relativize(file).toString(),
            Integer.toOctalString((int) unix.get("mode"))
                + (folder ? "" : " " + unix.get("size"))
                + (time == 1_000_000_000 ? " old" : ""));
      }
    }
    return state;
  }

  /**
   * What both agree on: sftp and scp restrict a folder's mode by the umask here also with -p, and
   * scp gives folders their times from server to server also without.
   */
  private static Map<String, String> common(Path root, boolean preserving) throws IOException {
    Map<String, String> state = state(root);
    if (preserving) {
      state.keySet().removeIf(name -> name.matches("local/(remote-tree|got)/1?777"));
    } else {
      state.replaceAll(
          (name, told) -> name.startsWith("remote/crossed") ? told.replace(" old", "") : told);
    }
    return state;
  }

  private static Finished sftp(Program program, String refused, Path root, String commands) {
    String server = Peers.path("sftp-server") + (refused.isEmpty() ? "" : " -P " + refused);
    return program
        .with("-D", server, "-b", "-")
        .input(commands.replace("ROOT", root.toString()))
        .run();
  }

  /** In any order: that of a folder is its own. */
  private static List<String> lines(String text, Path root) {
    return text.lines().map(line -> SftpOutput.comparable(line, root)).sorted().toList();
  }

  private void sameBySftp(String refused, String commands) throws Exception {
    Path our = prepare("a");
    Path their = prepare("b");

    Finished theirs = sftp(Program.of(Peers.path("sftp")), refused, their, commands);
    Finished ours = sftp(OurProgram.sftp(), refused, our, commands);

    assertThat(ours.status()).as(ours.errors()).isEqualTo(theirs.status());
    assertThat(lines(ours.text(), our)).isEqualTo(lines(theirs.text(), their));
    assertThat(lines(ours.errors(), our)).isEqualTo(lines(theirs.errors(), their));
    boolean preserving = commands.contains("get -r -p");
    assertThat(common(our, preserving)).isEqualTo(common(their, preserving));
  }

  @ParameterizedTest
  @ValueSource(strings = "-p ")
  void sftp_leaves_links_out_and_keeps_the_modes_of_folders(String flag) throws Exception {
    sameBySftp(
        "",
        """
        cd ROOT/remote
        lcd ROOT/local
        put -r %1$slocal-tree
        put -r %1$slocal-tree
        get -r %1$sremote-tree
        get %1$sremote-tree/link
        put %1$slocal-tree/out
        """
            .formatted(flag));
    assertThat(scratch.resolve("a/remote/local-tree/out")).doesNotExist();
    assertThat(scratch.resolve("a/local/remote-tree/555/inside")).exists();
  }

  static Stream<Arguments> refused() {
    Arguments file = Arguments.of("fsetstat", "put -p local-tree/file a");
    Arguments folders = Arguments.of("setstat", "put -r local-tree");
    Arguments both = Arguments.of("fsetstat,setstat", "put -pr local-tree");
    return WHOLE ? Stream.of(file, folders, both) : Stream.of(file, both);
  }

  /** What is refused when the bytes are there is told, and what follows is done. */
  @ParameterizedTest
  @MethodSource("refused")
  void sftp_goes_on_where_only_a_part_is_refused(String refused, String command) throws Exception {
    sameBySftp(
        refused,
        "cd ROOT/remote\nlcd ROOT/local\n%s\nput local-tree/file last\n".formatted(command));
  }

  @Test
  void sftp_fills_folders_that_are_there_where_none_can_be_made() throws Exception {
    sameBySftp(
        "mkdir", "cd ROOT/remote\nlcd ROOT/local\nput -r outside\nput outside/secret last\n");
    assertThat(scratch.resolve("a/remote/outside/secret")).hasContent("local");
  }

  /** sftp says nothing then; who asked for the disk is told by ours that it was not. */
  @Test
  void sftp_goes_on_where_nothing_is_synced() throws Exception {
    String commands =
        "cd ROOT/remote\nlcd ROOT/local\nput -f local-tree/file a\nput local-tree/file last\n";
    Path our = prepare("a");
    Path their = prepare("b");

    Finished theirs = sftp(Program.of(Peers.path("sftp")), "fsync", their, commands);
    Finished ours = sftp(OurProgram.sftp(), "fsync", our, commands);

    assertThat(ours.status()).as(ours.errors()).isEqualTo(theirs.status()).isZero();
    assertThat(ours.errors()).contains("Server does not support fsync@openssh.com extension");
    assertThat(state(our)).isEqualTo(state(their));
  }

  private static Finished scp(Program program, String... arguments) {
    return program.with("-D", Peers.path("sftp-server").toString()).with(arguments).run();
  }

  private static void remove(Path root, String link) throws IOException {
    for (String side : List.of("local", "remote")) {
      Files.delete(root.resolve(side + "/" + side + "-tree/" + link));
    }
  }

  private static String[][] ways(Path root) {
    String local = root.resolve("local").toString();
    String remote = "host:" + root.resolve("remote");
    return new String[][] {
      {local + "/local-tree", remote + "/put"},
      {remote + "/remote-tree", local + "/got"},
      {remote + "/remote-tree", "other" + remote + "/crossed"}
    };
  }

  static Stream<String> flags() {
    return WHOLE ? Stream.of("-r", "-rp") : Stream.of("-rp");
  }

  /** Without links to folders, which scp has learnt to follow only lately. */
  @ParameterizedTest
  @MethodSource("flags")
  void scp_copies_what_links_lead_to_and_the_modes_of_folders(String flags) throws Exception {
    for (Path root : List.of(prepare("a"), prepare("b"))) {
      remove(root, "dangling");
      remove(root, "linked");
      for (String[] pair : ways(root)) {
        Program program = root.endsWith("a") ? OurProgram.scp() : Program.of(Peers.path("scp"));
        Finished finished = scp(program, flags, "-3", pair[0], pair[1]);
        assertThat(finished.status()).as(finished.errors()).isZero();
      }
    }

    boolean preserving = flags.contains("p");
    assertThat(common(scratch.resolve("a"), preserving))
        .isEqualTo(common(scratch.resolve("b"), preserving));
    assertThat(scratch.resolve("a/remote/put/out")).isRegularFile().hasContent("local");
  }

  @Test
  void scp_copies_linked_folders_and_fails_where_a_link_leads_nowhere() throws Exception {
    Path root = prepare("a");
    List<String> told =
        List.of(
            "local stat \"dangling\": No such file or directory",
            "remote stat \"" + root + "/remote/remote-tree/dangling\": No such file",
            root + "/remote/remote-tree/dangling: No such file or directory");

    for (int i = 0; i < told.size(); i++) {
      String[] way = ways(root)[i];
      Finished finished = scp(OurProgram.scp(), "-r", "-3", way[0], way[1]);
      assertThat(finished.status()).isEqualTo(1);
      assertThat(finished.errors()).contains(told.get(i));
    }
    assertThat(root.resolve("remote/put/linked/secret")).hasContent("local");
    assertThat(root.resolve("local/got/linked/secret")).hasContent("remote");
    assertThat(root.resolve("remote/crossed/linked/secret")).hasContent("remote");

    remove(root, "dangling");
    // the last is from server to server
    for (String[] way : WHOLE ? ways(root) : new String[][] {ways(root)[2]}) {
      Finished finished = scp(OurProgram.scp(), "-r", "-3", way[0], way[1] + "-well");
      assertThat(finished.status()).as(finished.errors()).isZero();
    }
  }
}
