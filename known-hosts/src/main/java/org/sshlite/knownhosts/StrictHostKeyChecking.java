package org.sshlite.knownhosts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to do about a {@link Verdict}: ssh_config(5) StrictHostKeyChecking. */
public enum StrictHostKeyChecking {
  /** Only known hosts. */
  YES,
  /** Hosts that nothing is known of are believed and learned; changed ones are refused. */
  ACCEPT_NEW,
  /** As {@link #YES}, but a person is asked about hosts that nothing is known of. */
  ASK,
  /** All hosts; where a key is known to be wrong, nothing that it could steal is given away. */
  OFF;

  /** From ssh_config's words; empty for any other. */
  public static Optional<StrictHostKeyChecking> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Optional.of(YES);
      case "accept-new" -> Optional.of(ACCEPT_NEW);
      case "ask" -> Optional.of(ASK);
      case "no", "off", "false" -> Optional.of(OFF);
      default -> Optional.empty();
    };
  }

  /** What follows from a verdict. */
  public Decision decide(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> trusted(trusted);
      case Verdict.Unknown unknown -> unknown(unknown);
      case Verdict.Changed _, Verdict.Revoked _ ->
          this == OFF ? Decision.acceptWithoutSecrets() : Decision.refuse();
      case Verdict.AddressConflict conflict -> addressConflict(conflict);
      case Verdict.RevocationUnknown _ -> Decision.refuse();
      case Verdict.DnsMismatch _, Verdict.CertificateRefused _ -> contradicted(verdict.host());
    };
  }

  private static Decision trusted(Verdict.Trusted trusted) {
    return Decision.accept(trusted.unknownAddress().stream().toList(), learnsKeys(trusted.basis()));
  }

  /** Only a line that the user's own file has for this very name may be replaced by a new key. */
  private static boolean learnsKeys(Basis basis) {
    return switch (basis) {
      case Basis.KnownKey(KnownHost line, boolean exactName) ->
          exactName && line.source() == KnownHost.Source.USER;
      case Basis.FirstUse _ -> true;
      case Basis.Authority _, Basis.Dns _ -> false;
    };
  }

  private Decision unknown(Verdict.Unknown unknown) {
    List<HostName> names =
        unknown
            .unknownAddress()
            .map(address -> List.of(unknown.host(), address))
            .orElse(List.of(unknown.host()));
    return switch (this) {
      case YES -> Decision.refuse();
      case ASK -> Decision.ask(names, true);
      // nobody has looked at the key: more keys are not learned on its word
      case ACCEPT_NEW, OFF -> Decision.accept(names, false);
    };
  }

  /**
   * Deviation: ssh takes such a host for one that nothing is known of, and accept-new and off
   * believe it. But this is no first use: something that the user trusts speaks against the key.
   */
  private Decision contradicted(HostName host) {
    return switch (this) {
      case YES, ACCEPT_NEW -> Decision.refuse();
      case ASK -> Decision.ask(List.of(host), true);
      case OFF -> Decision.acceptWithoutSecrets();
    };
  }

  private Decision addressConflict(Verdict.AddressConflict conflict) {
    Decision byName = decide(conflict.name());
    return switch (this) {
      case YES, ACCEPT_NEW -> Decision.refuse();
      case ASK ->
          byName.action() == Decision.Action.REFUSE
              ? byName
              : Decision.ask(byName.remember(), byName.learnsKeys());
      case OFF -> byName;
    };
  }
}
