package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose files cannot grow, which anybody may try: {@link MountTest} needs root. */
class FullDiskTest {
  private static final int MOST_BLOCKS = 64; // of 512 or 1024 bytes, as the shell counts them

  @TempDir Path folder;

  /** Edits a file in every way there is: its name. */
  static final class Editor {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      KnownHosts hosts = KnownHosts.open(List.of(file), List.of());
      report("add", () -> hosts.add(List.of(HostName.of("host")), Keys.ALPHA));
      report("remove", () -> KnownHostsEdits.remove(file, "first"));
      report("hash", () -> KnownHostsEdits.hash(file));
    }

    private interface Edit {
      void run() throws IOException;
    }

    private static void report(String name, Edit edit) {
      try {
        edit.run();
        System.out.println(name + ": done");
      } catch (IOException _) {
        System.out.println(name + ": refused");
      }
    }
  }

  @Test
  void a_file_that_cannot_be_written_whole_stays_as_it_was() throws Exception {
    Path file = folder.resolve("known_hosts");
    String old = "first " + Keys.text(Keys.BETA) + "\n# " + "x".repeat(100_000) + "\n";
    Files.writeString(file, old);
    assertThat(edit(file).lines())
        .containsExactly("add: refused", "remove: refused", "hash: refused");
    assertThat(file).content().isEqualTo(old);
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.toList()).containsExactly(file);
    }
  }

  private static String edit(Path file) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f " + MOST_BLOCKS + " && exec \"$@\"",
                "sh",
                java,
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Editor.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
