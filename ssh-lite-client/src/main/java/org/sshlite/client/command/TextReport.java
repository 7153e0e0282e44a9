package org.sshlite.client.command;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.sshlite.client.HostReport;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.Explanation;
import org.sshlite.protocol.transport.KexTranscript;
import org.sshlite.protocol.transport.LegacyUse;

/** {@code --explain} for people: one step after the other. */
final class TextReport {
  private final HostReport report;
  private final KexTranscript transcript;
  private final List<String> lines = new ArrayList<>();

  TextReport(HostReport report) {
    this.report = report;
    this.transcript = report.transcript();
  }

  /** Safe to print. */
  List<String> lines() {
    identification();
    negotiation();
    keyExchange();
    signature();
    verdict();
    attacker();
    return lines;
  }

  private void heading(String text) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(text);
  }

  private void add(String text) {
    lines.add("   " + text);
  }

  private void identification() {
    heading("1. Both sides said what they are (RFC 4253 section 4.2)");
    add("we:         " + Printable.line(transcript.clientIdentification().line()));
    add("the server: " + Printable.line(transcript.serverIdentification().line()));
  }

  private void negotiation() {
    heading("2. Both sides offered algorithms; of each list the client's first that the server");
    lines.add("   has too is taken (RFC 4253 section 7.1)");
    for (Choice choice : Choice.of(transcript)) {
      add(choice.slot() + ": " + (choice.chosen().isEmpty() ? "none" : choice.chosen()));
      add("    why:        " + choice.reason());
      choice.weakness().ifPresent(text -> add("    outdated:   " + text));
      add("    we:         " + String.join(",", choice.ours()));
      add("    the server: " + String.join(",", choice.theirs()));
    }
    if (!report
        .configuredHostKeys()
        .equals(transcript.client().serverHostKeyAlgorithms().names())) {
      add("The host key algorithms whose keys are known for this host were put first.");
    }
  }

  private void keyExchange() {
    heading("3. Both sides agreed on a secret by " + transcript.negotiated().kex().name());
    add(
        transcript.negotiated().kex().postQuantum()
            ? "It is post-quantum: what is recorded today stays secret from a quantum computer."
            : "It is not post-quantum: what is recorded today may be read by a quantum computer.");
    add(
        transcript.isStrict()
            ? "Both sides keep to strict key exchange: no packet can be cut out (Terrapin)."
            : "The server does not know strict key exchange: with ChaCha20-Poly1305 or"
                + " encrypt-then-MAC packets could be cut out unnoticed (Terrapin).");
  }

  private void signature() {
    PublicKey key = report.hostKey();
    heading("4. The server signed all of that");
    add("hash:      H = " + transcript.negotiated().kex().hash() + " over both identification");
    add("           strings, both offers, the host key, both ephemeral keys and the secret");
    add("           " + HexFormat.of().formatHex(transcript.exchangeHash()));
    add("key:       " + key.type() + " " + key.fingerprint());
    if (key instanceof Certificate certificate) {
      add("           a certificate, signed by the CA " + certificate.caKey().type());
      add("           " + certificate.caKey().fingerprint());
    }
    add("algorithm: " + report.hostKeyAlgorithm());
    LegacyUse.of(transcript.negotiated(), key)
        .warning()
        .ifPresent(text -> add("warning:   " + text));
    add("The signature is good: who answered owns this key, and nothing above was altered on its");
    add("way. Whether it is the key of the host you mean is another question:");
  }

  private void verdict() {
    heading("5. The verdict: " + (report.isBelieved() ? "believed" : "NOT believed"));
    Explanation.of(report.verdict()).text().lines().forEach(this::add);
    report.obstacle().ifPresent(this::add);
  }

  private void attacker() {
    heading("6. What an attacker in the middle would have needed");
    AttackerNeeds.of(report).forEach(this::add);
  }
}
