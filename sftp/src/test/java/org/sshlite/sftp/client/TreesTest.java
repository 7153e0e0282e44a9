package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** What becomes of links and modes in a tree, and of what a server refuses when a file is there. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class TreesTest {
  private static final TransferOptions FOLLOWING = TransferOptions.DEFAULT.withFollowLinks(true);

  private static final String NO_SYNC =
      "remote fsync: Server does not support fsync@openssh.com extension";

  @TempDir private Path scratch;

  private final List<String> skipped = new CopyOnWriteArrayList<>();
  private final List<String> failed = new CopyOnWriteArrayList<>();

  private final TreeListener listener =
      new TreeListener() {
        @Override
        public void skipped(FileName remote, Path local) {
          skipped.add(local.getFileName().toString());
        }

        @Override
        public void failed(FileName remote, Path local, IOException why) {
          failed.add(why.getMessage());
        }
      };

  private FileName name(String name) {
    return FileName.of(scratch.resolve(name).toString());
  }

  private void tree(String name) throws IOException {
    Path outside = Files.createDirectories(scratch.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Path tree = Files.createDirectories(scratch.resolve(name));
    Files.writeString(tree.resolve("file"), "content");
    Files.createSymbolicLink(tree.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(tree.resolve("linked"), outside);
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(scratch.resolve(folder))) {
      return all.map(path -> scratch.resolve(folder).relativize(path).toString()).sorted().toList();
    }
  }

  @Test
  void links_are_left_out_unless_they_are_to_be_followed() throws IOException {
    tree("tree");
    try (SftpClient client = InMemory.machine()) {
      Trees trees = new Trees(client, TransferOptions.DEFAULT, listener);
      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isTrue();
      assertThat(trees.get(name("tree"), scratch.resolve("got"))).isTrue();
    }

    assertThat(names("put")).containsExactly("", "file");
    assertThat(names("got")).containsExactly("", "file");
    assertThat(skipped)
        .containsExactlyInAnyOrder("link", "link", "linked", "linked", "dangling", "dangling");
    assertThat(failed).isEmpty();
  }

  @Test
  void followed_links_are_what_they_lead_to_folders_too() throws IOException {
    tree("tree");
    try (SftpClient client = InMemory.machine()) {
      Trees trees = new Trees(client, FOLLOWING, listener);
      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isFalse();
      assertThat(trees.get(name("tree"), scratch.resolve("got"))).isFalse();
    }

    for (String copy : List.of("put", "got")) {
      assertThat(names(copy)).containsExactly("", "file", "link", "linked", "linked/secret");
      try (Stream<Path> all = Files.walk(scratch.resolve(copy))) {
        assertThat(all).noneMatch(Files::isSymbolicLink);
      }
    }
    assertThat(failed)
        .containsExactlyInAnyOrder(
            "local stat \"dangling\": No such file or directory",
            "remote stat \"" + name("tree/dangling") + "\": No such file or directory");
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65})
  void folders_are_copied_to_a_depth_of_64_links_counted(int depth) throws IOException {
    // one level is a link
    Path inner = Files.createDirectories(scratch.resolve("outside/" + "d/".repeat(depth - 3)));
    Files.writeString(inner.resolve("deepest"), "");
    Files.createDirectory(scratch.resolve("tree"));
    Files.createSymbolicLink(scratch.resolve("tree/link"), scratch.resolve("outside"));
    boolean fits = depth <= 64;
    try (SftpClient client = InMemory.machine()) {
      Trees trees = new Trees(client, FOLLOWING, listener);
      String deepest = "/link/" + "d/".repeat(depth - 3) + "deepest";
      Files.createDirectory(inner.resolve("last"));
      Files.writeString(inner.resolve("last/file"), "");

      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isEqualTo(fits);
      assertThat(trees.get(name("tree"), scratch.resolve("got"))).isEqualTo(fits);

      for (String copy : List.of("put", "got")) {
        assertThat(Files.exists(scratch.resolve(copy + deepest))).isTrue();
        assertThat(Files.exists(scratch.resolve(copy + deepest.replace("deepest", "last/file"))))
            .isEqualTo(fits);
      }
    }
    assertThat(failed).hasSize(fits ? 0 : 2).allMatch(why -> why.contains("64 levels"));
  }

  @Test
  void a_folder_s_copy_has_its_mode_when_it_is_filled() throws IOException {
    for (int mode : new int[] {0555, 0777, 01777, 0700}) {
      Path inner = Files.createDirectories(scratch.resolve("tree/" + Integer.toOctalString(mode)));
      Files.writeString(inner.resolve("file"), "");
      Files.setAttribute(inner, "unix:mode", mode);
    }
    try (SftpClient client = InMemory.machine()) {
      Trees trees = new Trees(client, TransferOptions.DEFAULT, listener);
      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isTrue();
      assertThat(trees.get(name("tree"), scratch.resolve("got"))).isTrue();
      new Trees(client, TransferOptions.DEFAULT.withPreserve(true), listener)
          .get(name("tree"), scratch.resolve("kept"));
      // what is there already keeps its own
      Files.setAttribute(scratch.resolve("put/700"), "unix:mode", 0750);
      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isTrue();
    }

    assertThat(modes("put", 0555, 0777, 01777)).containsExactly(0555, 0777, 01777);
    assertThat(modes("kept", 0555, 0777, 01777)).containsExactly(0555, 0777, 01777);
    // here the umask holds
    assertThat(modes("got", 0555, 0700)).containsExactly(0555, 0700);
    assertThat(mode("got/1777") & 01000).isEqualTo(01000);
    assertThat(mode("put/700")).isEqualTo(0750);
  }

  private List<Integer> modes(String folder, int... modes) throws IOException {
    List<Integer> found = new ArrayList<>();
    for (int mode : modes) {
      found.add(mode(folder + "/" + Integer.toOctalString(mode)));
    }
    return found;
  }

  private int mode(String name) throws IOException {
    return (int) Files.getAttribute(scratch.resolve(name), "unix:mode") & 07777;
  }

  @Test
  void a_folder_that_is_there_is_filled_whatever_the_server_says_of_making_it() throws IOException {
    tree("tree");
    Files.createDirectory(scratch.resolve("put"));
    Files.writeString(scratch.resolve("no folder"), "");
    try (SftpClient client = InMemory.refusing("mkdir")) {
      Trees trees = new Trees(client, TransferOptions.DEFAULT, listener);
      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isTrue();
      assertThat(trees.put(scratch.resolve("tree"), name("none"))).isFalse();
      assertThat(trees.put(scratch.resolve("tree"), name("no folder"))).isFalse();
    }
    assertThat(scratch.resolve("put/file")).hasContent("content");
    assertThat(failed)
        .containsExactly(
            "remote mkdir \"" + name("none") + "\": Permission denied",
            "\"" + name("no folder") + "\" exists but is not a directory");
  }

  @Test
  void a_refused_mode_of_a_folder_is_no_failure_where_nobody_asked_for_it() throws IOException {
    tree("tree");
    try (SftpClient client = InMemory.refusing("setstat")) {
      Trees trees = new Trees(client, TransferOptions.DEFAULT, listener);
      assertThat(trees.put(scratch.resolve("tree"), name("put"))).isTrue();
      Trees asked = new Trees(client, TransferOptions.DEFAULT.withPreserve(true), listener);
      assertThat(asked.put(scratch.resolve("tree"), name("asked"))).isFalse();
    }
    assertThat(scratch.resolve("put/file")).hasContent("content");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_put_is_not_undone_for_refused_times_but_they_are_told(boolean atomic) throws IOException {
    Path local = Files.writeString(scratch.resolve("local"), "content");
    Files.setLastModifiedTime(local, FileTime.from(1_000_000_000, TimeUnit.SECONDS));
    TransferOptions options = TransferOptions.DEFAULT.withPreserve(true).withAtomic(atomic);
    List<String> told = new CopyOnWriteArrayList<>();
    try (SftpClient client = InMemory.refusing("fsetstat")) {
      new Transfers(client, options.withShortfall((_, why) -> told.add(why.getMessage())))
          .put(local, name("told"));
      assertThatThrownBy(() -> new Transfers(client, options).put(local, name("thrown")))
          .isInstanceOf(SftpException.class)
          .hasMessage("remote fsetstat: Permission denied");
    }
    assertThat(told).containsExactly("remote fsetstat: Permission denied");
    assertThat(scratch.resolve("told")).hasContent("content");
    assertThat(scratch.resolve("thrown")).hasContent("content");
    assertThat(names("")).containsExactlyInAnyOrder("", "local", "thrown", "told");
  }

  /** Nobody knows then whether the new bytes are on the disk, where the old ones are. */
  @Test
  void an_atomic_put_that_cannot_be_synced_leaves_the_old_file() throws IOException {
    Path local = Files.writeString(scratch.resolve("local"), "new");
    Files.writeString(scratch.resolve("remote"), "old");
    TransferOptions options = TransferOptions.DEFAULT.withSync(true);
    List<String> told = new CopyOnWriteArrayList<>();
    try (SftpClient client = InMemory.refusing("fsync")) {
      assertThatThrownBy(() -> new Transfers(client, options).put(local, name("remote")))
          .hasMessage(NO_SYNC);
      assertThat(scratch.resolve("remote")).hasContent("old");

      new Transfers(
              client,
              options.withAtomic(false).withShortfall((_, why) -> told.add(why.getMessage())))
          .put(local, name("remote"));
      client.stat(name("remote"));
    }
    assertThat(scratch.resolve("remote")).hasContent("new");
    assertThat(told).containsExactly(NO_SYNC);
    assertThat(names("")).containsExactlyInAnyOrder("", "local", "remote");
  }

  /** CVE-2019-6111 with links: a server that says of each name that it is a link to a folder. */
  @Test
  void links_of_a_hostile_server_lead_nowhere_but_into_the_target() throws IOException {
    for (TransferOptions options : List.of(FOLLOWING, TransferOptions.DEFAULT)) {
      boolean follows = options.followLinks();
      Path target = scratch.resolve("target-" + follows);
      assertThat(get(options, target, "loop", "..", ".")).isEqualTo(!follows);
      assertThat(Files.isDirectory(target.resolve("loop/loop/loop"))).isEqualTo(follows);
      assertThat(failed).hasSize(follows ? 1 : 0).allMatch(why -> why.contains("64 levels"));
      failed.clear();

      for (String evil : List.of("../evil", "/tmp/evil", "a/../../evil")) {
        assertThat(get(options, target, "good", evil)).isFalse();
        assertThat(failed).singleElement().asString().contains("suspect path");
        failed.clear();
      }
    }
  }

  private boolean get(TransferOptions options, Path target, String... names) throws IOException {
    boolean complete;
    try (SftpClient client = InMemory.answering(linking(names))) {
      complete = new Trees(client, options, listener).get(FileName.of("tree"), target);
    }
    try (Stream<Path> all = Files.walk(scratch)) {
      assertThat(all)
          .allMatch(path -> path.equals(scratch) || under(path).startsWith("target-"))
          .noneMatch(Files::isSymbolicLink);
    }
    assertThat(Path.of("/tmp/evil")).doesNotExist();
    return complete;
  }

  private String under(Path path) {
    return scratch.relativize(path).toString();
  }

  private static InMemory.Answers linking(String... names) {
    boolean[] listed = new boolean[1];
    return (request, out) -> {
      switch (request) {
        case Request.Stat stat -> out.write(new Response.Attrs(stat.id(), mode(0040755)));
        case Request.Lstat stat -> out.write(new Response.Attrs(stat.id(), mode(0120777)));
        case Request.Opendir open -> {
          listed[0] = false;
          out.write(new Response.Handle(open.id(), FileHandle.of(1000 + open.id())));
        }
        case Request.Readdir read when listed[0] ->
            out.write(new Response.Status(read.id(), StatusCode.EOF));
        case Request.Readdir read -> {
          listed[0] = true;
          out.write(
              new Response.Name(
                  read.id(),
                  Stream.of(names)
                      .map(FileName::of)
                      .map(name -> new Response.Name.Entry(name, name, mode(0120777)))
                      .toList()));
        }
        default -> out.write(new Response.Status(request.id(), StatusCode.OK));
      }
    };
  }

  private static Attributes mode(int mode) {
    return Attributes.NONE.withPermissions(mode);
  }
}
