package org.sshlite.sftp.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.sshlite.sftp.wire.FileName;

/** What files are called here that have their names from a server. */
public final class LocalName {
  private LocalName() {}

  /**
   * The same name as text.
   *
   * @throws LocalFileException when it is none in UTF-8: two of them would become one file
   */
  public static String of(FileName name) throws LocalFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new LocalFileException(
          "%s: the name is no UTF-8, which this program cannot write".formatted(Shown.of(name)));
    }
  }
}
