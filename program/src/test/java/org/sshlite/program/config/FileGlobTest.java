package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGlobTest {
  @TempDir private Path folder;

  private List<Path> found(String pattern, long most) throws IOException {
    return new FileGlob(pattern)
        .files(
            folder,
            (_, reason) -> {
              throw reason;
            },
            most);
  }

  /** Whoever fills a folder of his fills no memory of ours. */
  @Test
  void no_more_names_are_looked_at_than_are_wanted() throws IOException {
    for (String each : List.of("a", "b", "c")) {
      Path inner = Files.createDirectory(folder.resolve(each));
      for (int i = 0; i < 10; i++) {
        Files.createFile(inner.resolve("" + i));
      }
    }

    assertThat(found("*/*", 1000)).hasSize(30).isSorted();
    assertThat(found("*/*", 13)).hasSize(10);
    assertThat(found("*", 2)).hasSize(2);
    assertThat(found("a/0", 0)).containsExactly(folder.resolve("a/0"));
  }
}
