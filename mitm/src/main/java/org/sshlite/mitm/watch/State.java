package org.sshlite.mitm.watch;

import java.util.Locale;
import org.sshlite.client.HostReport;
import org.sshlite.knownhosts.DnsFinding;
import org.sshlite.knownhosts.Remark;
import org.sshlite.knownhosts.Verdict;

/** What there is to say of a host's key. */
public enum State {
  /** A line of known_hosts, a CA, or an SSHFP record that DNSSEC vouches for, has it. */
  BELIEVED,
  /** known_hosts has it, and its SSHFP records have not. */
  SSHFP_DIFFERS,
  UNKNOWN,
  CHANGED,
  REVOKED,
  /** A certificate that is not valid, a key too short, an address known by another key. */
  REFUSED,
  /** It has different keys by different ways. */
  DIFFERS_BY_WAY,
  /** Nothing is known of its key now. */
  UNREACHABLE;

  static State of(HostReport report) {
    if (report.obstacle().isPresent()) {
      return REFUSED;
    }
    return switch (report.verdict()) {
      case Verdict.Trusted v ->
          v.remarks().stream().anyMatch(State::contradicts) ? SSHFP_DIFFERS : BELIEVED;
      case Verdict.Unknown v -> v.remarks().stream().anyMatch(State::vouches) ? BELIEVED : UNKNOWN;
      case Verdict.Changed _ -> CHANGED;
      case Verdict.Revoked _ -> REVOKED;
      case Verdict.DnsMismatch _ -> SSHFP_DIFFERS;
      case Verdict.AddressConflict _, Verdict.CertificateRefused _, Verdict.RevocationUnknown _ ->
          REFUSED;
    };
  }

  private static boolean contradicts(Remark remark) {
    return remark instanceof Remark.Dns(DnsFinding.Mismatch _);
  }

  private static boolean vouches(Remark remark) {
    return remark instanceof Remark.Dns(DnsFinding.Match(boolean secure)) && secure;
  }

  /** For machines. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
