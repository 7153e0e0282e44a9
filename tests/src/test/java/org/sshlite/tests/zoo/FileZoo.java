package org.sshlite.tests.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.sftp.foreign.ForeignRound;

/** Every program that moves files does so on our server. */
class FileZoo {
  @TempDir static Path folder;
  private static LiteServer server;

  @BeforeAll
  static void start() throws IOException {
    Path own = Files.createTempDirectory(folder, "server");
    server = LiteServer.start(own, "Subsystem sftp internal-sftp");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    Table.write("client of files", FileRows.ALL, Cell.OF_PROGRAMS, Path.of("target/zoo/files.md"));
  }

  static Stream<Arguments> cells() {
    return Rows.cells(FileRows.ALL, Cell.OF_PROGRAMS);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cells")
  void a_program_moves_files(Row<FileDriver> row, Cell cell) {
    Trial.judge(row.expected(cell), () -> attempt(row.driver(), cell));
  }

  private static void attempt(FileDriver driver, Cell cell) {
    try {
      Path scratch = Files.createTempDirectory(folder, "files");
      if (cell == Cell.TREE) {
        TreeRound.move(driver.tree(), server.target(), scratch);
      } else {
        ForeignRound.move(
            target -> driver.round().connect(target, scratch.toRealPath()),
            server.target(),
            scratch);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
