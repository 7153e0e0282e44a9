package org.sshlite.sshd.permit;

import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.program.system.ServiceName;

/**
 * An entry of PermitOpen, PermitListen, {@code permitopen=} or {@code permitlisten=}. Hosts are
 * compared as text: no name is looked up, and a name is no address.
 *
 * @param host {@code *} for any
 * @param port {@link #ANY_PORT} for any
 * @param written the port as it was written, which may be the name of a service
 */
public record HostPort(String host, int port, String written) {
  public static final int ANY_PORT = 0;

  private static final String ANY = "*";

  // NI_MAXHOST of the C library: what a name may have
  private static final int LONGEST_HOST = 1024;

  /**
   * {@code host:port}, {@code [address]:port}, {@code *} in place of either; empty for anything
   * else. A port may be the name of a service, services(5).
   */
  public static Optional<HostPort> parse(String text) {
    boolean bracketed = text.startsWith("[");
    int end = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end < (bracketed ? 1 : 0) || end >= text.length() || text.charAt(end) != ':') {
      return Optional.empty();
    }
    String host = bracketed ? text.substring(1, end - 1) : text.substring(0, end);
    String written = text.substring(end + 1);
    OptionalInt port = port(written);
    boolean usable =
        host.length() <= LONGEST_HOST && (bracketed || host.indexOf('/') < 0) && port.isPresent();
    return usable ? Optional.of(new HostPort(host, port.getAsInt(), written)) : Optional.empty();
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
    OptionalInt port = number ? OptionalInt.of(Integer.parseInt(text)) : ServiceName.port(text);
    boolean usable = port.isPresent() && port.getAsInt() > 0 && port.getAsInt() < Subject.PORTS;
    return usable ? port : OptionalInt.empty();
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
    return name + ":" + written;
  }
}
