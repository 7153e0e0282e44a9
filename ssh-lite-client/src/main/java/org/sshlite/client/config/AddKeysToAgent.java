package org.sshlite.client.config;

import java.util.List;
import java.util.Locale;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;

/**
 * AddKeysToAgent of ssh_config(5).
 *
 * @param seconds how long the agent keeps the key; 0 for ever
 */
public record AddKeysToAgent(Mode mode, long seconds) {
  static final AddKeysToAgent NO = new AddKeysToAgent(Mode.NO, 0);

  static final Syntax<AddKeysToAgent> SYNTAX =
      Syntax.shownAs(AddKeysToAgent::read, AddKeysToAgent::shown);

  /** Whether a key is added, and who is asked when. */
  public enum Mode {
    NO,
    YES,
    /** The user, before it is added. */
    ASK,
    /** The user by the agent, before each use. */
    CONFIRM
  }

  private static AddKeysToAgent read(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    String first = words.getFirst().toLowerCase(Locale.ROOT);
    if (words.size() > 2 || words.size() == 2 && !first.equals("confirm")) {
      throw line.error("unsupported option");
    }
    if (words.size() == 2) {
      String problem = "invalid time value.";
      return new AddKeysToAgent(Mode.CONFIRM, Values.seconds(line, words.getLast(), problem));
    }
    return switch (first) {
      case "yes", "true" -> new AddKeysToAgent(Mode.YES, 0);
      case "no", "false" -> NO;
      case "ask" -> new AddKeysToAgent(Mode.ASK, 0);
      case "confirm" -> new AddKeysToAgent(Mode.CONFIRM, 0);
      default -> new AddKeysToAgent(Mode.YES, Values.seconds(line, first, "unsupported option"));
    };
  }

  private String shown() {
    return switch (mode) {
      case NO -> "false";
      case YES -> seconds == 0 ? "true" : String.valueOf(seconds);
      case ASK -> "ask";
      case CONFIRM -> seconds == 0 ? "confirm" : "confirm " + seconds;
    };
  }
}
