package org.sshlite.sshd.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir Path folder;
  private final List<IOException> failures = new ArrayList<>();
  private long now;
  private long most = Long.MAX_VALUE;

  private Recording begin(boolean withInput) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("r"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Recording recording = new Recording(file, withInput, most, () -> now, failures::add);
    recording.header(80, 24, Instant.ofEpochSecond(7), "xterm\"");
    return recording;
  }

  private static void show(Recording recording, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    recording.output(bytes, bytes.length);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("r"));
  }

  @Test
  void what_is_shown_is_there_with_its_time_and_what_is_typed_is_not() throws IOException {
    try (Recording recording = begin(false)) {
      now = 1_500_000_000;
      show(recording, "\u001b[1ma\"\\\r\n\u007f\u00fc");
      recording.input("secret".getBytes(UTF_8), 6);
      now = 2_000_001_000;
      recording.resized(100, 30);
    }
    assertThat(lines())
        .containsExactly(
            "{\"version\": 2, \"width\": 80, \"height\": 24, \"timestamp\": 7,"
                + " \"env\": {\"TERM\": \"xterm\\\"\"}}",
            "[1.500000, \"o\", \"\\u001b[1ma\\\"\\\\\\r\\n\\u007f\u00fc\"]",
            "[2.000001, \"r\", \"100x30\"]");
  }

  @Test
  void what_is_typed_is_there_where_it_is_asked_for() throws IOException {
    try (Recording recording = begin(true)) {
      recording.input("ls\r".getBytes(UTF_8), 3);
    }
    assertThat(lines()).contains("[0.000000, \"i\", \"ls\\r\"]");
  }

  @Test
  void a_character_that_comes_in_pieces_is_whole_and_what_is_none_does_no_harm()
      throws IOException {
    byte[] bytes = "\ud83d\ude00".getBytes(UTF_8);
    try (Recording recording = begin(false)) {
      for (byte each : bytes) {
        recording.output(new byte[] {each}, 1);
      }
      recording.output(new byte[] {(byte) 0xff, 'a'}, 2);
    }
    assertThat(lines())
        .contains("[0.000000, \"o\", \"\ud83d\ude00\"]", "[0.000000, \"o\", \"\ufffda\"]");
  }

  @Test
  void a_disk_that_is_full_is_told_once() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    try (FileChannel file = FileChannel.open(full, StandardOpenOption.WRITE);
        Recording recording = new Recording(file, false, most, () -> 0, failures::add)) {
      // who has no first line is not recorded, and learns it before there is a terminal
      assertThatThrownBy(() -> recording.header(80, 24, Instant.ofEpochSecond(7), "xterm"))
          .isInstanceOf(IOException.class);
      show(recording, "a");
      show(recording, "b");
    }
    assertThat(failures).hasSize(1);
  }

  @Test
  void one_is_as_large_as_it_may_be_and_has_whole_lines() throws IOException {
    try (Recording recording = begin(false)) {
      show(recording, "1234");
    }
    most = Files.size(folder.resolve("r"));
    for (String text : List.of("1234", "12345")) {
      Files.delete(folder.resolve("r"));
      try (Recording recording = begin(false)) {
        show(recording, text);
        show(recording, text);
      }
    }
    assertThat(lines()).hasSize(1);
    assertThat(failures)
        .hasSize(2)
        .allSatisfy(e -> assertThat(e).hasMessage("RecordLimit: it has " + most + " bytes"));
  }

  @Test
  void a_terminal_without_a_size_is_shown_in_the_usual_one() throws IOException {
    new Recordings(Optional.of(folder), false, most)
        .begin("u", 0, 0, "xterm", failures::add)
        .close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList().getFirst())
          .content()
          .startsWith("{\"version\": 2, \"width\": 80, \"height\": 24, ");
    }
  }

  @Test
  void a_file_is_its_owners_alone_and_its_name_cannot_lead_elsewhere() throws IOException {
    Recordings recordings = new Recordings(Optional.of(folder), false, most);
    for (int i = 0; i < 2; i++) {
      recordings.begin("../../etc/\u001b" + "x".repeat(99), 80, 24, "xterm", failures::add).close();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSize(2)
          .allMatch(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("\\d{8}T\\d{6}Z-\\.\\._\\.\\._etc__x{21}-[0-9a-f]{16}\\.cast"))
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void without_its_folder_none_begins() {
    Recordings recordings = new Recordings(Optional.of(folder.resolve("none")), false, most);
    assertThatThrownBy(() -> recordings.begin("u", 80, 24, "xterm", failures::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("RecordSessions: ")
        .hasMessageEndingWith("No such file or directory");
  }
}
