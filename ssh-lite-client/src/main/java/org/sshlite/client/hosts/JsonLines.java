package org.sshlite.client.hosts;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sshlite.client.command.Json;

/**
 * For programs: a JSON object a line, RFC 8259, for each host as it is done, and for the summary.
 */
final class JsonLines implements Report {
  private final Writer out;

  JsonLines(OutputStream out) {
    this.out = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
  }

  @Override
  public void done(HostResult result) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("host", result.host());
    fields.put("result", result.kind().word());
    result.status().ifPresent(status -> fields.put("status", status));
    if (result.kind() != Kind.OK) {
      fields.put("message", result.message());
    }
    fields.put("milliseconds", result.duration().toMillis());
    String head = Json.write(fields);
    out.write(head.substring(0, head.length() - 1));
    output("stdout", result.job().stdout());
    output("stderr", result.job().stderr());
    out.write("}\n");
    out.flush();
  }

  /** As text: what is no UTF-8 in it is replaced. */
  private void output(String name, OutputStream kept) throws IOException {
    Spool spool = (Spool) kept;
    spool.seal();
    out.write(",\"" + name + "\":\"");
    try (spool;
        Reader in = new InputStreamReader(spool.open(), StandardCharsets.UTF_8)) {
      char[] piece = new char[8192];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        String quoted = Json.write(new String(piece, 0, count));
        out.write(quoted, 1, quoted.length() - 2);
      }
    }
    out.write("\"");
  }

  @Override
  public void end(Summary summary) throws IOException {
    Map<String, Object> kinds = new LinkedHashMap<>();
    summary
        .failures()
        .forEach(
            (kind, hosts) -> kinds.put(kind.word(), hosts.stream().map(HostResult::host).toList()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hosts", (long) summary.hosts());
    fields.put("succeeded", (long) summary.succeeded());
    fields.put("failed", kinds);
    fields.put("milliseconds", summary.duration().toMillis());
    out.write(Json.write(Map.of("summary", fields)) + "\n");
    out.flush();
  }
}
