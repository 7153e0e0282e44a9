package org.sshlite.client.config;

import java.util.List;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;

/**
 * PermitRemoteOpen of ssh_config(5): where a remote forward without a target may connect to.
 *
 * @param words {@code host:port} each, or "any" or "none" alone
 */
public record RemoteOpens(List<String> words) {
  static final RemoteOpens ANY = new RemoteOpens(List.of("any"));

  static final Syntax<RemoteOpens> SYNTAX =
      Syntax.shownAs(RemoteOpens::read, value -> String.join(" ", value.words()));

  public RemoteOpens {
    words = List.copyOf(words);
  }

  private static RemoteOpens read(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    for (String word : words) {
      boolean alone = word.equalsIgnoreCase("none") || word.equalsIgnoreCase("any");
      if (alone && words.size() > 1) {
        throw line.error(
            "keyword " + line.keyword() + " \"" + word + "\" argument must appear alone.");
      }
      String port = word.substring(word.lastIndexOf(':') + 1);
      if (!alone && (port.length() == word.length() || !isPortOrAny(port))) {
        throw line.error("bad port number in PermitRemoteOpen");
      }
    }
    return new RemoteOpens(words);
  }

  private static boolean isPortOrAny(String text) {
    return text.equals("*") || Destination.port(text).isPresent();
  }

  /**
   * @param host as the far side has it: no name is looked up
   */
  public boolean permit(String host, int port) {
    return words.getFirst().equalsIgnoreCase("any")
        || words.stream().anyMatch(word -> permits(word, host, port));
  }

  private static boolean permits(String word, String host, int port) {
    int colon = word.lastIndexOf(':');
    if (colon < 0) {
      return false; // none
    }
    String pattern = word.substring(0, colon).replaceAll("^\\[|]$", "");
    String permitted = word.substring(colon + 1);
    return new Wildcard(pattern).matches(host)
        && (permitted.equals("*") || permitted.equals(String.valueOf(port)));
  }
}
