package org.sshlite.sshd.permit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * Where forwarded connections may go, or where may be listened for them: PermitOpen and
 * PermitListen of sshd_config(5), and what a key's options say of the same.
 *
 * @param any whether it forbids nothing; else {@code allowed} is all there is
 */
public record ForwardList(boolean any, List<HostPort> allowed) {
  public static final ForwardList ANY = new ForwardList(true, List.of());
  public static final ForwardList NONE = new ForwardList(false, List.of());

  public ForwardList {
    allowed = List.copyOf(allowed);
  }

  public static ForwardList readOpening(ConfigLine line) throws ConfigException {
    return read(line, HostPort::parse);
  }

  public static ForwardList readListening(ConfigLine line) throws ConfigException {
    return read(line, HostPort::parseListening);
  }

  private static ForwardList read(ConfigLine line, Function<String, Optional<HostPort>> entry)
      throws ConfigException {
    if (line.arguments().isEmpty()) {
      throw line.error(line.keyword() + " missing argument.");
    }
    List<HostPort> allowed = new ArrayList<>();
    for (String text : line.arguments()) {
      if (text.equals("any") || text.equals("none")) {
        if (line.arguments().size() > 1) {
          throw line.error("%s must appear alone on a %s line.".formatted(text, line.keyword()));
        }
        return text.equals("any") ? ANY : NONE;
      }
      allowed.add(
          entry
              .apply(text)
              .orElseThrow(() -> line.error(line.keyword() + " bad host or port number")));
    }
    return new ForwardList(false, allowed);
  }

  /** Whether a connection may go there; the host's name counts letter by letter. */
  public boolean opens(String host, int port) {
    return any
        || allowed.stream()
            .anyMatch(
                entry ->
                    (entry.anyPort() || entry.port() == port)
                        && (entry.anyHost() || entry.host().equals(host)));
  }

  /**
   * Whether a connection may go to a socket of the file system: only an entry for any port names
   * one, as {@code *:*} or {@code [/its/path]:*}.
   */
  public boolean opensSocket(String path) {
    return any
        || allowed.stream()
            .anyMatch(entry -> entry.anyPort() && (entry.anyHost() || entry.host().equals(path)));
  }

  /**
   * Whether may be listened there: entries' hosts are patterns.
   *
   * @param host as the client sends it, before GatewayPorts
   * @param port 0 for a free one, which only an entry for any port names
   */
  public boolean listens(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return any
        || allowed.stream()
            .anyMatch(
                entry ->
                    (entry.anyPort() || entry.port() == port)
                        && new Wildcard(entry.host()).matches(name));
  }

  /** As {@code -T} prints it. */
  @Override
  public String toString() {
    if (allowed.isEmpty()) {
      return any ? "any" : "none";
    }
    return allowed.stream().map(HostPort::toString).collect(Collectors.joining(" "));
  }
}
