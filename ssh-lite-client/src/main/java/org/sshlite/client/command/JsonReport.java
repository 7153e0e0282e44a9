package org.sshlite.client.command;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.client.HostReport;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.Explanation;
import org.sshlite.protocol.transport.KexTranscript;
import org.sshlite.protocol.transport.LegacyUse;

/**
 * {@code --explain=json}: one object in one line. A schema lies beside this class, {@code
 * explain-1.schema.json}; its number changes when a member goes or means something else.
 */
final class JsonReport {
  private static final String SCHEMA = "ssh-lite-explain/1";

  private JsonReport() {}

  static String of(HostReport report) {
    KexTranscript transcript = report.transcript();
    Map<String, Object> json = start(report.isBelieved());
    json.put("host", report.verdict().host().toString());
    json.put("clientIdentification", transcript.clientIdentification().line());
    json.put("serverIdentification", transcript.serverIdentification().line());
    json.put("negotiation", Choice.of(transcript).stream().map(JsonReport::of).toList());
    json.put("postQuantum", transcript.negotiated().kex().postQuantum());
    json.put("outdated", LegacyUse.of(transcript.negotiated(), report.hostKey()).uses());
    json.put("strictKeyExchange", transcript.isStrict());
    json.put("exchangeHash", HexFormat.of().formatHex(transcript.exchangeHash()));
    json.put("hashAlgorithm", transcript.negotiated().kex().hash());
    json.put("hostKey", of(report.hostKey()));
    json.put("signatureAlgorithm", report.hostKeyAlgorithm());
    json.put("verdict", of(report.verdict().getClass().getSimpleName(), report));
    json.put("attackerNeeds", AttackerNeeds.of(report));
    return Json.write(json);
  }

  /** Where it did not come to a verdict. */
  static String ofFailure(String problem) {
    Map<String, Object> json = start(false);
    json.put("problem", Printable.lines(problem));
    return Json.write(json);
  }

  private static Map<String, Object> start(boolean believed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", SCHEMA);
    json.put("believed", believed);
    return json;
  }

  private static Map<String, Object> of(Choice choice) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("slot", choice.slot());
    json.put("chosen", choice.chosen());
    json.put("reason", choice.reason());
    json.put("client", choice.ours());
    json.put("server", choice.theirs());
    return json;
  }

  private static Map<String, Object> of(PublicKey key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", key.type());
    json.put("fingerprint", key.fingerprint());
    if (key instanceof Certificate certificate) {
      json.put("keyId", certificate.fields().keyId());
      json.put("principals", certificate.fields().principals());
      json.put("ca", of(certificate.caKey()));
    }
    return json;
  }

  private static Map<String, Object> of(String name, HostReport report) {
    Explanation words = Explanation.of(report.verdict());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("headline", words.headline());
    json.put("expected", words.expected());
    json.put("came", words.came());
    json.put("meaning", words.meaning());
    json.put("nextSteps", words.nextSteps());
    json.put("obstacle", report.obstacle().map(List::of).orElse(List.of()));
    return json;
  }
}
