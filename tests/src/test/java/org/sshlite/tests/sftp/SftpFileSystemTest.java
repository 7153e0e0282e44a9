package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.files.SftpFileSystemProvider;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;

/** {@code sftp://…} keeps the contract, over sshd-lite's own server of files. */
class SftpFileSystemTest extends FileSystemContract {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static LiteServer server;
  private static URI uri;
  private static ClientOptions options;
  private static FileSystem files;

  @BeforeAll
  static void start() throws IOException {
    server = LiteServer.start(shared, "Subsystem sftp internal-sftp");
    options =
        OurLibrary.options(
            TransportOptions.defaults(),
            server.target().identity().file(),
            server.target().knownHosts());
    uri = URI.create(OurLibrary.destination(server.target()).replace("ssh:", "sftp:") + "/");
    files = FileSystems.newFileSystem(uri, Map.of(SftpFileSystemProvider.OPTIONS, options));
  }

  @AfterAll
  static void stop() throws IOException {
    files.close();
    server.close();
  }

  @Override
  Path folder() throws IOException {
    return files.getPath(folder.toRealPath().toString());
  }

  @Test
  void there_is_one_of_a_user_a_host_and_a_port() throws IOException {
    assertThat(FileSystems.getFileSystem(uri)).isSameAs(files);
    assertThat(Path.of(uri.resolve("/a%20b"))).isEqualTo(files.getPath("/a b"));
    assertThatThrownBy(() -> FileSystems.newFileSystem(uri, Map.of()))
        .isInstanceOf(FileSystemAlreadyExistsException.class);
    assertThatThrownBy(() -> FileSystems.getFileSystem(URI.create("sftp://nobody@nowhere/")))
        .isInstanceOf(FileSystemNotFoundException.class);
    assertThatThrownBy(() -> FileSystems.newFileSystem(URI.create("sftp:/a"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_live_session_outlives_its_file_system_of_which_nothing_works_when_closed()
      throws IOException {
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(OurLibrary.destination(server.target()))) {
      FileSystem closed =
          new SftpFileSystemProvider()
              .newFileSystem(uri, Map.of(SftpFileSystemProvider.SESSION, session));
      Path path = closed.getPath(folder.toString());
      assertThat(Files.isDirectory(path)).isTrue();
      closed.close();
      closed.close();

      assertThat(closed.isOpen()).isFalse();
      assertThatThrownBy(() -> Files.list(path)).isInstanceOf(ClosedFileSystemException.class);
      assertThatThrownBy(() -> Files.newByteChannel(path))
          .isInstanceOf(ClosedFileSystemException.class);
      assertThatThrownBy(() -> Files.delete(path)).isInstanceOf(ClosedFileSystemException.class);
      assertThat(session.exec("true").exit().toString()).isNotEmpty();
    }
  }

  @Test
  void a_user_has_only_so_many_open_files_in_all_of_his_sessions() throws IOException {
    try (SshClient client = SshClient.create(options);
        ClientSession other = client.connect(OurLibrary.destination(server.target()));
        SftpClient last = other.files()) {
      int opened = 0;
      try (ClientSession session = client.connect(OurLibrary.destination(server.target()))) {
        for (int i = 0; i < 5; i++) {
          SftpClient sftp = session.files(); // ends with the session
          opened += open(sftp, 1_000);
        }
        assertThat(open(last, 1)).isZero();
      }
      assertThat(opened).isEqualTo(4_096);
      // the end of those sessions gives all of them back
      Awaitility.await().until(() -> open(last, 1) == 1);
    }
  }

  /** How many of so many it may have. */
  private static int open(SftpClient sftp, int count) {
    List<CompletableFuture<RemoteFile>> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(sftp.openAsync(FileName.of("/"), Request.Open.READ, Attributes.NONE));
    }
    CompletableFuture<?> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    assertThat(all.handle((_, _) -> true)).succeedsWithin(60, TimeUnit.SECONDS);
    return (int) asked.stream().filter(one -> !one.isCompletedExceptionally()).count();
  }

  @Test
  void names_that_are_no_text_lead_where_they_came_from() throws Exception {
    byte[] name = "gr\u00fc\u00df".getBytes(StandardCharsets.ISO_8859_1);
    new ProcessBuilder("sh", "-c", "printf content > \"$(printf 'gr\\374\\337')\"")
        .directory(folder.toFile())
        .start()
        .waitFor();
    Path file;
    try (var list = Files.list(folder())) {
      file = list.findFirst().orElseThrow();
    }
    assertThat(Files.readString(file)).isEqualTo("content");
    assertThat(file.toUri().getRawPath()).endsWith("gr%FC%DF");
    assertThat(Path.of(file.toUri())).isEqualTo(file);
    assertThat(file.getFileName().toString()).hasSize(name.length);
  }

  @Test
  void others_paths_and_unknown_owners_are_refused() {
    assertThatThrownBy(() -> folder().resolve(folder))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(
            () -> files.getUserPrincipalLookupService().lookupPrincipalByName("somebody"))
        .isInstanceOf(UserPrincipalNotFoundException.class);
    assertThatThrownBy(() -> files.newWatchService())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void many_threads_use_it_at_once() throws Exception {
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> done = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Path file = folder().resolve("file" + i);
        done.add(
            all.submit(
                () -> {
                  Files.writeString(file, file.toString());
                  return Files.readString(file);
                }));
      }
      for (int i = 0; i < done.size(); i++) {
        assertThat(done.get(i).get()).endsWith("/file" + i);
      }
    }
  }
}
