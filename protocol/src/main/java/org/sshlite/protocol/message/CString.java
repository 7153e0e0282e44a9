package org.sshlite.protocol.message;

import java.nio.charset.StandardCharsets;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * Strings that reach the operating system. A NUL would end them early there, so it is refused as
 * OpenSSH does.
 */
final class CString {
  private CString() {}

  static byte[] bytes(SshReader in, String field) throws MalformedException {
    byte[] value = in.string(field);
    for (byte b : value) {
      if (b == 0) {
        throw in.malformed(field, "contains a NUL");
      }
    }
    return value;
  }

  /** As UTF-8; what is not is replaced. */
  static String text(SshReader in, String field) throws MalformedException {
    return new String(bytes(in, field), StandardCharsets.UTF_8);
  }
}
