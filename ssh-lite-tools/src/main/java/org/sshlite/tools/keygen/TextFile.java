package org.sshlite.tools.keygen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.sshlite.crypto.file.Replacement;

/** Files without secrets: read with a limit, replaced as a whole. */
final class TextFile {
  /** As OpenSSH's buffers; a device is not read for ever. */
  private static final int MAXIMUM_LENGTH = 128 << 20;

  private TextFile() {}

  static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return readAll(in);
    }
  }

  static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      out.write(buffer, 0, count);
      if (out.size() > MAXIMUM_LENGTH) {
        throw new IOException("file too large");
      }
    }
    return out.toByteArray();
  }

  /** The lines, ended by LF or CR LF. What is not UTF-8, mostly in comments, is replaced. */
  static List<String> lines(byte[] content) {
    return List.of(new String(content, StandardCharsets.UTF_8).split("\r?\n", -1));
  }

  /**
   * Writes the file in one step: a reader sees the old content or the new. What is no regular file
   * is written to as it is.
   *
   * @param mode of a new file, less what the umask takes away
   */
  static void replace(Path path, byte[] content, String mode) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      Files.write(path, content, StandardOpenOption.WRITE);
      return;
    }
    Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
    try (Replacement fresh = new Replacement(target, mode)) {
      fresh.write(content);
      fresh.commit();
    }
  }
}
