package org.sshlite.sshd.permit;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An entry of PermitOpen, PermitListen, {@code permitopen=} or {@code permitlisten=}. Hosts are
 * compared as text: no name is looked up, and a name is no address.
 *
 * @param host {@code *} for any
 * @param port {@link #ANY_PORT} for any
 */
public record HostPort(String host, int port) {
  public static final int ANY_PORT = 0;

  private static final String ANY = "*";

  // NI_MAXHOST of the C library: what a name may have
  private static final int LONGEST_HOST = 1024;

  /**
   * {@code host:port}, {@code [address]:port}, {@code *} in place of either; empty for anything
   * else. Deviation: services are numbers here.
   */
  public static Optional<HostPort> parse(String text) {
    boolean bracketed = text.startsWith("[");
    int end = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end < (bracketed ? 1 : 0) || end >= text.length() || text.charAt(end) != ':') {
      return Optional.empty();
    }
    String host = bracketed ? text.substring(1, end - 1) : text.substring(0, end);
    OptionalInt port = port(text.substring(end + 1));
    boolean usable =
        host.length() <= LONGEST_HOST && (bracketed || host.indexOf('/') < 0) && port.isPresent();
    return usable ? Optional.of(new HostPort(host, port.getAsInt())) : Optional.empty();
  }

  /** As {@link #parse}; a port alone is that of any host. */
  public static Optional<HostPort> parseListening(String text) {
    return parse(text.indexOf(':') < 0 ? ANY + ":" + text : text);
  }

  private static OptionalInt port(String text) {
    if (text.equals(ANY)) {
      return OptionalInt.of(ANY_PORT);
    }
    boolean number =
        !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(HostPort::digit);
    int port = number ? Integer.parseInt(text) : 0;
    return port > 0 && port < Subject.PORTS ? OptionalInt.of(port) : OptionalInt.empty();
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }

  boolean anyHost() {
    return host.equals(ANY);
  }

  boolean anyPort() {
    return port == ANY_PORT;
  }

  @Override
  public String toString() {
    String name = host.indexOf(':') >= 0 || host.indexOf('/') >= 0 ? "[" + host + "]" : host;
    return name + ":" + (anyPort() ? ANY : String.valueOf(port));
  }
}
