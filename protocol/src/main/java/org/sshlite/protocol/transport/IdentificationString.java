package org.sshlite.protocol.transport;

import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * The line each side starts with, RFC 4253 §4.2: {@code SSH-protoversion-softwareversion SP
 * comments}, without its CR LF. Enters the exchange hash as it came.
 */
public record IdentificationString(String line) {
  /** Bytes, CR LF included, RFC 4253 §4.2. */
  static final int MAXIMUM_LENGTH = 255;

  /**
   * Ours, when the options name nothing else. The minus sign may not stand in a software version.
   */
  public static final IdentificationString OURS = new IdentificationString("SSH-2.0-sshlite_0.1");

  /**
   * Checks a line that starts with {@code SSH-}.
   *
   * @throws RefusedException with {@link Refusal.BadIdentification}
   */
  static IdentificationString parse(String line) throws RefusedException {
    if (line.length() + 2 > MAXIMUM_LENGTH) {
      throw refused("the peer's identification string is longer than 255 bytes");
    }
    if (!line.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
      throw refused("the peer's identification string is not printable US-ASCII");
    }
    String[] parts = line.split("-", 3);
    if (parts.length < 3 || parts[2].isEmpty() || parts[2].startsWith(" ")) {
      throw refused("bad identification string from the peer: " + line);
    }
    // RFC 4253 §5.1: a server that says 1.99 speaks 2.0 as well
    if (!parts[1].equals("2.0") && !parts[1].equals("1.99")) {
      throw refused("the peer speaks SSH protocol " + parts[1] + "; only 2.0 is safe");
    }
    return new IdentificationString(line);
  }

  /** The software version with its comments: what names the peer in logs. */
  public String software() {
    return line.split("-", 3)[2];
  }

  private static RefusedException refused(String problem) {
    return new RefusedException(new Refusal.BadIdentification(problem));
  }
}
