package org.sshlite.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.sftp.path.PathFiles;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.Extension;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** The session itself, over files of java.nio.file. */
class SftpServerTest {
  private static final int CREATE =
      Request.Open.READ | Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;

  @TempDir Path folder;

  private TestSession open(Permissions permissions) throws IOException {
    return TestSession.open(() -> new PathFiles(folder), permissions);
  }

  private static Permissions only(String... names) {
    return new Permissions(false, Set.of(), Optional.of(Set.of(names)), Guard.NONE);
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    try (TestSession session = open(Permissions.ALL)) {
      FileHandle handle = session.open("file", CREATE);
      assertThat(session.write(handle, 0, "hello")).isEqualTo(StatusCode.OK);
      assertThat(session.write(handle, 3, "p!")).isEqualTo(StatusCode.OK);
      assertThat(session.read(handle, 1, 100)).isEqualTo("elp!");
      assertThat(session.read(handle, 5, 100)).isEqualTo("<EOF>");
      assertThat(session.read(handle, 0, 0)).isEmpty();
      assertThat(session.code(new Request.Close(1, handle))).isEqualTo(StatusCode.OK);
      assertThat(session.read(handle, 0, 1)).isEqualTo("<FAILURE>");
      assertThat(session.end()).isZero();
    }
    assertThat(folder.resolve("file")).hasContent("help!");
  }

  /** CVE-2026-59844: nothing is made of a length that a client names. */
  @Test
  void a_read_of_4_GiB_gets_as_much_as_a_packet_holds() throws Exception {
    Files.write(folder.resolve("large"), new byte[2 * Limits.MAXIMUM_DATA_LENGTH]);
    try (TestSession session = open(Permissions.ALL)) {
      FileHandle handle = session.open("large", Request.Open.READ);
      Response answer = session.ask(new Request.Read(1, handle, 0, 0xffff_ffffL));
      assertThat(answer)
          .isInstanceOfSatisfying(
              Response.Data.class,
              data -> assertThat(data.data().length()).isEqualTo(Limits.MAXIMUM_DATA_LENGTH));
    }
  }

  /** CVE-2025-5318: libssh's server looked beyond its table of handles. */
  @Test
  void a_handle_that_nobody_was_given_fails_whatever_it_is() throws Exception {
    Files.writeString(folder.resolve("file"), "content");
    try (TestSession session = open(Permissions.ALL)) {
      FileHandle given = session.open("file", Request.Open.READ);
      for (int number : new int[] {given.number() + 1, 4096, Integer.MAX_VALUE, -1, -2}) {
        assertThat(session.read(FileHandle.of(number), 0, 1)).isEqualTo("<FAILURE>");
      }
      for (int length : new int[] {0, 1, 3, 5, 8, FileHandle.MAXIMUM_LENGTH}) {
        assertThat(session.read(FileHandle.of(new byte[length]), 0, 1)).isEqualTo("<FAILURE>");
      }
      assertThat(session.read(given, 0, 1)).isEqualTo("c");
    }
  }

  /** CVE-2025-11624, CVE-2025-48038: wolfSSH's and Erlang's servers took longer ones. */
  @Test
  void a_handle_of_257_bytes_ends_the_session() throws Exception {
    for (int length : new int[] {FileHandle.MAXIMUM_LENGTH, FileHandle.MAXIMUM_LENGTH + 1}) {
      TestSession session = open(Permissions.ALL);
      session.sendRaw(
          new SshWriter()
              .string(
                  new SshWriter()
                      .uint8(4)
                      .uint32(1)
                      .string(new byte[length])
                      .toByteArray()) // CLOSE
              .toByteArray());
      if (length > FileHandle.MAXIMUM_LENGTH) {
        assertThat(session.status()).isEqualTo(SftpServer.REFUSED);
      } else {
        assertThat(session.end()).isZero();
      }
    }
  }

  @Test
  void answers_come_in_the_order_of_their_requests() throws Exception {
    try (TestSession session = open(Permissions.ALL)) {
      List<Request> requests = new ArrayList<>();
      for (int id = 1; id <= 500; id++) {
        requests.add(
            id % 3 == 0
                ? new Request.Stat(id, FileName.of("missing"))
                : new Request.Realpath(id, FileName.of(".")));
      }
      session.send(requests.toArray(Request[]::new));
      for (int id = 1; id <= 500; id++) {
        assertThat(((Response.Answer) session.receive()).id()).isEqualTo(id);
      }
    }
  }

  @Test
  void a_request_before_INIT_ends_the_session() throws Exception {
    TestSession session = TestSession.unopened(() -> new PathFiles(folder), Permissions.ALL);
    session.send(new Request.Stat(1, FileName.of(".")));
    assertThat(session.status()).isEqualTo(SftpServer.REFUSED);
  }

  @Test
  void what_is_no_packet_ends_the_session() throws Exception {
    for (String bytes :
        List.of("00000000", "7fffffff05", "000000051100000001", "0000000a04000000010000ffff00")) {
      TestSession session = open(Permissions.ALL);
      session.sendRaw(HexFormat.of().parseHex(bytes));
      assertThat(session.status()).as(bytes).isEqualTo(SftpServer.REFUSED);
    }
  }

  @Test
  void a_session_that_ends_within_a_request_just_ends() throws Exception {
    TestSession session = open(Permissions.ALL);
    session.sendRaw(HexFormat.of().parseHex("0000000511"));
    assertThat(session.end()).isEqualTo(SftpServer.ENDED);
  }

  @Test
  void what_is_not_known_is_unsupported_and_the_session_goes_on() throws Exception {
    try (TestSession session = open(Permissions.ALL)) {
      assertThat(session.code(new Request.Unknown(1, 99))).isEqualTo(StatusCode.OP_UNSUPPORTED);
      assertThat(session.code(new ExtendedRequest.UnknownExtended(2, "x@example.com")))
          .isEqualTo(StatusCode.OP_UNSUPPORTED);
      assertThat(session.code(new Request.Stat(3, FileName.of(".")))).isEqualTo(StatusCode.OK);
    }
  }

  @Test
  void the_version_tells_the_extensions_that_are_permitted() throws Exception {
    TestSession session = TestSession.unopened(() -> new PathFiles(folder), Permissions.READ_ONLY);
    Response.Version version = (Response.Version) session.ask(new Request.Init(6, List.of()));
    assertThat(version.version()).isEqualTo(3);
    assertThat(version.extensions())
        .extracting(Extension::name)
        .containsExactly(
            "statvfs@openssh.com",
            "fstatvfs@openssh.com",
            "limits@openssh.com",
            "expand-path@openssh.com",
            "home-directory",
            "users-groups-by-id@openssh.com");
    session.end();
  }

  @Test
  void limits_are_those_of_OpenSSH() throws Exception {
    try (TestSession session = open(Permissions.ALL)) {
      Response answer = session.ask(new ExtendedRequest.LimitsRequest(1));
      assertThat(Limits.read((Response.ExtendedReply) answer))
          .isEqualTo(new Limits(262144, 261120, 261120, 1019));
    }
  }

  @Test
  void handles_are_limited_and_a_closed_one_makes_room() throws Exception {
    try (TestSession session = open(Permissions.ALL)) {
      for (int i = 0; i < Handles.MOST; i++) {
        session.openFolder(".");
      }
      Request one = new Request.Open(1, FileName.of("new"), CREATE, Attributes.NONE);
      assertThat(session.code(one)).isEqualTo(StatusCode.FAILURE);
      assertThat(folder.resolve("new")).doesNotExist();
      session.code(new Request.Close(1, FileHandle.of(500)));
      assertThat(session.ask(one)).isEqualTo(new Response.Handle(1, FileHandle.of(500)));
    }
  }

  @Test
  void a_session_that_only_reads_changes_nothing() throws Exception {
    Files.writeString(folder.resolve("file"), "text");
    FileName file = FileName.of("file");
    FileName fresh = FileName.of("new");
    try (TestSession session = open(Permissions.READ_ONLY)) {
      for (Request request :
          List.of(
              new Request.Open(1, file, Request.Open.WRITE, Attributes.NONE),
              new Request.Open(1, fresh, Request.Open.READ | Request.Open.CREATE, Attributes.NONE),
              new Request.Open(1, file, Request.Open.READ | Request.Open.TRUNCATE, Attributes.NONE),
              new Request.Setstat(1, file, Attributes.NONE.withSize(0)),
              new Request.Remove(1, file),
              new Request.Mkdir(1, fresh, Attributes.NONE),
              new Request.Rmdir(1, file),
              new Request.Rename(1, file, fresh),
              new Request.Symlink(1, file, fresh),
              new ExtendedRequest.PosixRename(1, file, fresh),
              new ExtendedRequest.Hardlink(1, file, fresh),
              new ExtendedRequest.Lsetstat(1, file, Attributes.NONE.withPermissions(0)))) {
        assertThat(session.code(request)).as("%s", request).isEqualTo(StatusCode.PERMISSION_DENIED);
      }
      assertThat(session.read(session.open("file", Request.Open.READ), 0, 9)).isEqualTo("text");
    }
    assertThat(folder).isDirectoryNotContaining("glob:**new");
  }

  @Test
  void requests_are_permitted_and_refused_by_name() throws Exception {
    try (TestSession session = open(only("stat", "limits"))) {
      assertThat(session.code(new Request.Stat(1, FileName.of(".")))).isEqualTo(StatusCode.OK);
      assertThat(session.code(new Request.Lstat(1, FileName.of("."))))
          .isEqualTo(StatusCode.PERMISSION_DENIED);
    }
    Permissions noStat =
        new Permissions(false, Set.of("stat"), Optional.of(Set.of("stat", "lstat")), Guard.NONE);
    try (TestSession session = open(noStat)) {
      assertThat(session.code(new Request.Stat(1, FileName.of("."))))
          .isEqualTo(StatusCode.PERMISSION_DENIED);
      assertThat(session.code(new Request.Lstat(1, FileName.of(".")))).isEqualTo(StatusCode.OK);
    }
  }

  @Test
  void a_guard_is_asked_with_the_path_behind_a_handle() throws Exception {
    List<String> asked = new ArrayList<>();
    Guard guard =
        (request, opened) -> {
          asked.add(request.getClass().getSimpleName() + opened.map(p -> " " + p).orElse(""));
          if (request instanceof Request.Write) {
            throw new StatusException(StatusCode.PERMISSION_DENIED, "not today");
          }
          if (request instanceof Request.Fstat) {
            throw new IllegalStateException("a fault of the application's");
          }
        };
    try (TestSession session = open(Permissions.ALL.withGuard(guard))) {
      FileHandle handle = session.open("file", CREATE);
      assertThat(session.ask(new Request.Write(7, handle, 0, Bytes.NONE)))
          .isEqualTo(new Response.Status(7, StatusCode.PERMISSION_DENIED.number(), "not today"));
      assertThat(session.code(new Request.Fstat(8, handle))).isEqualTo(StatusCode.FAILURE);
      assertThat(session.read(handle, 0, 1)).isEqualTo("<EOF>");
    }
    assertThat(asked).containsExactly("Open", "Write file", "Fstat file", "Read file");
  }

  @Test
  void the_log_says_what_was_done_and_what_was_left_open() throws Exception {
    TestSession session = open(Permissions.ALL);
    FileHandle handle = session.open("a\nb", CREATE);
    session.write(handle, 0, "12345");
    session.code(new Request.Remove(1, FileName.of("c")));
    session.openFolder(".");
    session.end();
    assertThat(session.log())
        .containsExactly(
            "open \"a\\012b\" flags READ,WRITE,CREATE,TRUNCATE mode 0666",
            "remove name \"c\"",
            "sent status No such file",
            "opendir \".\"",
            "forced close \"a\\012b\" bytes read 0 written 5",
            "forced closedir \".\"");
  }

  @Test
  void a_jar_is_served() throws Exception {
    Path jar = folder.resolve("x.jar");
    URI uri = URI.create("jar:" + jar.toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      Path root = zip.getPath("/");
      Files.createDirectory(root.resolve("inside"));
      Files.writeString(root.resolve("inside/text"), "in a jar");
      try (TestSession session = TestSession.open(() -> new PathFiles(root))) {
        assertThat(session.names("/inside")).containsExactly("text");
        FileHandle handle = session.open("inside/../inside/text", Request.Open.READ);
        assertThat(session.read(handle, 0, 100)).isEqualTo("in a jar");
        assertThat(session.read(handle, 3, 1)).isEqualTo("a");
        FileHandle fresh = session.open("inside/new", Request.Open.WRITE | Request.Open.CREATE);
        assertThat(session.write(fresh, 0, "one ")).isEqualTo(StatusCode.OK);
        assertThat(session.write(fresh, 4, "two")).isEqualTo(StatusCode.OK);
        session.code(new Request.Close(1, fresh));
        assertThat(session.code(new Request.Symlink(1, FileName.of("a"), FileName.of("b"))))
            .isEqualTo(StatusCode.OP_UNSUPPORTED);
        assertThat(session.code(new Request.Rmdir(1, FileName.of("inside"))))
            .isEqualTo(StatusCode.FAILURE);
        assertThat(session.code(new ExtendedRequest.Statvfs(1, FileName.of("/"))))
            .isEqualTo(StatusCode.OK);
      }
      assertThat(root.resolve("inside/new")).hasContent("one two");
    }
  }
}
