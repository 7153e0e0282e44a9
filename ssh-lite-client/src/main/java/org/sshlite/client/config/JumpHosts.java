package org.sshlite.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;

/**
 * ProxyJump of ssh_config(5).
 *
 * @param hosts in the order in which they are reached; not empty
 * @param text as it was written, but the last host in brackets where it is an address
 */
public record JumpHosts(List<Destination> hosts, String text) {
  /** Empty for "none". */
  static final Syntax<Optional<JumpHosts>> SYNTAX =
      new Syntax<>(JumpHosts::read, jump -> jump.stream().map(JumpHosts::text).toList());

  public JumpHosts {
    hosts = List.copyOf(hosts);
  }

  /** The hosts on the way to another one of a list. */
  public static JumpHosts of(List<Destination> hosts) {
    return new JumpHosts(
        hosts, hosts.stream().map(Destination::asJump).collect(Collectors.joining(",")));
  }

  private static Optional<JumpHosts> read(ConfigLine line) throws ConfigException {
    String text = line.rest().split("#", 2)[0].strip();
    if (text.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    List<String> words = List.of(text.split(",", -1));
    List<Destination> hosts = new ArrayList<>();
    for (String word : words) {
      hosts.add(
          Destination.parseJump(word)
              .filter(host -> isSafe(line, host))
              .orElseThrow(() -> line.error("Invalid ProxyJump \"" + text + "\"")));
    }
    List<String> shown = new ArrayList<>(words.subList(0, words.size() - 1));
    shown.add(hosts.getLast().asJump());
    return Optional.of(new JumpHosts(hosts, String.join(",", shown)));
  }

  private static boolean isSafe(ConfigLine line, Destination host) {
    return !line.onCommandLine()
        || Destination.isSafeHost(host.host())
            && host.user().map(Destination::isSafeUser).orElse(true);
  }
}
