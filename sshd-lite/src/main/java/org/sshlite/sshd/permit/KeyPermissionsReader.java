package org.sshlite.sshd.permit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.crypto.key.KeyOption;
import org.sshlite.crypto.wire.MalformedException;

/**
 * Collects the options of a line that permit and forbid, in their order: {@code restrict} takes all
 * back, what follows may give some of it again.
 */
public final class KeyPermissionsReader {
  private static final String STRUCTURE = "key options";

  // as OpenSSH
  private static final int MOST_ENTRIES = 4096;

  // as OpenSSH
  private static final int MOST_VARIABLES = 1024;

  private static final Pattern VARIABLE = Pattern.compile("(\\w+)=.*", Pattern.DOTALL);
  private static final int LARGEST_TUNNEL = Integer.MAX_VALUE - 2;

  private boolean portForwarding = true;
  private boolean agentForwarding = true;
  private boolean x11Forwarding = true;
  private boolean pty = true;
  private boolean userRc = true;
  private final List<HostPort> opens = new ArrayList<>();
  private final List<HostPort> listens = new ArrayList<>();
  private Optional<String> command = Optional.empty();
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * @return whether the option is one of those that are read here
   * @throws MalformedException when it is, and is wrong: then the line grants nothing
   */
  public boolean read(KeyOption option) throws MalformedException {
    return option.value().isPresent() ? value(option, option.value().get()) : flag(option.name());
  }

  private boolean flag(String name) {
    boolean given = !name.startsWith("no-");
    switch (given ? name : name.substring("no-".length())) {
      case "port-forwarding" -> portForwarding = given;
      case "agent-forwarding" -> agentForwarding = given;
      case "x11-forwarding" -> x11Forwarding = given;
      case "pty" -> pty = given;
      case "user-rc" -> userRc = given;
      case "restrict" -> {
        if (given) {
          restrict();
        }
        return given;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void restrict() {
    portForwarding = false;
    agentForwarding = false;
    x11Forwarding = false;
    pty = false;
    userRc = false;
  }

  private boolean value(KeyOption option, String value) throws MalformedException {
    switch (option.name()) {
      case "command" -> {
        if (command.isPresent()) {
          throw malformed(option, "multiple clauses");
        }
        command = Optional.of(value);
      }
      case "permitopen" -> add(opens, option, HostPort.parse(value));
      case "permitlisten" -> add(listens, option, HostPort.parseListening(value));
      case "environment" -> {
        Matcher variable = VARIABLE.matcher(value);
        if (!variable.matches()) {
          throw malformed(option, "invalid environment string");
        }
        if (environment.size() == MOST_VARIABLES) {
          throw malformed(option, "too many environment strings");
        }
        environment.putIfAbsent(variable.group(1), value);
      }
      // there are no tunnels; a line that is wrong is wrong all the same
      case "tunnel" -> {
        if (!isTunnel(value)) {
          throw malformed(option, "invalid tun device");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void add(List<HostPort> entries, KeyOption option, Optional<HostPort> entry)
      throws MalformedException {
    if (entries.size() == MOST_ENTRIES) {
      throw malformed(option, "too many permission directives");
    }
    entries.add(entry.orElseThrow(() -> malformed(option, "invalid permission host or port")));
  }

  private static boolean isTunnel(String value) {
    boolean number = value.length() <= 10 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return value.equalsIgnoreCase("any")
        || number && !value.isEmpty() && Long.parseLong(value) <= LARGEST_TUNNEL;
  }

  private static MalformedException malformed(KeyOption option, String problem) {
    return new MalformedException(STRUCTURE, option.name(), problem);
  }

  public KeyPermissions permissions() {
    return new KeyPermissions(
        portForwarding,
        agentForwarding,
        x11Forwarding,
        pty,
        userRc,
        list(opens),
        list(listens),
        command,
        List.copyOf(environment.values()));
  }

  /** Without an entry nothing is narrowed. */
  private static List<ForwardList> list(List<HostPort> entries) {
    return entries.isEmpty() ? List.of() : List.of(new ForwardList(false, entries));
  }
}
