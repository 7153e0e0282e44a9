package org.sshlite.crypto.signer;

import java.util.Optional;

/**
 * A line of an allowed_signers file: principals, then options and a key.
 *
 * @param principals a pattern list, without its quotes
 * @param rest options, key and comment, as written; perhaps empty
 */
record SignerLine(String principals, String rest) {
  static boolean holdsSigner(String line) {
    String text = line.strip();
    return !text.isEmpty() && text.charAt(0) != '#';
  }

  /** Empty when a quote is not closed. */
  static Optional<SignerLine> split(String line) {
    String text = line.strip();
    int end = 0;
    while (end < text.length() && " \t\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String principals = text.substring(0, end);
    int rest = end;
    if (text.startsWith("\"", end)) {
      int close = text.indexOf('"', end + 1);
      if (close < 0) {
        return Optional.empty();
      }
      principals += text.substring(end + 1, close);
      rest = close + 1;
    }
    return Optional.of(new SignerLine(principals, text.substring(rest).strip()));
  }
}
