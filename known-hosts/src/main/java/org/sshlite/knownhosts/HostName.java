package org.sshlite.knownhosts;

import org.sshlite.crypto.wire.Printable;

/**
 * A host as known_hosts names it: {@code name}, or {@code [name]:port} where the port is not 22.
 * Also an address, and a HostKeyAlias.
 *
 * @param name a host name or a numeric address; kept in lower case
 * @param port 1 to 65535
 */
public record HostName(String name, int port) {
  /** The port of RFC 4253 §4, which is not written. */
  public static final int DEFAULT_PORT = 22;

  // what would change the meaning of the line it stands in (ssh refuses to write most of these too)
  private static final String UNWRITABLE = "@?*#[]|'\"\\!,";

  /**
   * @throws IllegalArgumentException for an empty name or a port that is none
   */
  public HostName {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("host name is empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
    }
    name = FileText.lowerCase(name);
  }

  /** As the record's own would be, which is made by code that is made at its first call: 10 ms. */
  @Override
  public int hashCode() {
    return 31 * name.hashCode() + port;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostName that && name.equals(that.name) && port == that.port;
  }

  /** At port 22. */
  public static HostName of(String name) {
    return new HostName(name, DEFAULT_PORT);
  }

  /** From the form of known_hosts and of HostKeyAlias: {@code name} or {@code [name]:port}. */
  public static HostName parse(String text) {
    int bracket = text.lastIndexOf("]:");
    if (text.startsWith("[") && bracket > 1) {
      String port = text.substring(bracket + 2);
      if (port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65535) {
        return new HostName(text.substring(1, bracket), Integer.parseInt(port));
      }
    }
    return of(text);
  }

  /** The same host, whatever its port. */
  public HostName withoutPort() {
    return of(name);
  }

  /**
   * Whether a line of known_hosts can name it. One that cannot (a pattern, a space, a control
   * character) can be looked up but is never written.
   */
  public boolean isWritable() {
    return name.chars().allMatch(c -> c > 0x20 && c != 0x7f && UNWRITABLE.indexOf(c) < 0);
  }

  /** As in known_hosts, whatever it holds. */
  String text() {
    return port == DEFAULT_PORT ? name : "[" + name + "]:" + port;
  }

  /** As in known_hosts, safe to print. */
  @Override
  public String toString() {
    return Printable.line(text());
  }
}
