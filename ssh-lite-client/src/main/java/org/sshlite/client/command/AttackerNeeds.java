package org.sshlite.client.command;

import java.util.List;
import org.sshlite.client.HostReport;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.knownhosts.Basis;
import org.sshlite.knownhosts.Verdict;

/** What somebody in the middle would have needed to be judged as the host was. */
final class AttackerNeeds {
  private AttackerNeeds() {}

  /** A sentence a line, safe to print. */
  static List<String> of(HostReport report) {
    return switch (report.verdict()) {
      case Verdict.Trusted trusted -> trusted(trusted.basis(), report.hostKey());
      case Verdict.Unknown _ ->
          List.of(
              "Nothing: no key is known for the host, so any key would have looked like this one.",
              "Only the fingerprint, compared over another way, tells the host from an attacker.");
      case Verdict.Changed _ ->
          List.of(
              "To be believed: the private half of a key that is expected.",
              "Who answered has shown another key, and proved no more than that it owns this one.");
      case Verdict.Revoked _ ->
          List.of("A key that is revoked may be in anybody's hands: its signature proves nothing.");
      case Verdict.AddressConflict _ ->
          List.of(
              "Control of the name's address, and a key that is known for the name but not there.");
      case Verdict.CertificateRefused _ ->
          List.of("To be believed: a valid certificate of the CA, which this one is not.");
      case Verdict.DnsMismatch _ ->
          List.of("To be believed: the private half of a key that the DNS records name.");
      case Verdict.RevocationUnknown _ ->
          List.of(
              "Perhaps nothing: whether the key was stolen could not be found out, so it counts as"
                  + " stolen.");
    };
  }

  private static List<String> trusted(Basis basis, PublicKey key) {
    return switch (basis) {
      case Basis.KnownKey(var line, _) ->
          List.of(
              "The private half of " + name(line.key()) + ", which only the host should have;",
              "or to have changed " + line.where() + " before.");
      case Basis.Authority(var line, Certificate certificate) ->
          List.of(
              "The private half of the certified key " + name(certificate.key()) + ";",
              "or that of the CA " + name(line.key()) + ", to certify a key of their own;",
              "or to have changed " + line.where() + " before.");
      case Basis.Dns() ->
          List.of(
              "The private half of " + name(key) + ";",
              "or control of the DNS zone and of its DNSSEC keys, or of the resolver we believe.");
      case Basis.FirstUse(_) -> List.of("To have been there first: the host was not known before.");
    };
  }

  private static String name(PublicKey key) {
    return key.type() + " " + key.fingerprint();
  }
}
