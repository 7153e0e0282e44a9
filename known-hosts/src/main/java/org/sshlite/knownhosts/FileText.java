package org.sshlite.knownhosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.sshlite.crypto.wire.Printable;

/**
 * Text of a known_hosts file: one char for each byte. The format knows no encoding, patterns match
 * bytes, and lines that are kept must be kept to the byte.
 */
final class FileText {
  private FileText() {}

  static String of(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  static byte[] bytes(String fileText) {
    return fileText.getBytes(ISO_8859_1);
  }

  /** What a file that names {@code text} holds. */
  static String encode(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** For a person: read as UTF-8, and safe to print. */
  static String display(String fileText) {
    return Printable.line(new String(bytes(fileText), UTF_8));
  }

  /** Lower case of US-ASCII letters only; other bytes are left alone. */
  static String lowerCase(String fileText) {
    for (int i = 0; i < fileText.length(); i++) {
      if (isUpper(fileText.charAt(i))) {
        return lowerCaseFrom(i, fileText.toCharArray());
      }
    }
    return fileText;
  }

  private static String lowerCaseFrom(int first, char[] chars) {
    for (int i = first; i < chars.length; i++) {
      chars[i] = lowerCase(chars[i]);
    }
    return new String(chars);
  }

  static char lowerCase(char c) {
    return isUpper(c) ? (char) (c + ('a' - 'A')) : c;
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
