package org.sshlite.crypto.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;

/**
 * One option of an authorized_keys or allowed_signers line: a flag such as {@code restrict}, or a
 * name with a quoted value such as {@code command="uptime"}.
 *
 * @param name in lower case: option names are compared without regard to case
 * @param value without its quotes; empty for a flag
 */
public record KeyOption(String name, Optional<String> value) {
  private static final String STRUCTURE = "key options";

  /**
   * A comma-separated list of options; spaces count only inside quotes, {@code \"} inside quotes
   * stands for a quote, any other backslash for itself. No options from an empty text.
   *
   * @throws MalformedException for anything OpenSSH refuses: no quotes around a value, a quote not
   *     closed, an empty option
   */
  public static List<KeyOption> parseList(String text) throws MalformedException {
    return parse(text, false);
  }

  /**
   * As {@link #parseList}, for authorized_keys: commas with nothing between them, in front or at
   * the end are passed over, as sshd does ({@code no-pty, ssh-ed25519 …}).
   */
  public static List<KeyOption> parseLooseList(String text) throws MalformedException {
    return parse(text, true);
  }

  private static List<KeyOption> parse(String text, boolean loose) throws MalformedException {
    List<KeyOption> options = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (loose && text.charAt(at) == ',') {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && isNameCharacter(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        throw new MalformedException(STRUCTURE, "name", "missing");
      }
      String name = text.substring(at, end).toLowerCase(Locale.ROOT);
      if (end < text.length() && text.charAt(end) == '=') {
        StringBuilder value = new StringBuilder();
        end = readQuoted(text, end + 1, name, value);
        options.add(new KeyOption(name, Optional.of(value.toString())));
      } else {
        options.add(new KeyOption(name, Optional.empty()));
      }
      at = afterComma(text, end, name, loose);
    }
    return List.copyOf(options);
  }

  private static boolean isNameCharacter(char c) {
    return c == '-' || c == '.' || c == '@' || c == '_' || c < 0x80 && Character.isLetterOrDigit(c);
  }

  /** Appends what stands between the quotes from {@code at}; returns the index behind them. */
  private static int readQuoted(String text, int at, String name, StringBuilder value)
      throws MalformedException {
    if (at == text.length() || text.charAt(at) != '"') {
      throw new MalformedException(STRUCTURE, name, "missing start quote");
    }
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
        c = '"';
      }
      value.append(c);
    }
    throw new MalformedException(STRUCTURE, name, "missing end quote");
  }

  private static int afterComma(String text, int at, String name, boolean loose)
      throws MalformedException {
    if (at == text.length()) {
      return at;
    }
    if (text.charAt(at) != ',') {
      throw new MalformedException(STRUCTURE, name, "unknown key option");
    }
    if (at + 1 == text.length() && !loose) {
      throw new MalformedException(STRUCTURE, name, "unexpected end-of-options");
    }
    return at + 1;
  }

  /** As it stands in a line, quoted where it has a value. */
  @Override
  public String toString() {
    return value.map(v -> name + "=\"" + v.replace("\"", "\\\"") + "\"").orElse(name);
  }
}
