package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileUpdateTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("known_hosts");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void assertNothingElseIsLeft() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.toList()).containsExactly(file);
    }
  }

  @Test
  void folder_and_file_are_made_for_their_owner_only() throws Exception {
    Path inside = folder.resolve(".ssh/known_hosts");
    new FileUpdate(inside).apply(_ -> "a\n");
    assertThat(inside).hasContent("a\n");
    assertThat(mode(inside)).isEqualTo("rw-------");
    assertThat(mode(inside.getParent())).isEqualTo("rwx------");
  }

  @Test
  void mode_and_content_of_a_file_are_kept_to_the_byte() throws Exception {
    byte[] old = {(byte) 0xff, 0, (byte) 0xc3, '\r', '\n'};
    Files.write(file, old);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    new FileUpdate(file).apply(text -> text + "a\n");
    assertThat(Files.readAllBytes(file))
        .isEqualTo(new byte[] {(byte) 0xff, 0, (byte) 0xc3, '\r', '\n', 'a', '\n'});
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertNothingElseIsLeft();
  }

  @Test
  void a_symbolic_link_stays_and_its_target_changes() throws Exception {
    Path target = folder.resolve("dotfiles");
    Files.createSymbolicLink(file, Path.of("dotfiles"));
    new FileUpdate(file).apply(_ -> "a\n");
    new FileUpdate(file).apply(old -> old + "b\n");
    assertThat(file).isSymbolicLink();
    assertThat(target).isRegularFile().hasContent("a\nb\n");
  }

  /** For root no mode is read-only: {@link MountTest} has what is. */
  static Stream<String> readOnlyModes() throws IOException {
    String mode = "r--------";
    Path trial = Files.createTempFile("read-only", "");
    Files.setPosixFilePermissions(trial, PosixFilePermissions.fromString(mode));
    boolean writable = Files.isWritable(trial);
    Files.delete(trial);
    return writable ? Stream.empty() : Stream.of(mode);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("readOnlyModes")
  void a_file_that_its_owner_made_read_only_stays_as_it_is(String mode) throws Exception {
    Files.writeString(file, "a\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> new FileUpdate(file).apply(old -> old + "b\n"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(file).hasContent("a\n");
  }

  @Test
  void no_change_writes_nothing() throws Exception {
    Files.writeString(file, "a\n");
    Object before = Files.readAttributes(file, "unix:ino").get("ino");
    new FileUpdate(file).apply(old -> old);
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(before);
  }

  @Test
  void the_old_content_is_kept_when_asked_for() throws Exception {
    Files.writeString(file, "a\n");
    new FileUpdate(file).applyKeepingOld(_ -> "b\n");
    assertThat(file).hasContent("b\n");
    assertThat(folder.resolve("known_hosts.old")).hasContent("a\n");
  }

  @Test
  void a_full_disk_leaves_the_old_file() throws Exception {
    Files.writeString(file, "a\n");
    FileUpdate update =
        new FileUpdate(
            file,
            (out, bytes) -> {
              out.write(ByteBuffer.wrap(bytes, 0, bytes.length / 2));
              throw new IOException("No space left on device");
            });
    assertThatThrownBy(() -> update.apply(old -> old + "bbbb\n"))
        .hasMessage("No space left on device");
    assertThat(file).hasContent("a\n");
    assertNothingElseIsLeft();
  }

  @Test
  void a_line_that_another_program_adds_meanwhile_is_kept() throws Exception {
    Files.writeString(file, "a\n");
    boolean[] interfered = {false};
    new FileUpdate(file)
        .apply(
            old -> {
              if (!interfered[0]) {
                interfered[0] = true;
                Files.writeString(file, "a\nfrom ssh\n");
              }
              return old + "ours\n";
            });
    assertThat(file).hasContent("a\nfrom ssh\nours\n");
  }

  @Test
  void writers_in_one_process_lose_nothing() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 50)
          .forEach(
              i ->
                  threads.submit(
                      () -> {
                        new FileUpdate(file).apply(old -> old + i + "\n");
                        return null;
                      }));
    }
    assertThat(Files.readAllLines(file)).hasSize(50).doesNotHaveDuplicates();
    assertNothingElseIsLeft();
  }

  @Test
  void what_is_no_file_is_written_to_and_never_replaced() throws Exception {
    new FileUpdate(Path.of("/dev/null")).apply(_ -> "a\n");
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    assertThatThrownBy(() -> new FileUpdate(folder).apply(_ -> "a\n"))
        .isInstanceOf(IOException.class);
  }
}
