package org.sshlite.sshd.recording;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 in pieces, of which one may end within a character. What is none becomes U+FFFD. */
final class Text {
  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] rest = new byte[0];

  String decode(byte[] bytes, int count) {
    ByteBuffer in = ByteBuffer.allocate(rest.length + count);
    in.put(rest).put(bytes, 0, count).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining());
    decoder.decode(in, out, false);
    assert in.remaining() < LONGEST_CHARACTER;
    rest = new byte[in.remaining()];
    in.get(rest);
    return out.flip().toString();
  }
}
