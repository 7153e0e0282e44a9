package org.sshlite.sshd.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.tests.fuzz.Target;

/** What a terminal shows, as asciicast. */
public final class RecordingTarget {
  private static final Pattern EVENT =
      Pattern.compile(
          "\\[0\\.000000, \"o\", "
              + "\"((?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\nrt]|\\\\u[0-9a-f]{4})*)\"]");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u([0-9a-f]{4})|([\"\\\\nrt]))");

  private RecordingTarget() {}

  public static Target create() {
    return new Target(
        "asciicast",
        () ->
            List.of(
                "\3\u001b[1mbold\u001b[0m \"quoted\" \\ \u00fc \ud83d\ude00\r\n".getBytes(UTF_8),
                new byte[] {1, (byte) 0xf0, (byte) 0x9f, (byte) 0x98, 'a', (byte) 0xc3}),
        RecordingTarget::shown);
  }

  /** In pieces as large as the first byte says: a line of JSON each, and together all of it. */
  private static void shown(byte[] input) throws IOException {
    int piece = 1 + (input.length == 0 ? 0 : input[0] & 0x1f);
    Path file = Files.createTempFile("recording", "");
    StringBuilder played = new StringBuilder();
    try {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE);
          Recording recording =
              new Recording(
                  out,
                  false,
                  Long.MAX_VALUE,
                  () -> 0,
                  e -> {
                    throw new AssertionError(e);
                  })) {
        for (int at = 0; at < input.length; at += piece) {
          int count = Math.min(piece, input.length - at);
          byte[] bytes = new byte[count];
          System.arraycopy(input, at, bytes, 0, count);
          recording.output(bytes, count);
        }
      }
      for (String line : Files.readString(file).split("\n", 0)) {
        if (!line.isEmpty()) {
          played.append(text(line));
        }
      }
    } finally {
      Files.delete(file);
    }
    // what is no whole character at the end is still awaited
    assertThat(new String(input, UTF_8)).startsWith(played);
    assertThat(played.toString().getBytes(UTF_8).length).isGreaterThanOrEqualTo(input.length - 3);
  }

  private static String text(String line) {
    Matcher event = EVENT.matcher(line);
    assertThat(event.matches()).as(line).isTrue();
    return ESCAPED
        .matcher(event.group(1))
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(2) != null
                        ? plain(found.group(2))
                        : String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  private static String plain(String escaped) {
    return switch (escaped) {
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      default -> escaped;
    };
  }
}
