package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks and files as containers have them; skipped where we may not mount any. */
class MountTest {
  @TempDir Path folder;
  private final Deque<Path> mounted = new ArrayDeque<>();

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private void mount(Path at, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.add(at.toString());
    boolean possible = Files.isExecutable(Path.of("/bin/mount"));
    assumeTrue(possible && run(command.toArray(String[]::new)), "we may not mount");
    mounted.push(at);
  }

  @AfterEach
  void unmount() throws Exception {
    for (Path path : mounted) {
      run("umount", path.toString());
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  @Test
  void a_disk_that_is_full_leaves_the_old_file() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    mount(disk, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
    Path file = disk.resolve("known_hosts");
    String old = "# " + "x".repeat(40_000) + "\n";
    Files.writeString(file, old);
    KnownHosts hosts = KnownHosts.open(List.of(file), List.of());
    assertThatThrownBy(() -> hosts.add(List.of(HostName.of("host")), Keys.ALPHA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(file).hasContent(old);
    assertThat(entries(disk)).containsExactly(file);
  }

  @Test
  void a_file_mounted_by_itself_is_added_to_in_place() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "# old\n");
    Path file = Files.createFile(folder.resolve("known_hosts"));
    mount(file, "--bind", outside.toString());
    KnownHosts.open(List.of(file), List.of()).add(List.of(HostName.of("host")), Keys.ALPHA);
    assertThat(outside).hasContent("# old\nhost " + Keys.text(Keys.ALPHA) + "\n");
    assertThatThrownBy(() -> KnownHostsEdits.remove(file, "host")).isInstanceOf(IOException.class);
    assertThat(outside).hasContent("# old\nhost " + Keys.text(Keys.ALPHA) + "\n");
  }

  @Test
  void a_file_in_a_read_only_folder_is_added_to_in_place() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "");
    Path inner = Files.createDirectory(folder.resolve("ro"));
    Path file = Files.createFile(inner.resolve("known_hosts"));
    mount(inner, "--bind", inner.toString());
    assumeTrue(run("mount", "-o", "remount,bind,ro", inner.toString()));
    mount(file, "--bind", outside.toString());
    KnownHosts.open(List.of(file), List.of()).add(List.of(HostName.of("host")), Keys.ALPHA);
    assertThat(outside).hasContent("host " + Keys.text(Keys.ALPHA) + "\n");
  }
}
