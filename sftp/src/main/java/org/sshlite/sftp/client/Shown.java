package org.sshlite.sftp.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sftp.wire.FileName;

/** Names as they may be shown on a terminal. */
public final class Shown {
  private Shown() {}

  /** What is no UTF-8, and what would act on a terminal, as backslash and octal. */
  public static String of(FileName name) {
    try {
      byte[] bytes = name.bytes();
      return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return octal(name);
    }
  }

  public static String of(Path path) {
    return of(path.toString());
  }

  /** A backslash stays one, as with OpenSSH: this is for reading. */
  public static String of(String text) {
    return Printable.line(text).replace("\\\\", "\\");
  }

  private static String octal(FileName name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.bytes()) {
      if (b >= ' ' && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append(String.format("\\%03o", b & 0xff));
      }
    }
    return text.toString();
  }
}
