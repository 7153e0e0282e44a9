package org.sshlite.client.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path folder;

  @Test
  void what_is_too_much_for_memory_has_no_name_that_could_be_left_behind() throws IOException {
    byte[] much = new byte[300_000];
    new Random(1).nextBytes(much);
    try (Spool spool = new Spool(folder)) {
      spool.write(much, 0, 100_000);
      assertThat(folder).isEmptyDirectory();
      spool.write(much, 100_000, 200_000);
      spool.seal();
      assertThat(folder).isEmptyDirectory();

      try (InputStream one = spool.open();
          InputStream other = spool.open()) {
        assertThat(one.readNBytes(150_000)).isEqualTo(Arrays.copyOf(much, 150_000));
        assertThat(other.readAllBytes()).isEqualTo(much);
        assertThat(one.readAllBytes()).isEqualTo(Arrays.copyOfRange(much, 150_000, 300_000));
      }
      assertThatThrownBy(() -> spool.write(1)).hasMessage("too late");
    }
  }

  @Test
  void an_interrupt_of_who_writes_or_reads_loses_nothing() throws IOException {
    byte[] much = new byte[100_000];
    try (Spool spool = new Spool(folder)) {
      spool.write(much, 0, 50_000);
      Thread.currentThread().interrupt();
      spool.write(much, 50_000, 50_000);
      spool.seal();
      try (InputStream in = spool.open()) {
        assertThat(in.readAllBytes()).isEqualTo(much);
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(spool.open().readAllBytes()).isEqualTo(much);
    }
  }
}
