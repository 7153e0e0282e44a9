package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks and files as containers have them. */
class MountTest {
  @TempDir static Path folder;

  /** One for each test, or none at all where we may not mount. */
  static Stream<Mounts> mounts() throws Exception {
    return Mounts.possibleIn(folder) ? Stream.of(new Mounts(folder)) : Stream.empty();
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("mounts")
  void a_disk_that_is_full_leaves_the_old_file(Mounts mounts) throws Exception {
    Path disk = mounts.smallDisk("disk");
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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("mounts")
  void a_file_mounted_by_itself_is_added_to_in_place(Mounts mounts) throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "# old\n");
    Path file = mounts.file("known_hosts", outside);
    KnownHosts.open(List.of(file), List.of()).add(List.of(HostName.of("host")), Keys.ALPHA);
    assertThat(outside).hasContent("# old\nhost " + Keys.text(Keys.ALPHA) + "\n");
    assertThatThrownBy(() -> KnownHostsEdits.remove(file, "host")).isInstanceOf(IOException.class);
    assertThat(outside).hasContent("# old\nhost " + Keys.text(Keys.ALPHA) + "\n");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("mounts")
  void a_file_in_a_read_only_folder_is_added_to_in_place(Mounts mounts) throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "");
    Files.createFile(Files.createDirectory(folder.resolve("ro")).resolve("known_hosts"));
    mounts.makeReadOnly(folder.resolve("ro"));
    Path file = mounts.file("ro/known_hosts", outside);
    KnownHosts.open(List.of(file), List.of()).add(List.of(HostName.of("host")), Keys.ALPHA);
    assertThat(outside).hasContent("host " + Keys.text(Keys.ALPHA) + "\n");
  }

  /** Modes mean nothing to root, but mounts do. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("mounts")
  void a_file_that_is_mounted_read_only_stays_as_it_is(Mounts mounts) throws Exception {
    Path file = Files.writeString(folder.resolve("read_only"), "a\n");
    mounts.makeReadOnly(file);
    assertThatThrownBy(() -> new FileUpdate(file).apply(old -> old + "b\n"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(file).hasContent("a\n");
  }
}
