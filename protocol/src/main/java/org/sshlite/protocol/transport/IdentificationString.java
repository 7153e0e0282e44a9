package org.sshlite.protocol.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * The line each side starts with, RFC 4253 §4.2: {@code SSH-protoversion-softwareversion SP
 * comments}, without its CR LF. Enters the exchange hash as it came.
 */
public record IdentificationString(String line) {
  /**
   * Ours, when the options name nothing else. The minus sign may not stand in a software version.
   */
  public static final IdentificationString OURS = new IdentificationString("SSH-2.0-sshlite_0.2");

  /** As OpenSSH reads one: what has none is no SSH peer at all. */
  private static final Pattern VERSION = Pattern.compile("\\d{1,3}\\.\\d{1,3}");

  /** Of whoever is behind a master that passes a connection on: nobody tells. */
  public static final IdentificationString PROXIED = new IdentificationString("SSH-2.0-proxied");

  /**
   * Checks a line that starts with {@code SSH-}. What comes after the version is the peer's to
   * choose, as for OpenSSH: appliances send tabs, and more than the 255 bytes of RFC 4253 §4.2.
   * Whoever shows it escapes it.
   *
   * @throws RefusedException with {@link Refusal.BadIdentification}
   */
  static IdentificationString parse(String line) throws RefusedException {
    if (line.indexOf('\r') >= 0) {
      throw refused("the peer's identification string has a carriage return in it");
    }
    String[] parts = line.split("-", 3);
    if (parts.length < 3 || parts[2].isEmpty()) {
      throw refused("bad identification string from the peer: " + line);
    }
    // RFC 4253 §5.1: a server that says 1.99 speaks 2.0 as well; 2.1 is 2 to OpenSSH too
    boolean isVersion = VERSION.matcher(parts[1]).matches();
    if (!(isVersion && parts[1].startsWith("2.")) && !parts[1].equals("1.99")) {
      throw isVersion
          ? new RefusedException(new Refusal.OtherProtocol(parts[1]))
          : refused("the peer speaks SSH protocol " + parts[1] + "; only 2.0 is safe");
    }
    return new IdentificationString(line);
  }

  /** The line as it came: each character was a byte. */
  byte[] bytes() {
    return line.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The version of the protocol: 2.0, or what a peer says in its place. */
  String protocol() {
    return line.split("-", 3)[1];
  }

  /** The software version with its comments: what names the peer in logs. */
  public String software() {
    return line.split("-", 3)[2];
  }

  private static RefusedException refused(String problem) {
    return new RefusedException(new Refusal.BadIdentification(problem));
  }
}
