package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Base64 between a BEGIN and an END line, RFC 7468, with the headers of RFC 1421 §4.4 that old
 * files have. Works on bytes, so that nothing secret becomes a String.
 *
 * @param label what stands between BEGIN and the dashes
 * @param headers by name
 * @param data decoded
 */
record Armor(String label, Map<String, String> headers, SecretBytes data) {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int LINE_LENGTH = 70; // OpenSSH breaks its base64 there

  /** The first block whose label ends in PRIVATE KEY: files may hold others before it. */
  static Armor privateKey(byte[] text) throws MalformedException {
    return find("private key file", "PRIVATE KEY", text);
  }

  /** The first block whose label ends in {@code suffix}. */
  static Armor find(String structure, String suffix, byte[] text) throws MalformedException {
    int at = markLength(text);
    while (at < text.length) {
      int next = endOfLine(text, at);
      String line = label(text, at, next, "-----BEGIN ");
      if (line.endsWith(suffix)) {
        return read(structure, line, text, next);
      }
      at = next;
    }
    throw new MalformedException(structure, "format", "no " + suffix + " in it");
  }

  /** Editors of Windows put one in front of what they save as UTF-8; OpenSSL passes over it too. */
  private static int markLength(byte[] text) {
    int length = BYTE_ORDER_MARK.length;
    boolean marked =
        text.length >= length && Arrays.equals(text, 0, length, BYTE_ORDER_MARK, 0, length);
    return marked ? length : 0;
  }

  private static Armor read(String structure, String label, byte[] text, int start)
      throws MalformedException {
    Map<String, String> headers = new LinkedHashMap<>();
    byte[] base64 = new byte[text.length - start];
    int length = 0;
    for (int at = start; at < text.length; ) {
      int next = endOfLine(text, at);
      if (label(text, at, next, "-----END ").equals(label)) {
        return decode(structure, label, headers, base64, length);
      }
      if (length == 0 && isHeader(text, at, next)) {
        String line = new String(text, at, next - at, StandardCharsets.US_ASCII).strip();
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else {
        length = appendVisible(text, at, next, base64, length);
      }
      at = next;
    }
    Arrays.fill(base64, (byte) 0);
    throw new MalformedException(structure, "end", "truncated: no END line");
  }

  private static Armor decode(
      String structure, String label, Map<String, String> headers, byte[] base64, int length)
      throws MalformedException {
    byte[] exact = Arrays.copyOf(base64, length);
    try {
      byte[] data = Base64.getDecoder().decode(exact);
      return new Armor(label, Map.copyOf(headers), new SecretBytes(data));
    } catch (IllegalArgumentException _) {
      throw new MalformedException(structure, "body", "not base64");
    } finally {
      Arrays.fill(base64, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }

  private static int endOfLine(byte[] text, int at) {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, text.length);
  }

  /** The label of a BEGIN or END line, or empty. */
  private static String label(byte[] text, int at, int next, String start) {
    if (next - at < start.length() || text[at] != '-') {
      return "";
    }
    String line = new String(text, at, next - at, StandardCharsets.US_ASCII).strip();
    return line.startsWith(start) && line.endsWith("-----") && line.length() >= start.length() + 5
        ? line.substring(start.length(), line.length() - 5)
        : "";
  }

  private static boolean isHeader(byte[] text, int at, int next) {
    for (int i = at; i < next; i++) {
      if (text[i] == ':') {
        return true;
      }
    }
    return false;
  }

  private static int appendVisible(byte[] text, int at, int next, byte[] out, int length) {
    int end = length;
    for (int i = at; i < next; i++) {
      if (text[i] != '\r' && text[i] != '\n' && text[i] != ' ' && text[i] != '\t') {
        out[end++] = text[i];
      }
    }
    return end;
  }

  /** The text of a file with this one block, broken as OpenSSH does; the caller erases it. */
  static byte[] format(String label, byte[] data) {
    return format(label, data, LINE_LENGTH);
  }

  static byte[] format(String label, byte[] data, int lineLength) {
    byte[] body = Base64.getEncoder().encode(data);
    SshWriter out = new SshWriter(body.length + body.length / lineLength + 2 * label.length() + 64);
    out.bytes(("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
    for (int at = 0; at < body.length; at += lineLength) {
      out.bytes(body, at, Math.min(lineLength, body.length - at)).uint8('\n');
    }
    out.bytes(("-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
    byte[] text = out.toByteArray();
    out.wipe();
    Arrays.fill(body, (byte) 0);
    return text;
  }
}
