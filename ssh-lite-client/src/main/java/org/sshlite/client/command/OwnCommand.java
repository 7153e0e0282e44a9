package org.sshlite.client.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sshlite.program.system.Libc;

/** The words that this process was started with; the first one is the Java. */
final class OwnCommand {
  /** What stands in a string for bytes that are no UTF-8. */
  static final char LOST = '\ufffd';

  private OwnCommand() {}

  /**
   * The bytes of the words at the end, joined by blanks.
   *
   * @param words those, as strings
   * @return empty where the system does not tell, or these are not the last words of this process
   */
  static Optional<byte[]> last(List<String> words) {
    List<byte[]> all;
    try {
      all = words();
    } catch (IOException _) {
      return Optional.empty();
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int from = all.size() - words.size();
    for (int i = 0; i < words.size(); i++) {
      byte[] word = from < 0 ? new byte[0] : all.get(from + i);
      if (!new String(word, StandardCharsets.UTF_8).equals(words.get(i))) {
        return Optional.empty();
      }
      if (i > 0) {
        joined.write(' ');
      }
      joined.writeBytes(word);
    }
    return Optional.of(joined.toByteArray());
  }

  /**
   * @throws IOException when the system does not tell
   */
  static List<byte[]> words() throws IOException {
    Path file = Path.of("/proc/self/cmdline"); // whole, where the JDK looks at its beginning
    if (Files.isReadable(file)) {
      byte[] all = Files.readAllBytes(file);
      List<byte[]> words = new ArrayList<>();
      int from = 0;
      for (int at = 0; at < all.length; at++) {
        if (all[at] == 0) {
          words.add(Arrays.copyOfRange(all, from, at));
          from = at + 1;
        }
      }
      return words;
    }
    ProcessHandle.Info info = ProcessHandle.current().info();
    List<byte[]> words = new ArrayList<>();
    words.add(bytes(info.command().orElseThrow(OwnCommand::unknown)));
    for (String argument : info.arguments().orElseThrow(OwnCommand::unknown)) {
      words.add(bytes(argument));
    }
    return words;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static IOException unknown() {
    return new IOException("the system does not tell how this process was started");
  }

  /** As the C library takes words: the addresses of strings, and 0 after the last. */
  static MemorySegment array(Arena arena, List<byte[]> words) {
    MemorySegment array = arena.allocate((words.size() + 1L) * Long.BYTES, Long.BYTES);
    for (int i = 0; i < words.size(); i++) {
      array.setAtIndex(ValueLayout.JAVA_LONG, i, Libc.string(arena, words.get(i)).address());
    }
    return array;
  }
}
