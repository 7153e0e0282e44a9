package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
  private static final int HOSTS = 25;

  @TempDir Path folder;

  /** Adds hosts: file, prefix of their names. */
  static final class Writer {
    public static void main(String[] arguments) throws Exception {
      KnownHosts hosts = KnownHosts.open(List.of(Path.of(arguments[0])), List.of());
      for (int i = 0; i < HOSTS; i++) {
        hosts.add(List.of(HostName.of(arguments[1] + i)), Keys.fresh());
      }
    }
  }

  @Test
  void two_programs_that_add_hosts_at_once_lose_none() throws Exception {
    Path file = folder.resolve("known_hosts");
    List<Process> writers = new ArrayList<>();
    try {
      for (String prefix : List.of("a", "b")) {
        writers.add(start(file, prefix));
      }
      for (Process writer : writers) {
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isZero();
      }
    } finally {
      writers.forEach(Process::destroyForcibly);
    }
    assertThat(Files.readAllLines(file)).hasSize(2 * HOSTS).doesNotHaveDuplicates();
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.toList()).containsExactly(file);
    }
  }

  private static Process start(Path file, String prefix) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString(),
            prefix)
        .inheritIO()
        .start();
  }
}
