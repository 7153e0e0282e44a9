package org.sshlite.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was opened is closed where the next step fails. */
class ErrorPathTest {
  @TempDir Path folder;

  @Test
  void a_file_whose_end_is_not_told_is_not_left_open() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content").toRealPath();
    try (ServedInMemory server = new ServedInMemory()) {
      SftpFileSystem files = server.files();
      server.refusing(
          (call, arguments) -> {
            if (call.equals("attributes") && arguments.isEmpty()) {
              throw new IOException("not now");
            }
          });
      Path there = files.getPath(file.toString());
      assertThatThrownBy(() -> Files.newByteChannel(there, StandardOpenOption.APPEND))
          .isInstanceOf(IOException.class);
      files.getPath("/").toRealPath(); // behind the CLOSE
      assertThat(server.openFiles).hasValue(0);
    }
  }

  @Test
  void a_file_to_be_deleted_is_deleted_also_when_closing_it_fails() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content").toRealPath();
    try (ServedInMemory server = new ServedInMemory()) {
      Path there = server.files().getPath(file.toString());
      SeekableByteChannel channel =
          Files.newByteChannel(there, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
      server.refusing(
          (call, _) -> {
            if (call.equals("close")) {
              throw new IOException("not now");
            }
          });
      assertThatThrownBy(channel::close).isInstanceOf(IOException.class);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void a_session_whose_folder_is_not_told_is_not_left_open() throws Exception {
    try (ServedInMemory server = new ServedInMemory()) {
      server.refusing(
          (call, _) -> {
            if (call.equals("realPath")) {
              throw new IOException("not now");
            }
          });
      assertThatThrownBy(server::files).isInstanceOf(IOException.class);
      server.over.get(60, TimeUnit.SECONDS);
    }
  }
}
