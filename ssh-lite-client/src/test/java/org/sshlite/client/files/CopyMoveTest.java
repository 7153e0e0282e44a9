package org.sshlite.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;

/** Nobody sees a private file's copy, and what fails loses nothing. */
class CopyMoveTest {
  /** Servers: OpenSSH's kind, one that copies nothing, one of version 3 and no more. */
  private static final String[][] LACKS = {
    {}, {"copy-data"}, {"copy-data", "posix-rename", "hardlink"}
  };

  @TempDir Path folder;
  private ServedInMemory server;

  @AfterEach
  void close() {
    server.close();
  }

  /** The same place as the server has it. */
  private Path served(int lacks, String name) throws IOException {
    if (server != null) {
      server.close();
    }
    server = new ServedInMemory(LACKS[lacks]);
    return server.files().getPath(folder.toRealPath().resolve(name).toString());
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return new TreeSet<>(all.map(path -> path.getFileName().toString()).toList());
    }
  }

  private Path file(String name, String content, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_copy_of_what_is_private_is_private_from_the_start(int lacks) throws IOException {
    file("secret", "secret", "rw-------");
    Files.createDirectory(
        folder.resolve("closed"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path secret = served(lacks, "secret");
    // the mode is set when all is there, if at all
    server.refusing(
        (call, _) -> {
          if (call.equals("setAttributes")) {
            throw new IOException("not now");
          }
        });

    Files.copy(secret, secret.resolveSibling("copy"));
    Files.copy(secret.resolveSibling("closed"), secret.resolveSibling("folder"));

    assertThat(folder.resolve("copy")).hasContent("secret");
    assertThat(mode("copy")).isEqualTo("rw-------");
    assertThat(mode("folder")).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void what_is_to_be_replaced_is_there_until_it_is_replaced(int lacks) throws IOException {
    file("new", "new", "rw-r--r--");
    file("old", "old", "rw-r--r--");
    Files.createDirectories(folder.resolve("full/inner"));
    Path from = served(lacks, "new");
    Path to = from.resolveSibling("old");
    server.refusing(
        (call, arguments) -> {
          if (call.equals("rename")
              && arguments.get(1).toString().endsWith("/old")
              && !arguments.get(0).toString().contains(".old.")) {
            throw new IOException("not now");
          }
        });

    assertThatThrownBy(() -> Files.move(from, to, StandardCopyOption.REPLACE_EXISTING))
        .isInstanceOf(FileSystemException.class);
    assertThat(names()).containsExactly("full", "new", "old");
    assertThat(folder.resolve("old")).hasContent("old");
    assertThat(folder.resolve("new")).hasContent("new");

    assertThatThrownBy(
            () -> Files.move(from, to.resolveSibling("full"), StandardCopyOption.REPLACE_EXISTING))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(folder.resolve("full/inner")).isDirectory();

    server.refusing((_, _) -> {});
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    assertThat(names()).containsExactly("full", "old");
    assertThat(folder.resolve("old")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void folders_and_files_replace_each_other(int lacks) throws IOException {
    file("file", "file", "rw-r--r--");
    file("other", "other", "rw-r--r--");
    Files.createDirectories(folder.resolve("full/inner"));
    Files.createDirectory(folder.resolve("empty"));
    Path file = served(lacks, "file");

    Files.move(file, file.resolveSibling("empty"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        file.resolveSibling("full"),
        file.resolveSibling("other"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(names()).containsExactly("empty", "other");
    assertThat(folder.resolve("empty")).hasContent("file");
    assertThat(folder.resolve("other/inner")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_copy_that_fails_leaves_what_was_there_and_nothing_else(int lacks) throws IOException {
    file("new", "new", "rw-r--r--");
    file("old", "old", "rw-r--r--");
    Path from = served(lacks, "new");
    AtomicBoolean refused = new AtomicBoolean();
    server.refusing(
        (call, arguments) -> {
          if (call.equals("setAttributes")
              || call.equals("rename")
                  && arguments.get(1).toString().endsWith("/old")
                  && refused.compareAndSet(false, true)) {
            throw new IOException("not now");
          }
        });

    assertThatThrownBy(
            () -> Files.copy(from, from.resolveSibling("old"), StandardCopyOption.REPLACE_EXISTING))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(
            () ->
                Files.copy(from, from.resolveSibling("fresh"), StandardCopyOption.COPY_ATTRIBUTES))
        .isInstanceOf(FileSystemException.class);

    assertThat(names()).containsExactly("new", "old");
    assertThat(folder.resolve("old")).hasContent("old");
  }

  @Test
  void a_put_that_cannot_replace_the_old_file_leaves_it() throws IOException {
    Path old = file("old", "old", "rw-r--r--");
    Path from = file("new", "new", "rw-r--r--");
    Path to = served(2, "old");
    AtomicBoolean refused = new AtomicBoolean();
    server.refusing(
        (call, _) -> {
          if (call.equals("rename") && Files.notExists(old) && refused.compareAndSet(false, true)) {
            throw new IOException("not now");
          }
        });
    Transfers transfers = new Transfers(server.files().client(), TransferOptions.DEFAULT);

    assertThatThrownBy(() -> transfers.put(from, to.toString())).isInstanceOf(IOException.class);
    // the removal of what was put is not waited for
    Awaitility.await().untilAsserted(() -> assertThat(names()).containsExactly("new", "old"));
    assertThat(old).hasContent("old");

    transfers.put(from, to.toString());
    assertThat(names()).containsExactly("new", "old");
    assertThat(old).hasContent("new");
  }

  /** Who has that number of a user elsewhere is somebody else. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void no_set_user_ID_bit_goes_to_another_server(boolean moved) throws IOException {
    Path from = served(0, "program");
    Files.setAttribute(file("program", "content", "rwxr-xr-x"), "unix:mode", 06755);
    try (ServedInMemory other = new ServedInMemory()) {
      Path to = other.files().getPath(folder.toRealPath().resolve("there").toString());
      if (moved) {
        Files.move(from, to);
      } else {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    assertThat(Files.getAttribute(folder.resolve("there"), "unix:mode")).isEqualTo(0100755);
  }

  @Test
  void a_copy_replaces_at_once_and_whole() throws IOException {
    file("new", "new", "rw-r-----");
    file("old", "old", "rw-rw-r--");
    Path from = served(0, "new");

    Files.copy(from, from.resolveSibling("old"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(names()).containsExactly("new", "old");
    assertThat(folder.resolve("old")).hasContent("new");
    assertThat(mode("old")).isEqualTo("rw-r-----");
    assertThat(server.calls).noneMatch(call -> call.startsWith("remove["));
  }
}
