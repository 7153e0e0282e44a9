package org.sshlite.sshd.config;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.system.ServiceName;

/**
 * ListenAddress of sshd_config(5).
 *
 * @param host a name or an address
 * @param port empty for every Port
 */
public record ListenAddress(String host, OptionalInt port) {
  /** {@code host}, {@code address}, {@code host:port}, {@code [address]:port}. */
  static ListenAddress read(ConfigLine line) throws ConfigException {
    List<String> arguments = line.arguments();
    if (arguments.size() > 1) {
      throw line.error("ListenAddress with an rdomain is not supported");
    }
    String text = line.only("missing address");
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw line.error("bad address:port usage"); // a listing has a line for each
    }
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 2 || end + 1 < text.length() && text.charAt(end + 1) != ':') {
        throw line.error("bad address:port usage");
      }
      String host = text.substring(1, end);
      return end + 1 == text.length()
          ? new ListenAddress(host, OptionalInt.empty())
          : new ListenAddress(host, OptionalInt.of(port(line, text.substring(end + 2))));
    }
    if (colon < 0 || text.indexOf(':') != colon) {
      return new ListenAddress(text, OptionalInt.empty());
    }
    return new ListenAddress(
        text.substring(0, colon), OptionalInt.of(port(line, text.substring(colon + 1))));
  }

  static int port(ConfigLine line, String text) throws ConfigException {
    return port(text).orElseThrow(() -> line.error("Badly formatted port number."));
  }

  /** A port number, or a name of one; 0, for a free one, is ours only. */
  public static OptionalInt port(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5;
    if (!digits || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return ServiceName.port(text);
    }
    int port = Integer.parseInt(text);
    return port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /**
   * The sockets to listen on.
   *
   * @param addresses empty for everywhere
   * @throws ConfigException when a name has no address of the family
   */
  public static List<InetSocketAddress> sockets(
      List<ListenAddress> addresses, List<Integer> ports, AddressFamily family)
      throws ConfigException {
    List<InetSocketAddress> sockets = new ArrayList<>();
    if (addresses.isEmpty()) {
      InetAddress all = InetAddress.ofLiteral(takesIpv6(family) ? "::" : "0.0.0.0");
      ports.forEach(port -> sockets.add(new InetSocketAddress(all, port)));
    }
    for (ListenAddress address : addresses) {
      List<InetAddress> found = address.resolve(family);
      List<Integer> wanted = address.port.isPresent() ? List.of(address.port.getAsInt()) : ports;
      for (int port : wanted) {
        found.forEach(ip -> sockets.add(new InetSocketAddress(ip, port)));
      }
    }
    return sockets.stream()
        .distinct()
        .filter(socket -> !isTaken(socket, sockets) || !hasIpv6())
        .toList();
  }

  /** Where the machine has no IPv6, that is told to who wants nothing else. */
  private static boolean takesIpv6(AddressFamily family) {
    return switch (family) {
      case INET -> false;
      case INET6 -> true;
      case ANY -> hasIpv6();
    };
  }

  private static boolean hasIpv6() {
    try {
      ServerSocketChannel.open(StandardProtocolFamily.INET6).close();
      return true;
    } catch (UnsupportedOperationException _) {
      return false;
    } catch (IOException _) {
      return true; // that it cannot be had now is told when it is bound
    }
  }

  /** Java's wildcard address of IPv6 takes IPv4 too: a second one could not be bound. */
  private static boolean isTaken(InetSocketAddress socket, List<InetSocketAddress> others) {
    InetAddress address = socket.getAddress();
    return address instanceof Inet4Address
        && address.isAnyLocalAddress()
        && others.contains(new InetSocketAddress(InetAddress.ofLiteral("::"), socket.getPort()));
  }

  /** What holds when none is named: port by port, as sshd shows it. */
  static List<String> showEverywhere(AddressFamily family, List<Integer> ports) {
    List<ListenAddress> all =
        Stream.of("::", "0.0.0.0")
            .filter(host -> family.has(InetAddress.ofLiteral(host)))
            .map(host -> new ListenAddress(host, OptionalInt.empty()))
            .toList();
    return ports.stream()
        .flatMap(port -> all.stream().flatMap(each -> each.show(List.of(port))))
        .toList();
  }

  private List<InetAddress> resolve(AddressFamily family) throws ConfigException {
    InetAddress[] all;
    try {
      all = InetAddress.getAllByName(host);
    } catch (UnknownHostException _) {
      throw new ConfigException("bad addr or host: " + host + " (Name or service not known)");
    }
    List<InetAddress> fitting = Arrays.stream(all).filter(family::has).toList();
    if (fitting.isEmpty()) {
      throw new ConfigException(
          "bad addr or host: " + host + " (no address of family " + family + ")");
    }
    return fitting;
  }

  /** {@code host:port}, for each of {@code ports} where it names none; colons are bracketed. */
  Stream<String> show(List<Integer> ports) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    List<Integer> wanted = port.isPresent() ? List.of(port.getAsInt()) : ports;
    return wanted.stream().map(each -> name + ":" + each);
  }
}
