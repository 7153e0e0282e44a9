package org.sshlite.knownhosts;

import static org.sshlite.knownhosts.Explanation.Tone.ALARM;
import static org.sshlite.knownhosts.Explanation.Tone.INFORMATION;
import static org.sshlite.knownhosts.Explanation.Tone.QUESTION;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;

/**
 * Finds the words for a verdict on one host. Where ssh has a sentence that scripts look for ("HOST
 * IDENTIFICATION HAS CHANGED", "Offending … key in file:line", "The authenticity of host"), it is
 * the same sentence.
 */
final class Explainer {
  // enough to recognize a machine by, few enough to be read; ssh lists as many
  private static final int MOST_OTHER_NAMES = 8;

  private final HostName host;
  private final PublicKey offered;
  private final KeyDisplay display;
  private final String came;

  Explainer(HostName host, PublicKey offered, KeyDisplay display) {
    this.host = host;
    this.offered = offered;
    this.display = display;
    this.came = display.name(offered);
  }

  Explanation explain(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> trusted(trusted);
      case Verdict.Unknown unknown -> unknown(unknown);
      case Verdict.Changed changed -> changed(changed);
      case Verdict.Revoked revoked -> revoked(revoked.by());
      case Verdict.AddressConflict conflict -> addressConflict(conflict);
      case Verdict.CertificateRefused refused -> certificateRefused(refused.refusal());
      case Verdict.DnsMismatch mismatch -> dnsMismatch(mismatch.records());
      case Verdict.RevocationUnknown unknown -> revocationUnknown(unknown.problem());
    };
  }

  private Explanation trusted(Verdict.Trusted trusted) {
    List<String> meaning = new ArrayList<>();
    String headline =
        switch (trusted.basis()) {
          case Basis.KnownKey(_, boolean exactName) -> {
            if (!exactName) {
              meaning.add("The line names the host without the port; it counts for every port.");
            }
            // ssh's words: programs look for them in what -v tells
            yield "Host '"
                + host
                + "' is known and matches the "
                + offered.typeName()
                + " host key.";
          }
          case Basis.Authority(KnownHost line, Certificate certificate) -> {
            meaning.add(
                "Certificate \""
                    + Printable.line(certificate.fields().keyId())
                    + "\", serial "
                    + Long.toUnsignedString(certificate.fields().serial())
                    + ", for "
                    + RemarkText.principals(certificate.fields()));
            meaning.add("of the CA " + display.at(line) + ".");
            yield host + " showed a valid certificate of a CA that is known for it.";
          }
          case Basis.Dns _ ->
              host + " showed the key of its SSHFP record, which DNSSEC vouches for.";
          case Basis.FirstUse(List<Location> added) -> {
            added.forEach(where -> meaning.add("It stands in " + where + " now."));
            yield host + " was not known before; its key is believed from now on.";
          }
        };
    meaning.addAll(remarks(trusted.remarks()));
    List<String> expected =
        trusted.basis() instanceof Basis.KnownKey(KnownHost line, _)
            ? List.of(display.at(line))
            : List.of();
    return new Explanation(INFORMATION, headline, expected, came, meaning, List.of());
  }

  private static List<String> remarks(List<Remark> remarks) {
    return remarks.stream().flatMap(remark -> remark.lines().stream()).toList();
  }

  private Explanation unknown(Verdict.Unknown unknown) {
    String address = unknown.unknownAddress().map(name -> " (" + name + ")").orElse("");
    List<String> meaning = new ArrayList<>();
    meaning.add(offered.typeName() + " key fingerprint is: " + display.fingerprint(offered));
    display.picture(offered).ifPresent(meaning::add);
    meaning.addAll(remarks(unknown.remarks()));
    if (unknown.otherNames().isEmpty()) {
      meaning.add("This key is not known by any other names.");
    } else {
      meaning.add("This host key is known by the following other names/addresses:");
      unknown.otherNames().stream()
          .limit(MOST_OTHER_NAMES)
          .forEach(line -> meaning.add("    " + line.where() + ": " + line.displayNames()));
      int more = unknown.otherNames().size() - MOST_OTHER_NAMES;
      if (more > 0) {
        meaning.add("    (" + more + " more)");
      }
    }
    return new Explanation(
        QUESTION,
        "The authenticity of host '" + host + address + "' can't be established.",
        List.of(),
        "",
        meaning,
        List.of(
            "Compare the fingerprint with one that the host's administrator gave you, or that",
            "  ssh-keygen -lf /etc/ssh/ssh_host_" + fileWord() + "_key.pub",
            "prints on the host itself."));
  }

  private Explanation changed(Verdict.Changed changed) {
    List<String> meaning = new ArrayList<>();
    meaning.add(host + " did not show the host key that it is known by.");
    meaning.add("Someone may stand between you and this host and read what you type");
    meaning.add("(a man-in-the-middle attack), or its host key has been changed.");
    KnownHost first = changed.expected().getFirst();
    if (!first.key().type().equals(offered.type())) {
      meaning.add(
          "The key that came is "
              + offered.typeName()
              + "; no key of that type is known for this host.");
    }
    changed.address().ifPresent(address -> meaning.addAll(doubt(address)));
    meaning.addAll(remarks(changed.remarks()));
    changed
        .expected()
        .forEach(
            line -> meaning.add("Offending " + line.key().typeName() + " key in " + line.where()));
    return new Explanation(
        ALARM,
        "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!",
        changed.expected().stream().map(display::at).toList(),
        came,
        meaning,
        new RemovalSteps(host, changed.expected()).lines());
  }

  private List<String> doubt(AddressFinding finding) {
    String address = "The address " + finding.address();
    return switch (finding.state()) {
      case UNKNOWN -> List.of(address + " is not known: the name may lead to another machine now.");
      case SAME_KEY -> List.of(address + " is known by the key that came.");
      case OTHER_KEY ->
          List.of(
              address + " is known by another key than the name:",
              "  " + display.at(finding.known().getFirst()),
              "DNS spoofing, or name and address belong to different machines.");
    };
  }

  /** Whether it is the certificate's CA that is revoked, and not the host's own key. */
  private boolean isOfAuthority(Revocation by) {
    return by instanceof Revocation.ByLine(KnownHost line)
        && offered instanceof Certificate certificate
        && line.key().equals(certificate.caKey());
  }

  private Explanation revoked(Revocation by) {
    String where =
        switch (by) {
          case Revocation.ByLine(KnownHost line) -> line.where().toString();
          case Revocation.ByFile(String file) -> FileText.display(FileText.encode(file));
        };
    return new Explanation(
        ALARM,
        "WARNING: REVOKED HOST KEY DETECTED!",
        List.of(),
        came,
        List.of(
            "The "
                + offered.typeName()
                + " host key for "
                + host
                + (isOfAuthority(by) ? " is of a CA that" : "")
                + " is marked as revoked in",
            "  " + where,
            "A stolen key may be in use to impersonate this host."),
        List.of("Ask the host's administrator for its present key."));
  }

  private Explanation addressConflict(Verdict.AddressConflict conflict) {
    List<String> expected = new ArrayList<>();
    if (conflict.name() instanceof Verdict.Trusted trusted
        && trusted.basis() instanceof Basis.KnownKey(KnownHost line, _)) {
      expected.add(display.at(line) + " for " + host);
    }
    HostName address = conflict.address().address();
    conflict.address().known().forEach(line -> expected.add(display.at(line) + " for " + address));
    return new Explanation(
        QUESTION,
        "Warning: the "
            + offered.typeName()
            + " host key for '"
            + host
            + "' differs from the key for the IP address '"
            + address
            + "'",
        expected,
        came,
        List.of("The name may lead to another machine than before, or the address was given anew."),
        new RemovalSteps(address, conflict.address().known()).lines());
  }

  private Explanation certificateRefused(Remark.RefusedCertificate refusal) {
    List<String> meaning = new ArrayList<>(RemarkText.lines(refusal));
    meaning.add("A CA is known for " + host + ", so a valid certificate was expected.");
    meaning.add("Someone may stand between you and this host and read what you type");
    meaning.add("(a man-in-the-middle attack), or its certificate has not been renewed.");
    return new Explanation(
        ALARM,
        "WARNING: HOST CERTIFICATE REFUSED!",
        List.of("a certificate of " + display.at(refusal.authority())),
        came,
        meaning,
        List.of("Ask the host's administrator for a new certificate."));
  }

  private Explanation dnsMismatch(DnsAnswer.Records records) {
    return new Explanation(
        ALARM,
        "WARNING: HOST KEY DOES NOT MATCH ITS DNS RECORD!",
        records.records().stream().map(record -> "SSHFP " + record).toList(),
        came + " (SSHFP " + SshfpRecord.of(offered) + ")",
        List.of(
            "Nothing is known of " + host + " but its SSHFP records in the DNS,",
            (records.secure() ? "which DNSSEC vouches for" : "which DNSSEC does not vouch for")
                + ", and they have other keys.",
            "Someone may stand between you and this host and read what you type",
            "(a man-in-the-middle attack), or the records are out of date."),
        List.of(
            "Ask the host's administrator for its fingerprint, not over this connection,",
            "and to update the SSHFP records."));
  }

  private Explanation revocationUnknown(Problem problem) {
    return new Explanation(
        ALARM,
        "WARNING: HOST KEY REVOCATION CANNOT BE CHECKED!",
        List.of(),
        came,
        List.of(
            "RevokedHostKeys names a file that cannot be used:",
            "  " + problem,
            "The key of " + host + " may be revoked, so it is not believed."),
        List.of("Mend the file, or take it out of RevokedHostKeys."));
  }

  private String fileWord() {
    return offered.typeName().toLowerCase(Locale.ROOT);
  }
}
