package org.sshlite.crypto.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are read as a whole, whatever they are: a device without an end has one here. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * All of it.
   *
   * @param most bytes
   * @throws IOException when there is more, too
   */
  public static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most);
      if (content.length == most && in.read() >= 0) {
        throw new IOException("more than " + most + " bytes");
      }
      return content;
    }
  }
}
