package org.sshlite.crypto.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WholeFileTest {
  @Test
  void a_file_is_as_long_as_it_may_be_and_no_longer(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "12345");
    assertThat(WholeFile.read(file, 6)).asString().isEqualTo("12345");
    assertThat(WholeFile.read(file, 5)).asString().isEqualTo("12345");
    assertThatThrownBy(() -> WholeFile.read(file, 4))
        .isInstanceOf(IOException.class)
        .hasMessage("more than 4 bytes");
  }

  @Test
  void a_device_without_an_end_has_one() {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros), "no /dev/zero here");
    assertThatThrownBy(() -> WholeFile.read(zeros, 1 << 20)).isInstanceOf(IOException.class);
  }
}
