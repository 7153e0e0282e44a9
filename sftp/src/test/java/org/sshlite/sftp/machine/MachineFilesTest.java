package org.sshlite.sftp.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sftp.server.ServedFiles;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.server.TestSession;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

@EnabledOnOs(OS.LINUX)
class MachineFilesTest {
  private static final int READ = Request.Open.READ;
  private static final int CREATE =
      READ | Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;

  @TempDir Path folder;
  private OptionalInt umask = OptionalInt.empty();

  @BeforeEach
  void realFolder() throws IOException {
    folder = folder.toRealPath();
  }

  private ServedFiles files() throws IOException {
    MachineFiles files = new MachineFiles(Optional.empty(), FileName.of("/home/me"), umask);
    files.start(FileName.of(folder.toString()));
    return files;
  }

  private TestSession open() throws IOException {
    return TestSession.open(this::files);
  }

  @Test
  void names_are_bytes() throws Exception {
    FileName name = FileName.of(new byte[] {'n', (byte) 0xff, (byte) 0xc3, '\n', (byte) 0xa4});
    try (TestSession session = open()) {
      Response made =
          session.ask(new Request.Open(1, name, CREATE, Attributes.NONE.withPermissions(0600)));
      assertThat(made).isInstanceOf(Response.Handle.class);
      Response.Name list =
          (Response.Name) session.ask(new Request.Readdir(2, session.openFolder(".")));
      assertThat(list.entries()).extracting(Response.Name.Entry::filename).contains(name);
      FileName longer = FileName.of(new byte[] {(byte) 0xfe});
      assertThat(session.code(new Request.Rename(3, name, longer))).isEqualTo(StatusCode.OK);
      assertThat(session.code(new Request.Symlink(4, longer, name))).isEqualTo(StatusCode.OK);
      assertThat(session.ask(new Request.Readlink(5, name)))
          .isEqualTo(Response.Name.path(5, longer));
      assertThat(session.ask(new Request.Realpath(6, name)))
          .isEqualTo(Response.Name.path(6, FileName.of(folder.toString()).resolve(longer)));
      session.code(new Request.Remove(7, name));
      session.code(new Request.Remove(8, longer));
    }
  }

  @Test
  void a_file_may_be_sparse_and_larger_than_4_GiB() throws Exception {
    long far = (1L << 32) + 5;
    try (TestSession session = open()) {
      FileHandle handle = session.open("sparse", CREATE);
      assertThat(session.write(handle, far, "end")).isEqualTo(StatusCode.OK);
      assertThat(session.read(handle, far, 10)).isEqualTo("end");
      assertThat(session.read(handle, far - 2, 3)).isEqualTo("\0\0e");
      Response.Attrs attrs = (Response.Attrs) session.ask(new Request.Fstat(1, handle));
      assertThat(attrs.attributes().size()).isEqualTo(far + 3);
      Attributes larger = Attributes.NONE.withSize(far * 2);
      assertThat(session.code(new Request.Setstat(1, FileName.of("sparse"), larger)))
          .isEqualTo(StatusCode.OK);
    }
    assertThat(folder.resolve("sparse")).hasSize(far * 2);
  }

  @Test
  void a_full_disk_is_told_at_the_write_that_failed() throws Exception {
    try (TestSession session = open()) {
      FileHandle full = session.open("/dev/full", Request.Open.WRITE);
      Request write = new Request.Write(9, full, 0, new Bytes(new byte[100]));
      assertThat(session.ask(write))
          .isEqualTo(
              new Response.Status(9, StatusCode.FAILURE.number(), "No space left on device"));
      FileHandle source = session.open("source", CREATE);
      session.write(source, 0, "text");
      assertThat(session.code(new ExtendedRequest.CopyData(1, source, 0, 4, full, 0)))
          .isEqualTo(StatusCode.FAILURE);
    }
  }

  @Test
  void appended_data_goes_to_the_end_wherever_it_was_meant_to_go() throws Exception {
    Files.writeString(folder.resolve("log"), "one ");
    try (TestSession session = open()) {
      FileHandle handle = session.open("log", Request.Open.WRITE | Request.Open.APPEND);
      session.write(handle, 0, "two ");
      assertThat(session.write(handle, -1, "three")).isEqualTo(StatusCode.OK);
    }
    assertThat(folder.resolve("log")).hasContent("one two three");
  }

  @Test
  void a_file_can_be_copied_on_this_side() throws Exception {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("from"), content);
    try (TestSession session = open()) {
      FileHandle from = session.open("from", READ);
      FileHandle to = session.open("to", CREATE);
      assertThat(session.code(new ExtendedRequest.CopyData(1, from, 0, 0, to, 0)))
          .isEqualTo(StatusCode.OK);
      assertThat(session.code(new ExtendedRequest.CopyData(1, from, 1, 2, to, 300_000)))
          .isEqualTo(StatusCode.OK);
      assertThat(session.code(new ExtendedRequest.CopyData(1, from, 299_999, 2, to, 0)))
          .isEqualTo(StatusCode.EOF);
      FileHandle process = session.open("/proc/version", READ);
      assertThat(session.code(new ExtendedRequest.CopyData(1, process, 0, 0, to, 400_000)))
          .isEqualTo(StatusCode.OK);
      assertThat(session.code(new ExtendedRequest.CopyData(1, to, 0, 0, to, 1)))
          .isEqualTo(StatusCode.FAILURE);
    }
    byte[] copied = Files.readAllBytes(folder.resolve("to"));
    assertThat(Arrays.copyOfRange(copied, 1, 300_000))
        .isEqualTo(Arrays.copyOfRange(content, 1, 300_000));
    assertThat(Arrays.copyOfRange(copied, 300_000, 300_002))
        .isEqualTo(Arrays.copyOfRange(content, 1, 3));
    assertThat(new String(copied, 400_000, copied.length - 400_000)).startsWith("Linux version");
  }

  @Test
  void a_file_that_vanishes_while_it_is_open_stays_readable() throws Exception {
    Files.writeString(folder.resolve("gone"), "still there");
    try (TestSession session = open()) {
      FileHandle handle = session.open("gone", READ);
      Files.delete(folder.resolve("gone"));
      assertThat(session.read(handle, 6, 100)).isEqualTo("there");
      assertThat(session.code(new Request.Stat(1, FileName.of("gone"))))
          .isEqualTo(StatusCode.NO_SUCH_FILE);
    }
  }

  @Test
  void a_FIFO_that_nobody_has_open_does_not_hold_the_session() throws Exception {
    new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start().waitFor();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (TestSession session = open()) {
            FileName fifo = FileName.of("fifo");
            FileHandle reading = session.open("fifo", READ);
            assertThat(session.read(reading, 0, 1)).isEqualTo("<FAILURE>");
            assertThat(session.code(new Request.Setstat(1, fifo, Attributes.NONE.withSize(0))))
                .isEqualTo(StatusCode.BAD_MESSAGE);
          }
        });
  }

  /** As where the file system has no RENAME_NOREPLACE. */
  @Test
  void a_link_is_in_the_way_of_a_renamed_file_wherever_it_leads() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(folder.resolve("outside"));
    Files.createFile(root.resolve("file"));
    Files.createSymbolicLink(root.resolve("somewhere"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("nowhere"), folder.resolve("missing"));
    try (MachineFiles files =
        new MachineFiles(Optional.of(FileName.of(root.toString())), FileName.of("/"), umask)) {
      for (String link : List.of("somewhere", "nowhere", "somewhere/", "nowhere/")) {
        assertThatThrownBy(() -> files.renameIfFree(FileName.of("file"), FileName.of(link)))
            .as(link)
            .hasMessage("File exists");
      }
      files.renameIfFree(FileName.of("file"), FileName.of("free"));
    }
    assertThat(root.resolve("free")).exists();
  }

  /** They are the server's: its memory holds the keys of the host. */
  @Test
  void the_memory_of_the_server_is_neither_read_nor_written() throws Exception {
    long pid = ProcessHandle.current().pid();
    try (TestSession session = open()) {
      Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc/self/mem"));
      for (String path :
          new String[] {
            "/proc/self/mem",
            "/proc/" + pid + "/mem",
            "/proc/self/task/" + pid + "/mem",
            "/proc/thread-self/mem",
            "link",
            "/proc/self/environ",
            "/proc/self/auxv"
          }) {
        for (int flags : new int[] {READ, Request.Open.WRITE, READ | Request.Open.WRITE}) {
          assertThat(session.code(new Request.Open(1, FileName.of(path), flags, Attributes.NONE)))
              .as("%s %d", path, flags)
              .isEqualTo(StatusCode.PERMISSION_DENIED);
        }
      }
      assertThat(session.read(session.open("/proc/version", READ), 0, 13))
          .isEqualTo("Linux version");
    }
  }

  @Test
  void a_umask_is_the_session_s_own() throws Exception {
    umask = OptionalInt.of(0);
    try (TestSession open = open()) {
      umask = OptionalInt.of(077);
      try (TestSession closed = open()) {
        open.open("open", CREATE);
        closed.open("closed", CREATE);
        closed.code(new Request.Mkdir(1, FileName.of("folder"), Attributes.NONE));
        open.code(new Request.Mkdir(1, FileName.of("public"), Attributes.NONE));
      }
    }
    Files.createFile(folder.resolve("other"));
    assertThat(mode("open")).isEqualTo("rw-rw-rw-");
    assertThat(mode("closed")).isEqualTo("rw-------");
    assertThat(mode("folder")).isEqualTo("rwx------");
    assertThat(mode("public")).isEqualTo("rwxrwxrwx");
    assertThat(mode("other")).isNotEqualTo("rw-rw-rw-");
  }

  /** Not the process's instead: all of a server's sessions have that one. */
  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|aarch64")
  void without_a_umask_of_its_own_there_is_no_session() throws Exception {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () -> {
              Sandbox.forbidUnshare();
              umask = OptionalInt.of(0);
              refused.complete(catchThrowable(this::files));
            });
    assertThat(refused.get(60, TimeUnit.SECONDS)).isInstanceOf(StatusException.class);
    Files.createFile(folder.resolve("other"));
    assertThat(mode("other")).isNotEqualTo("rw-rw-rw-");
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void all_that_a_client_left_open_is_closed_with_the_session() throws Exception {
    long before = openFiles();
    try (TestSession session = open()) {
      for (int i = 0; i < 100; i++) {
        session.open("file" + i, CREATE);
        session.openFolder(".");
      }
      assertThat(openFiles()).isGreaterThanOrEqualTo(before + 200);
    }
    assertThat(openFiles()).isLessThan(before + 100);
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void a_folder_of_many_files_is_listed_whole() throws Exception {
    for (int i = 0; i < 3000; i++) {
      Files.createFile(folder.resolve("a file with a longer name, number " + i));
    }
    try (TestSession session = open()) {
      FileHandle other = session.openFolder("/");
      session.ask(new Request.Readdir(1, other));
      assertThat(session.names(".")).hasSize(3002).contains(".", "..");
      // what two folders have left is not mixed
      FileHandle one = session.openFolder(".");
      session.ask(new Request.Readdir(1, one));
      session.ask(new Request.Readdir(1, other));
      assertThat(session.ask(new Request.Readdir(1, one)).toString()).contains("longer name");
    }
  }

  @Test
  void a_home_is_found_by_name() throws Exception {
    try (TestSession session = open()) {
      assertThat(session.ask(new ExtendedRequest.HomeDirectory(1, FileName.EMPTY)))
          .isEqualTo(Response.Name.path(1, FileName.of("/home/me")));
      assertThat(session.ask(new ExtendedRequest.HomeDirectory(2, FileName.of("root"))))
          .isEqualTo(Response.Name.path(2, FileName.of("/root")));
      assertThat(session.code(new ExtendedRequest.HomeDirectory(3, FileName.of("no such user"))))
          .isEqualTo(StatusCode.FAILURE);
      assertThat(session.ask(new ExtendedRequest.ExpandPath(4, FileName.of("~"))))
          .isEqualTo(Response.Name.path(4, FileName.of(folder.toString())));
      assertThat(session.ask(new ExtendedRequest.ExpandPath(5, FileName.of("~//x"))))
          .isEqualTo(Response.Name.path(5, FileName.of(folder + "/x")));
      assertThat(session.code(new ExtendedRequest.ExpandPath(6, FileName.of("~nobody at all/x"))))
          .isEqualTo(StatusCode.NO_SUCH_FILE);
    }
  }
}
