package org.sshlite.sftp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sftp.wire.SymlinkOrder;

/** The client against the server of this module. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SftpClientTest {
  @TempDir private Path folder;
  private SftpClient client;

  @BeforeEach
  void open() throws IOException {
    client = InMemory.machine();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private FileName name(String name) {
    return FileName.of(folder.resolve(name).toString());
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void a_file_arrives_as_it_was_sent() throws IOException {
    byte[] content = random(5_000_000);
    Path local = file("local", content);
    Transfers transfers = new Transfers(client, TransferOptions.DEFAULT);

    transfers.put(local, name("remote"));
    transfers.get(name("remote"), folder.resolve("again"));

    assertThat(folder.resolve("remote")).hasBinaryContent(content);
    assertThat(folder.resolve("again")).hasBinaryContent(content);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void an_empty_file_arrives() throws IOException {
    Path local = file("local", new byte[0]);

    new Transfers(client, TransferOptions.DEFAULT).put(local, name("remote"));
    new Transfers(client, TransferOptions.DEFAULT).get(name("remote"), folder.resolve("again"));

    assertThat(folder.resolve("again")).isEmptyFile();
  }

  @Test
  void what_tells_no_size_is_read_to_its_end() throws IOException {
    new Transfers(client, TransferOptions.DEFAULT)
        .get("/proc/self/status", folder.resolve("status"));

    assertThat(folder.resolve("status")).content().contains("Name:").contains("Threads:");
  }

  @Test
  void a_transfer_that_broke_off_goes_on_where_it_was() throws IOException {
    byte[] content = random(1_000_000);
    file("remote", content);
    file("local", Arrays.copyOf(content, 300_001));
    Transfers resuming = new Transfers(client, TransferOptions.DEFAULT.withResume(true));

    resuming.get(name("remote"), folder.resolve("local"));
    file("remote", Arrays.copyOf(content, 5));
    resuming.put(folder.resolve("local"), name("remote"));

    assertThat(folder.resolve("local")).hasBinaryContent(content);
    assertThat(folder.resolve("remote")).hasBinaryContent(content);
  }

  @Test
  void times_and_permissions_come_along() throws IOException {
    Path local = file("local", random(10));
    Files.setPosixFilePermissions(local, PosixFilePermissions.fromString("r-x--x---"));
    Files.setLastModifiedTime(local, FileTime.from(1_000_000_000, TimeUnit.SECONDS));
    Transfers preserving = new Transfers(client, TransferOptions.DEFAULT.withPreserve(true));

    preserving.put(local, name("remote"));
    preserving.get(name("remote"), folder.resolve("again"));

    for (String copy : List.of("remote", "again")) {
      Path path = folder.resolve(copy);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("r-x--x---");
      assertThat(Files.getLastModifiedTime(path).to(TimeUnit.SECONDS)).isEqualTo(1_000_000_000);
    }
  }

  /** CVE-2026-35385: a copy ran with the rights of who had made it. */
  @Test
  void a_copy_has_no_set_user_id_bit_even_where_permissions_come_along() throws IOException {
    Path remote = file("remote", random(10));
    Files.setAttribute(remote, "unix:mode", 06755);
    for (boolean preserve : List.of(false, true)) {
      Path copy = folder.resolve("copy-" + preserve);
      new Transfers(client, TransferOptions.DEFAULT.withPreserve(preserve))
          .get(name("remote"), copy);
      assertThat((int) Files.getAttribute(copy, "unix:mode") & 07000).isZero();
    }
  }

  @Test
  void what_fails_leaves_the_old_file_and_nothing_else() throws IOException {
    file("remote", random(10));

    assertThatThrownBy(
            () ->
                new Transfers(client, TransferOptions.DEFAULT)
                    .put(file("local", random(10)), name("missing/remote")))
        .isInstanceOfSatisfying(
            SftpException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.NO_SUCH_FILE));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void a_tree_arrives_with_its_times() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
    for (int i = 0; i < 100; i++) {
      Files.write(tree.resolve("file " + i), random(i * 100));
    }
    Files.createSymbolicLink(tree.resolve("link"), Path.of("file 7"));
    Files.setLastModifiedTime(tree, FileTime.from(1_000_000_000, TimeUnit.SECONDS));
    TransferOptions options = TransferOptions.DEFAULT.withPreserve(true).withFollowLinks(true);

    assertThat(
            new Trees(client, options, new TreeListener() {})
                .put(folder.resolve("tree"), name("there")))
        .isTrue();
    assertThat(
            new Trees(client, options, new TreeListener() {})
                .get(name("there"), folder.resolve("here")))
        .isTrue();

    for (String copy : List.of("there/a/b", "here/a/b")) {
      Path path = folder.resolve(copy);
      for (int i = 0; i < 100; i++) {
        assertThat(path.resolve("file " + i)).hasBinaryContent(random(i * 100));
      }
      assertThat(path.resolve("link")).isRegularFile().hasBinaryContent(random(700));
      assertThat(Files.getLastModifiedTime(path).to(TimeUnit.SECONDS)).isEqualTo(1_000_000_000);
    }
  }

  @Test
  void a_file_of_a_tree_that_cannot_be_moved_is_told_and_the_rest_is_moved() throws IOException {
    Files.createDirectories(folder.resolve("tree"));
    Files.createSymbolicLink(folder.resolve("tree/broken"), Path.of("nowhere"));
    file("tree/whole", random(5));
    List<FileName> failed = new CopyOnWriteArrayList<>();
    TreeListener listener =
        new TreeListener() {
          @Override
          public void failed(FileName remote, Path local, IOException why) {
            failed.add(remote);
          }
        };

    boolean all =
        new Trees(client, TransferOptions.DEFAULT.withFollowLinks(true), listener)
            .get(name("tree"), folder.resolve("here"));

    assertThat(all).isFalse();
    assertThat(failed).containsExactly(name("tree/broken"));
    assertThat(folder.resolve("here/whole")).exists();
  }

  @Test
  void an_interrupt_ends_a_transfer_and_not_the_session() throws Exception {
    Files.createFile(folder.resolve("endless"));
    try (var big = new RandomAccessFile(folder.resolve("endless").toFile(), "rw")) {
      big.setLength(1L << 36);
    }
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    CountDownLatch moving = new CountDownLatch(20);
    Progress progress = (_, _, _) -> _ -> moving.countDown();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                new Transfers(client, TransferOptions.DEFAULT.withProgress(progress))
                    .get(name("endless"), folder.resolve("local"));
                ended.complete(null);
              } catch (IOException e) {
                ended.complete(e);
              }
            });
    moving.await();

    thread.interrupt();

    assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    thread.join();
    assertThat(client.stat(name("endless")).size()).isEqualTo(1L << 36);
    assertThat(folder.resolve("local")).doesNotExist();
  }

  @Test
  void streams_read_and_write_at_any_place() throws IOException {
    byte[] content = random(700_000);
    try (RemoteFile file = client.create(name("file").text());
        OutputStream out = file.output(0)) {
      out.write(content);
    }
    try (RemoteFile file = client.open(name("file").text());
        InputStream in = file.input(5)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 5, content.length));
      byte[] some = new byte[10];
      assertThat(file.read(600_000, some, 3, 4)).isEqualTo(4);
      assertThat(Arrays.copyOfRange(some, 3, 7))
          .isEqualTo(Arrays.copyOfRange(content, 600_000, 600_004));
      assertThat(file.read(700_000, some, 0, 10)).isEqualTo(-1);
    }
    try (RemoteFile file = client.append(name("file").text())) {
      file.write(0, "end".getBytes(UTF_8), 0, 3);
      assertThat(file.attributes().size()).isEqualTo(700_003);
    }
  }

  @Test
  void names_are_made_read_moved_and_removed() throws IOException {
    client.makeFolder(name("sub").text());
    file("sub/a", random(3));
    client.symlink(FileName.of("a"), name("sub/link"));
    client.hardlink(name("sub/a"), name("sub/hard"));
    client.copy(name("sub/a"), name("sub/copy"));
    client.rename(name("sub/copy"), name("sub/hard"));

    assertThat(client.readLink(name("sub/link")).text()).isEqualTo("a");
    assertThat(client.lstat(name("sub/link")).isLink()).isTrue();
    assertThat(client.stat(name("sub/link")).isRegular()).isTrue();
    try (Stream<Entry> list = client.list(name("sub"))) {
      assertThat(list.map(entry -> entry.name().text()))
          .containsExactlyInAnyOrder("a", "link", "hard");
    }
    client.setAttributes(name("sub/a"), Attributes.NONE.withPermissions(0600).withSize(1));
    assertThat(client.stat(name("sub/a")).permissions()).isEqualTo(0100600);
    assertThat(client.fileSystem(name("sub")).blockSize()).isPositive();
    for (String file : List.of("a", "link", "hard")) {
      client.remove(name("sub/" + file));
    }
    client.removeFolder(name("sub"));
    assertThatThrownBy(() -> client.stat(name("sub"))).isInstanceOf(SftpException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "TARGET_FIRST, TARGET_FIRST, two",
    "LINK_FIRST, LINK_FIRST, two",
    "LINK_FIRST, TARGET_FIRST, one",
    "TARGET_FIRST, LINK_FIRST, one"
  })
  void each_end_keeps_to_its_order_of_the_paths_of_a_link(
      SymlinkOrder sent, SymlinkOrder read, String link) throws IOException {
    try (SftpClient other = InMemory.machine(sent, read)) {
      other.symlink(name("one"), name("two"));
    }
    assertThat(folder.resolve(link)).isSymbolicLink();
  }

  @Test
  void a_folder_lists_itself_and_the_one_above_to_who_asks() throws IOException {
    file("one", new byte[1]);
    try (Stream<Entry> list = client.listAll(FileName.of(folder.toString()))) {
      assertThat(list.map(entry -> entry.name().text()))
          .containsExactlyInAnyOrder(".", "..", "one");
    }
  }

  @Test
  void only_files_are_copied_and_what_fails_says_where() throws IOException {
    client.makeFolder(name("sub").text());
    file("one", new byte[1]);

    assertThatThrownBy(() -> client.copy(name("sub"), name("copy")))
        .hasMessage("Cannot copy non-regular file: " + folder + "/sub");
    assertThatThrownBy(() -> client.copy(name("none"), name("copy")))
        .hasMessage("stat remote: No such file or directory");
    assertThatThrownBy(() -> client.copy(name("one"), name("none/copy")))
        .hasMessage("remote open(\"" + folder + "/none/copy\"): No such file or directory");
  }

  @Test
  void what_is_one_request_can_be_asked_for_without_waiting() throws Exception {
    int flags = Request.Open.READ | Request.Open.WRITE | Request.Open.CREATE;
    FileName file = name("sub/file");
    FileName link = name("sub/link");
    FileName moved = name("sub/moved");
    // all of them under way at once: a server does them in their order
    List<CompletableFuture<?>> all =
        List.of(
            client.makeFolderAsync(name("sub"), Attributes.NONE),
            client.symlinkAsync(FileName.of("file"), link),
            client.renameAsync(link, moved),
            client.renameNewAsync(moved, link));
    RemoteFile open = client.openAsync(file, flags, Attributes.NONE).get();
    byte[] back = new byte[7];
    CompletableFuture<Integer> written = open.writeAsync(0, "content".getBytes(UTF_8), 0, 7);
    CompletableFuture<Integer> read = open.readAsync(0, back, 0, 7);
    CompletableFuture<Attributes> size = open.attributesAsync();

    assertThat(written.get()).isEqualTo(7);
    assertThat(read.get()).isEqualTo(7);
    assertThat(back).asString(UTF_8).isEqualTo("content");
    assertThat(size.get().size()).isEqualTo(7);
    assertThat(client.readLinkAsync(link).get()).isEqualTo(FileName.of("file"));
    assertThat(client.realPathAsync(link).get()).isEqualTo(client.realPath(file));
    assertThat(client.fileSystemAsync(file).get().blockSize()).isPositive();
    open.setAttributesAsync(Attributes.NONE.withPermissions(0600)).get();
    open.syncAsync().get();
    open.closeAsync().get();
    client.setAttributesAsync(file, Attributes.NONE.withSize(3)).get();
    assertThat(folder.resolve("sub/file")).hasContent("con");
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    CompletableFuture.allOf(
            client.removeAsync(file),
            client.removeAsync(link),
            client.removeFolderAsync(name("sub")))
        .get();
    assertThat(folder.resolve("sub")).doesNotExist();
    assertThat(client.removeAsync(file))
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(SftpException.class);
  }

  @Test
  void a_walk_finds_all_below_and_follows_no_link() throws IOException {
    Files.createDirectories(folder.resolve("tree/a/b"));
    file("tree/a/b/deep", new byte[2]);
    file("tree/top", new byte[1]);
    Files.createSymbolicLink(folder.resolve("tree/a/up"), Path.of(".."));
    try (Stream<Walked> walk = client.walk(name("tree"))) {
      List<Walked> found = walk.toList();
      assertThat(found)
          .extracting(each -> each.path().text().substring(folder.toString().length()))
          .containsExactlyInAnyOrder(
              "/tree/a", "/tree/a/b", "/tree/a/b/deep", "/tree/a/up", "/tree/top");
      List<FileName> paths = found.stream().map(Walked::path).toList();
      assertThat(paths.indexOf(name("tree/a/b")))
          .isGreaterThan(paths.indexOf(name("tree/a")))
          .isLessThan(paths.indexOf(name("tree/a/b/deep")));
      assertThat(found).filteredOn(each -> each.attributes().isLink()).hasSize(1);
    }
    assertThatThrownBy(() -> client.walk(name("nothing"))).isInstanceOf(SftpException.class);
  }

  @Test
  void a_long_list_comes_whole() throws IOException {
    for (int i = 0; i < 1500; i++) {
      file("f" + i, new byte[0]);
    }
    try (Stream<Entry> list = client.list(FileName.of(folder.toString()))) {
      assertThat(list.map(Entry::name).distinct()).hasSize(1500);
    }
  }

  @Test
  void a_new_file_only_is_made_with_EXCLUSIVE() throws IOException {
    file("there", new byte[0]);
    int flags = Request.Open.WRITE | Request.Open.CREATE | Request.Open.EXCLUSIVE;

    assertThatThrownBy(() -> client.open(name("there"), flags, Attributes.NONE))
        .isInstanceOf(SftpException.class);
  }
}
