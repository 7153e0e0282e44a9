package org.sshlite.client.config;

import java.time.Duration;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;

/**
 * ObscureKeystrokeTiming of ssh_config(5).
 *
 * @param interval between two packets while somebody types; zero for when he types
 */
public record KeystrokeTiming(Duration interval) {
  static final KeystrokeTiming USUAL = new KeystrokeTiming(Duration.ofMillis(20));

  static final Syntax<KeystrokeTiming> SYNTAX =
      Syntax.shownAs(KeystrokeTiming::read, KeystrokeTiming::shown);

  private static final String INTERVAL = "interval:";
  private static final int LONGEST = 1000;

  private static KeystrokeTiming read(ConfigLine line) throws ConfigException {
    String text = line.only();
    return switch (text) {
      case "yes", "true" -> USUAL;
      case "no", "false" -> new KeystrokeTiming(Duration.ZERO);
      default -> {
        if (!text.startsWith(INTERVAL)) {
          throw line.error("unsupported argument \"" + text + "\"");
        }
        String milliseconds = text.substring(INTERVAL.length());
        if (!milliseconds.matches("[0-9]{1,4}")
            || Integer.parseInt(milliseconds) < 1
            || Integer.parseInt(milliseconds) > LONGEST) {
          throw line.error("value out of range.");
        }
        yield new KeystrokeTiming(Duration.ofMillis(Integer.parseInt(milliseconds)));
      }
    };
  }

  private String shown() {
    if (interval.isZero()) {
      return "no";
    }
    return equals(USUAL) ? "yes" : String.valueOf(interval.toMillis());
  }
}
