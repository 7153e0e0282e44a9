package org.sshlite.client.config;

import java.util.Optional;

/**
 * EscapeChar of ssh_config(5).
 *
 * @param value the byte, or -1 for none
 */
public record EscapeCharacter(int value) {
  public static final EscapeCharacter TILDE = new EscapeCharacter('~');
  public static final EscapeCharacter NONE = new EscapeCharacter(-1);

  /** From {@code ~}, {@code ^B} or {@code none}; empty for anything else. */
  public static Optional<EscapeCharacter> parse(String text) {
    if (text.equals("none")) {
      return Optional.of(NONE);
    }
    if (text.length() == 1 && text.charAt(0) < 256) {
      return Optional.of(new EscapeCharacter(text.charAt(0)));
    }
    boolean control =
        text.length() == 2 && text.charAt(0) == '^' && text.charAt(1) >= 64 && text.charAt(1) < 128;
    return control ? Optional.of(new EscapeCharacter(text.charAt(1) & 31)) : Optional.empty();
  }

  public boolean isNone() {
    return value < 0;
  }

  /** As {@code -G} shows it: vis(3) with VIS_WHITE. */
  @Override
  public String toString() {
    if (isNone()) {
      return "none";
    }
    int low = value & 0x7f;
    String meta = value > 0x7f ? "M" : "";
    if (low < 32 || low == 127) {
      return "\\" + meta + "^" + (char) (low ^ 64);
    }
    if (value == '\\') {
      return "\\\\";
    }
    return meta.isEmpty() && low != ' '
        ? String.valueOf((char) value)
        : meta.isEmpty() ? "\\040" : "\\M-" + (char) low;
  }
}
