package org.sshlite.crypto.key;

import java.util.Base64;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * A public key as one line of text, sshd(8) AUTHORIZED_KEYS FILE FORMAT: {@code [options] type
 * base64 [comment]}, also the contents of a {@code .pub} file.
 *
 * @param options the options as they stand in the line, or empty; {@link #optionList} takes them
 *     apart
 * @param comment the rest of the line without surrounding blanks, or empty; as it came, so it goes
 *     through {@code Printable} before it reaches a screen
 */
public record PublicKeyLine(String options, PublicKey key, String comment) {
  private static final String STRUCTURE = "public key line";

  /**
   * @throws IllegalArgumentException for line breaks: what follows one would be a line of its own
   */
  public PublicKeyLine {
    if (hasLineBreak(options) || hasLineBreak(comment)) {
      throw new IllegalArgumentException("line break in a public key line");
    }
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  /** Whether the line is neither blank nor a comment. */
  public static boolean holdsKey(String line) {
    String text = line.strip();
    return !text.isEmpty() && text.charAt(0) != '#';
  }

  /** A line with a plain key. */
  public static PublicKeyLine parse(String line) throws MalformedException {
    return parse(line, PublicKeys::read);
  }

  /**
   * @param line without its newline; one where {@link #holdsKey} is true
   * @param reader for the key's blob
   * @throws MalformedException when there is no key, options are not closed, or the type in front
   *     is not that of the blob
   */
  public static PublicKeyLine parse(String line, PublicKeyReader reader) throws MalformedException {
    String text = line.strip();
    if (hasLineBreak(text)) {
      throw new MalformedException(STRUCTURE, "line", "more than one");
    }
    // a key's first word repeats the type inside its blob, options never do
    if (startsWithKey(text)) {
      return parseKey("", text, reader);
    }
    int end = endOfOptions(text);
    String rest = text.substring(end).strip();
    if (!startsWithKey(rest)) {
      throw new MalformedException(STRUCTURE, "key", "none found");
    }
    return parseKey(text.substring(0, end), rest, reader);
  }

  private static boolean startsWithKey(String text) {
    String[] words = text.split("[ \t]+", 3);
    if (words.length < 2) {
      return false;
    }
    try {
      String type = new SshReader(STRUCTURE, Base64.getDecoder().decode(words[1])).ascii("type");
      return SignatureAlgorithms.keyType(type).equals(SignatureAlgorithms.keyType(words[0]));
    } catch (MalformedException | IllegalArgumentException _) {
      return false;
    }
  }

  private static PublicKeyLine parseKey(String options, String text, PublicKeyReader reader)
      throws MalformedException {
    String[] words = text.split("[ \t]+", 3);
    PublicKey key = reader.read(Base64.getDecoder().decode(words[1]));
    return new PublicKeyLine(options, key, words.length == 3 ? words[2].strip() : "");
  }

  private static int endOfOptions(String text) throws MalformedException {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        return i;
      }
    }
    if (quoted) {
      throw new MalformedException(STRUCTURE, "options", "missing end quote");
    }
    return text.length();
  }

  /** The options one by one. */
  public List<KeyOption> optionList() throws MalformedException {
    return KeyOption.parseList(options);
  }

  /** The line, without a newline. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    if (!options.isEmpty()) {
      line.append(options).append(' ');
    }
    line.append(key.type()).append(' ').append(Base64.getEncoder().encodeToString(key.blob()));
    if (!comment.isEmpty()) {
      line.append(' ').append(comment);
    }
    return line.toString();
  }
}
