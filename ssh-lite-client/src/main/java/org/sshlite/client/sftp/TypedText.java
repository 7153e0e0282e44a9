package org.sshlite.client.sftp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.sshlite.sftp.wire.FileName;

/**
 * Lines as text, though names in them may be bytes of another charset: a byte that is no UTF-8 is
 * an unpaired surrogate from DC80 to DCFF, which no UTF-8 can mean, and comes back as that byte.
 */
final class TypedText {
  private static final int ESCAPE = 0xdc00;

  private TypedText() {}

  static String of(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | in.get() & 0xff));
      }
      decoder.reset();
    }
  }

  static FileName name(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isEscape(c)) {
                bytes.write(c);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return FileName.of(bytes.toByteArray());
  }

  /** Whether it has no such byte: a program of this machine's would be given others. */
  static boolean isText(String text) {
    return text.codePoints().noneMatch(TypedText::isEscape);
  }

  private static boolean isEscape(int c) {
    return c >= (ESCAPE | 0x80) && c <= (ESCAPE | 0xff);
  }
}
