package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sftp.server.Guard;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sshd.SessionFiles;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;

/** OpenSSH's sftp with an embedded server that serves a file system which is no disk's. */
class ApplicationFilesTest {
  @TempDir private Path scratch;
  private Path local;
  private byte[] large;

  @BeforeAll
  static void require() {
    Peers.require("sftp");
  }

  @BeforeEach
  void prepare() throws IOException {
    scratch = scratch.toRealPath();
    local = Files.createDirectory(scratch.resolve("local"));
    // more than all requests that sftp has under way ask for
    large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    Files.write(local.resolve("large"), large);
  }

  private FileSystem zip() throws IOException {
    return FileSystems.newFileSystem(scratch.resolve("files.zip"), Map.of("create", "true"));
  }

  @Test
  void files_are_put_into_a_zip_file_and_got_from_it() throws IOException {
    try (FileSystem zip = zip();
        EmbeddedServer server =
            EmbeddedServer.start(scratch, _ -> SessionFiles.of(zip.getPath("/")))) {
      Finished put =
          OpenSshSftp.sftp(
                  server.target(),
                  """
                  lcd %s
                  mkdir folder
                  cd folder
                  put large
                  rename large "a name"
                  ls -1
                  cp "a name" copy
                  rm copy
                  get "a name" back
                  -rmdir ../folder
                  -get ../../../../nothing
                  pwd
                  """
                      .formatted(local))
              .run();

      assertThat(put.status()).as(put.toString()).isZero();
      assertThat(put.text()).contains("\na name\n", "Remote working directory: /folder\n");
      assertThat(put.errors()).contains("not found");
      assertThat(Files.readAllBytes(zip.getPath("folder", "a name"))).isEqualTo(large);
      assertThat(Files.readAllBytes(local.resolve("back"))).isEqualTo(large);
    }
    // and it is in the file when that is closed
    try (FileSystem zip = zip()) {
      assertThat(Files.readAllBytes(zip.getPath("folder", "a name"))).isEqualTo(large);
    }
  }

  @Test
  void what_is_served_read_only_is_not_changed() throws IOException {
    try (FileSystem zip = zip()) {
      Files.write(zip.getPath("/large"), large);
      try (EmbeddedServer server =
          EmbeddedServer.start(scratch, _ -> SessionFiles.of(zip.getPath("/")).readOnly())) {
        Finished refused =
            OpenSshSftp.sftp(
                    server.target(),
                    """
                    lcd %s
                    get large back
                    -put back
                    -rm large
                    -mkdir folder
                    -rename large small
                    ls -1
                    """
                        .formatted(local))
                .run();

        assertThat(refused.status()).as(refused.toString()).isZero();
        assertThat(refused.errors().lines().filter(line -> line.endsWith("Permission denied")))
            .as(refused.errors())
            .hasSize(4);
        assertThat(refused.text()).endsWith("sftp> ls -1\nlarge\n");
      }
      assertThat(Files.readAllBytes(local.resolve("back"))).isEqualTo(large);
    }
  }

  /** Writes down what is asked for, and lets nobody remove a thing. */
  private record Watch(String user, List<String> seen) implements Guard {
    @Override
    public void check(Request.Asking request, Optional<FileName> opened) throws StatusException {
      switch (request) {
        case Request.Remove remove -> {
          seen.add(user + " removes " + remove.filename());
          throw new StatusException(StatusCode.PERMISSION_DENIED, "kept");
        }
        case Request.Write _ -> seen.add(user + " writes " + opened.orElseThrow());
        default -> {
          // lets it pass
        }
      }
    }
  }

  @Test
  void an_application_sees_each_operation_and_may_refuse_it() throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    Path served = Files.createDirectory(scratch.resolve("served"));
    Files.writeString(local.resolve("small"), "some");
    try (EmbeddedServer server =
        EmbeddedServer.start(
            scratch, user -> SessionFiles.of(served).withGuard(new Watch(user, seen)))) {
      Finished finished =
          OpenSshSftp.sftp(server.target(), "put %s/small\nrm small\n".formatted(local)).run();

      assertThat(finished.status()).isEqualTo(1);
      assertThat(seen).containsExactly("alice writes /small", "alice removes /small");
      assertThat(served.resolve("small")).hasContent("some");
    }
  }

  @Test
  void a_user_without_files_is_told_by_the_end_of_the_session() throws IOException {
    try (EmbeddedServer server =
        EmbeddedServer.start(
            scratch,
            user -> {
              throw new IOException("nothing for " + user);
            })) {
      Finished finished = OpenSshSftp.sftp(server.target(), "pwd\n").run();

      assertThat(finished.status()).isEqualTo(255);
      assertThat(finished.errors()).contains("Connection closed");
    }
  }
}
