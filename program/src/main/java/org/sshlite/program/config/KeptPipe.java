package org.sshlite.program.config;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.crypto.file.WholeFile;
import org.sshlite.program.system.Libc;

/**
 * A pipe that is open here and named as a file: {@code /dev/stdin}, or {@code <(…)} of a shell. It
 * can be read once, and a configuration is read more often: by the process that goes into the
 * background, for each jump host, for each of many hosts. So what it holds takes its place.
 */
final class KeptPipe {
  private static final Pattern OPEN_FILE =
      Pattern.compile("/dev/stdin|(?:/dev|/proc/self)/fd/([0-9]{1,9})");

  private static final int FILE_TYPE = 0170000;
  private static final int PIPE = 0010000;

  private KeptPipe() {}

  /**
   * Makes a file of it, in memory, under the same number; anything else stays as it is. What has it
   * open is then at its end, as with a pipe that was read.
   *
   * @param most bytes
   */
  static synchronized void keep(Path name, int most) throws IOException {
    Matcher matcher = OPEN_FILE.matcher(name.toString());
    if (!matcher.matches() || !Libc.has("memfd_create") || !isPipe(name)) {
      return;
    }
    int descriptor = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    byte[] content = WholeFile.read(name, most);
    try (Arena arena = Arena.ofConfined()) {
      long label = Libc.string(arena, "ssh_config".getBytes(StandardCharsets.UTF_8)).address();
      int file = Libc.check("memfd_create", label, 0);
      try {
        write(arena, file, content);
        Libc.check("dup2", file, descriptor);
      } finally {
        Libc.call("close", file);
      }
    }
  }

  private static boolean isPipe(Path name) {
    try {
      return ((int) Files.getAttribute(name, "unix:mode") & FILE_TYPE) == PIPE;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException _) {
      return false; // who reads it says what is wrong
    }
  }

  private static void write(Arena arena, int file, byte[] content) throws IOException {
    MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, content);
    for (long at = 0; at < content.length; ) {
      at += Libc.check("write", file, bytes.address() + at, content.length - at);
    }
  }
}
