package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sftp.wire.FileName;

/** Mistakes, of callers or ours, are failures: nothing is taken for done, nobody waits for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorTest {
  @TempDir Path folder;

  private static Progress failing(boolean atBegin) {
    return (_, _, _) -> {
      if (atBegin) {
        throw new StackOverflowError("deep");
      }
      return _ -> {
        throw new StackOverflowError("deep");
      };
    };
  }

  @Test
  void a_tree_of_which_a_file_ends_in_an_error_is_not_taken_for_moved() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.writeString(from.resolve("file"), "content");
    try (SftpClient client = InMemory.machine()) {
      Trees trees =
          new Trees(
              client, TransferOptions.DEFAULT.withProgress(failing(true)), new TreeListener() {});
      assertThatThrownBy(() -> trees.put(from, FileName.of(folder.resolve("to").toString())))
          .isInstanceOf(IOException.class)
          .hasRootCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void an_error_where_answers_are_taken_ends_who_waits_for_one() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    try (SftpClient client = InMemory.machine()) {
      Transfers transfers =
          new Transfers(client, TransferOptions.DEFAULT.withProgress(failing(false)));
      assertThatThrownBy(() -> transfers.get(file.toString(), folder.resolve("got")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> client.stat(file.toString())).isInstanceOf(IOException.class);
    }
  }
}
