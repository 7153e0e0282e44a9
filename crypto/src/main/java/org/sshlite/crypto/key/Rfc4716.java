package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;

/** The public key file format of RFC 4716. */
public final class Rfc4716 {
  private static final String STRUCTURE = "RFC 4716 public key";
  private static final String BEGIN = "---- BEGIN SSH2 PUBLIC KEY ----";
  private static final String END = "---- END SSH2 PUBLIC KEY ----";
  private static final int LINE_LENGTH = 70; // RFC 4716 §3.2 allows 72, OpenSSH writes 70
  private static final int MAXIMUM_VALUE_LENGTH = 1024; // bytes, RFC 4716 §3.3

  private Rfc4716() {}

  /** Whether {@code text} claims to be in this format. */
  public static boolean hasMarker(String text) {
    return text.lines().anyMatch(BEGIN::equals);
  }

  /**
   * Reads the first key of a file.
   *
   * @throws MalformedException when there is none, it does not end, or {@code reader} refuses it
   */
  public static PublicKeyLine parse(String text, PublicKeyReader reader) throws MalformedException {
    List<String> lines = text.lines().toList();
    int begin = lines.indexOf(BEGIN);
    int end = lines.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new MalformedException(STRUCTURE, "markers", "missing, or truncated");
    }
    String comment = "";
    int at = begin + 1;
    while (at < end && lines.get(at).indexOf(':') >= 0) {
      StringBuilder header = new StringBuilder(lines.get(at++));
      // RFC 4716 §3.3: a line that ends in a backslash goes on in the next
      while (header.charAt(header.length() - 1) == '\\' && at < end) {
        header.setLength(header.length() - 1);
        header.append(lines.get(at++));
      }
      if (header.toString().regionMatches(true, 0, "Comment:", 0, 8)) {
        comment = unquoted(header.substring(8).strip());
      }
    }
    String base64 = String.join("", lines.subList(at, end));
    try {
      return new PublicKeyLine("", reader.read(Base64.getDecoder().decode(base64)), comment);
    } catch (IllegalArgumentException _) {
      throw new MalformedException(STRUCTURE, "body", "not base64");
    }
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /**
   * The file, whole lines.
   *
   * @throws IllegalArgumentException for a comment that does not fit: line breaks, or more than
   *     1024 bytes
   */
  public static String format(PublicKey key, String comment) {
    StringBuilder out = new StringBuilder(BEGIN).append('\n');
    if (!comment.isEmpty()) {
      appendHeader(out, "Comment: \"" + comment + "\"");
    }
    String base64 = Base64.getEncoder().encodeToString(key.blob());
    for (int i = 0; i < base64.length(); i += LINE_LENGTH) {
      out.append(base64, i, Math.min(i + LINE_LENGTH, base64.length())).append('\n');
    }
    return out.append(END).append('\n').toString();
  }

  private static void appendHeader(StringBuilder out, String header) {
    if (header.indexOf('\n') >= 0
        || header.indexOf('\r') >= 0
        || header.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_VALUE_LENGTH) {
      throw new IllegalArgumentException("comment with line breaks, or too long");
    }
    String rest = header;
    // counted in bytes, since characters may take several
    while (rest.getBytes(StandardCharsets.UTF_8).length > LINE_LENGTH) {
      int cut = Math.min(rest.length() - 1, LINE_LENGTH);
      while (rest.substring(0, cut).getBytes(StandardCharsets.UTF_8).length > LINE_LENGTH
          || Character.isLowSurrogate(rest.charAt(cut))) {
        cut--;
      }
      out.append(rest, 0, cut).append("\\\n");
      rest = rest.substring(cut);
    }
    out.append(rest).append('\n');
  }
}
