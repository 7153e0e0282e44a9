package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/ssh_config.md says what is true of each keyword. {@code -Dwrite.docs=true} writes it anew.
 */
class KeywordTableTest {
  private static final Path TABLE = Path.of("../docs/ssh_config.md");

  private static final String HEAD =
      """
      # The keywords of ssh_config here

      All of OpenSSH 10.5 are read, checked and shown by `-G`. What "has no effect yet" is told in one line where it
      would change what a call does, and refused where ignoring it would be unsafe. The values are those that hold
      where nothing is set, as `-G` shows them.

      | keyword | here | value |
      |---|---|---|
      """;

  private static final String TAIL =
      """

      What has no effect, and why: there are no tunnel devices here (Tunnel, TunnelDevice); a host's own key is read by a
      program with root's rights that OpenSSH brings along (HostbasedAuthentication, HostbasedAcceptedAlgorithms, EnableSSHKeysign); keys of smart cards and
      authenticators are used through an agent, which has the libraries for them (PKCS11Provider, SecurityKeyProvider).

      PubkeyAuthentication: a signature names the host's key where the server takes that, with `yes` and `host-bound`; with `unbound` never.

      LogVerbose names places of our source: `Dialer.java:dial():*`; as with ssh, the first list of patterns alone holds.
      """;

  @Test
  void the_table_of_keywords_is_true() throws Exception {
    String table = HEAD + rows() + "\n" + TAIL;
    if (Boolean.getBoolean("write.docs")) {
      Files.createDirectories(TABLE.getParent());
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).as("-Dwrite.docs=true writes it").isEqualTo(table);
  }

  private static String rows() throws IOException {
    ClientConfig config = new ClientConfig();
    Map<String, String> rows =
        new TreeMap<>(Comparator.comparing(name -> name.toLowerCase(Locale.ROOT)));
    for (String keyword : KeywordsTest.all()) {
      rows.put(keyword, row(keyword, config));
    }
    return rows.values().stream().collect(Collectors.joining("\n"));
  }

  private static String row(String keyword, ClientConfig config) {
    if (List.of("Host", "Match", "Include").contains(keyword)) {
      return "| " + keyword + " | works | |";
    }
    var setting = config.setting(ClientKeywords.canonical(keyword));
    if (setting.isEmpty()) {
      return "| " + keyword + " | passed over | |";
    }
    List<String> values = new ArrayList<>();
    for (String line : setting.get().show()) {
      int blank = line.indexOf(' ');
      values.add(line.substring(blank + 1));
    }
    // which folders and users are usual is the machine's
    boolean plain =
        values.size() == 1 && values.getFirst().length() <= 40 && !values.getFirst().contains("/");
    String value =
        plain && !values.getFirst().isBlank() ? "`" + values.getFirst().strip() + "`" : "";
    return "| "
        + keyword
        + " | "
        + (setting.get().hasEffect() ? "works" : "has no effect yet")
        + " | "
        + value
        + (value.isEmpty() ? "|" : " |");
  }
}
