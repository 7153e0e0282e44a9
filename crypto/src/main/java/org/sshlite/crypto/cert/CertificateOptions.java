package org.sshlite.crypto.cert;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.cert.CertificateVerdict.Accepted;
import org.sshlite.crypto.cert.CertificateVerdict.Refused;
import org.sshlite.crypto.cert.CertificateVerdict.Rule;
import org.sshlite.crypto.wire.MalformedException;

/** Reads the critical options and extensions of a user certificate, draft-miller-ssh-cert §3. */
final class CertificateOptions {
  private Optional<String> forceCommand = Optional.empty();
  private Optional<CidrList> sourceAddresses = Optional.empty();
  private boolean verifyRequired;
  private final Set<String> extensions = new HashSet<>();

  private CertificateOptions() {}

  static CertificateVerdict read(CertificateFields fields) {
    CertificateOptions read = new CertificateOptions();
    for (CertificateOption option : fields.criticalOptions()) {
      Optional<Refused> refused = read.critical(option);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    for (CertificateOption option : fields.extensions()) {
      // an unknown extension gives nothing, so it is let be
      if (isKnownExtension(option.name()) && !option.isFlag()) {
        return malformed(option.name(), "has data");
      }
      read.extensions.add(option.name());
    }
    return new Accepted(read.permissions());
  }

  private Optional<Refused> critical(CertificateOption option) {
    try {
      switch (option.name()) {
        case "force-command" -> {
          if (forceCommand.isPresent()) {
            return Optional.of(malformed(option.name(), "is there twice"));
          }
          forceCommand = Optional.of(option.text());
        }
        case "source-address" -> {
          if (sourceAddresses.isPresent()) {
            return Optional.of(malformed(option.name(), "is there twice"));
          }
          sourceAddresses = Optional.of(CidrList.parse(option.text()));
        }
        case "verify-required" -> {
          if (!option.isFlag()) {
            return Optional.of(malformed(option.name(), "has data"));
          }
          verifyRequired = true;
        }
        default -> {
          return Optional.of(CertificateRules.unknown(option.name()));
        }
      }
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(malformed(option.name(), "is malformed (" + e.problem() + ")"));
    }
  }

  private static boolean isKnownExtension(String name) {
    return switch (name) {
      case "no-touch-required",
          "permit-X11-forwarding",
          "permit-agent-forwarding",
          "permit-port-forwarding",
          "permit-pty",
          "permit-user-rc" ->
          true;
      default -> false;
    };
  }

  private static Refused malformed(String option, String problem) {
    return new Refused(Rule.MALFORMED_OPTION, "option " + option + " " + problem);
  }

  private CertificatePermissions permissions() {
    return new CertificatePermissions(
        forceCommand,
        sourceAddresses,
        verifyRequired,
        extensions.contains("no-touch-required"),
        extensions.contains("permit-agent-forwarding"),
        extensions.contains("permit-port-forwarding"),
        extensions.contains("permit-X11-forwarding"),
        extensions.contains("permit-pty"),
        extensions.contains("permit-user-rc"));
  }
}
