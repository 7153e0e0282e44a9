package org.sshlite.tools.keygen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CidrList;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/**
 * The critical options and extensions of a new certificate, as {@code -O} asks for them. Users may
 * do by default what OpenSSH lets them; hosts have no options of their own.
 */
final class CertificatePolicy {
  private enum Permission {
    X11_FORWARDING("permit-X11-forwarding"),
    AGENT_FORWARDING("permit-agent-forwarding"),
    PORT_FORWARDING("permit-port-forwarding"),
    PTY("permit-pty"),
    USER_RC("permit-user-rc"),
    NO_TOUCH_REQUIRED("no-touch-required");

    private final String extension;

    Permission(String extension) {
      this.extension = extension;
    }
  }

  private final EnumSet<Permission> permissions;
  private boolean verifyRequired;
  private Optional<String> forceCommand = Optional.empty();
  private Optional<String> sourceAddress = Optional.empty();
  private final List<CertificateOption> criticalOptions = new ArrayList<>();
  private final List<CertificateOption> extensions = new ArrayList<>();

  private CertificatePolicy(CertificateType type) {
    permissions =
        type == CertificateType.HOST
            ? EnumSet.noneOf(Permission.class)
            : EnumSet.complementOf(EnumSet.of(Permission.NO_TOUCH_REQUIRED));
  }

  /**
   * @param options in the order they were given
   */
  static CertificatePolicy of(CertificateType type, List<String> options) throws ToolException {
    CertificatePolicy policy = new CertificatePolicy(type);
    for (String option : options) {
      policy.add(option);
    }
    return policy;
  }

  private void add(String option) throws ToolException {
    switch (option.toLowerCase(Locale.ROOT)) {
      case "clear" -> {
        permissions.clear();
        verifyRequired = false;
      }
      case "no-x11-forwarding" -> permissions.remove(Permission.X11_FORWARDING);
      case "permit-x11-forwarding" -> permissions.add(Permission.X11_FORWARDING);
      case "no-agent-forwarding" -> permissions.remove(Permission.AGENT_FORWARDING);
      case "permit-agent-forwarding" -> permissions.add(Permission.AGENT_FORWARDING);
      case "no-port-forwarding" -> permissions.remove(Permission.PORT_FORWARDING);
      case "permit-port-forwarding" -> permissions.add(Permission.PORT_FORWARDING);
      case "no-pty" -> permissions.remove(Permission.PTY);
      case "permit-pty" -> permissions.add(Permission.PTY);
      case "no-user-rc" -> permissions.remove(Permission.USER_RC);
      case "permit-user-rc" -> permissions.add(Permission.USER_RC);
      case "touch-required" -> permissions.remove(Permission.NO_TOUCH_REQUIRED);
      case "no-touch-required" -> permissions.add(Permission.NO_TOUCH_REQUIRED);
      case "no-verify-required" -> verifyRequired = false;
      case "verify-required" -> verifyRequired = true;
      default -> addValue(option);
    }
  }

  private void addValue(String option) throws ToolException {
    if (startsWith(option, "force-command=")) {
      forceCommand = once(forceCommand, option);
    } else if (startsWith(option, "source-address=")) {
      sourceAddress = once(sourceAddress, option);
      requireAddresses(sourceAddress.orElseThrow());
    } else if (startsWith(option, "extension:")) {
      extensions.add(custom(option));
    } else if (startsWith(option, "critical:")) {
      criticalOptions.add(custom(option));
    } else {
      throw ToolException.fatal(
          "Unsupported certificate option \"" + Printable.line(option) + "\"");
    }
  }

  private static boolean startsWith(String option, String start) {
    return option.regionMatches(true, 0, start, 0, start.length());
  }

  private static Optional<String> once(Optional<String> before, String option)
      throws ToolException {
    int equals = option.indexOf('=');
    String name = option.substring(0, equals).toLowerCase(Locale.ROOT);
    if (equals + 1 == option.length()) {
      throw ToolException.fatal("Empty " + name + " option");
    }
    if (before.isPresent()) {
      throw ToolException.fatal(name + " already specified");
    }
    return Optional.of(option.substring(equals + 1));
  }

  private static void requireAddresses(String list) throws ToolException {
    try {
      CidrList.parse(list);
    } catch (MalformedException _) {
      throw ToolException.fatal("Invalid source-address list");
    }
  }

  /** {@code extension:name=value}, or a flag without the value. */
  private static CertificateOption custom(String option) {
    String text = option.substring(option.indexOf(':') + 1);
    int equals = text.indexOf('=');
    return equals < 0
        ? CertificateOption.flag(text)
        : CertificateOption.text(text.substring(0, equals), text.substring(equals + 1));
  }

  /** In the order that the format asks for. */
  List<CertificateOption> criticalOptions() {
    List<CertificateOption> all = new ArrayList<>(criticalOptions);
    forceCommand.ifPresent(command -> all.add(CertificateOption.text("force-command", command)));
    sourceAddress.ifPresent(list -> all.add(CertificateOption.text("source-address", list)));
    if (verifyRequired) {
      all.add(CertificateOption.flag("verify-required"));
    }
    return sorted(all);
  }

  /** In the order that the format asks for. */
  List<CertificateOption> extensions() {
    List<CertificateOption> all = new ArrayList<>(extensions);
    permissions.forEach(p -> all.add(CertificateOption.flag(p.extension)));
    return sorted(all);
  }

  private static List<CertificateOption> sorted(List<CertificateOption> options) {
    return options.stream().sorted(Comparator.comparing(CertificateOption::name)).toList();
  }
}
