package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** New passphrases, typed twice. The caller erases them. */
final class Passphrases {
  private Passphrases() {}

  /** One from the command line, where others may see it: the user's choice. */
  static SecretBytes of(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For a new key; asked until both agree. */
  static SecretBytes forNewKey(Path file, Console console) throws IOException {
    String prompt =
        "Enter passphrase for \""
            + Printable.line(file.toString())
            + "\" (empty for no passphrase): ";
    while (true) {
      SecretBytes first = console.secret(prompt);
      try (SecretBytes second = console.secret("Enter same passphrase again: ")) {
        if (first.equals(second)) {
          return first;
        }
      }
      first.close();
      console.line("Passphrases do not match.  Try again.");
    }
  }

  /** For a key that has one; asked once. */
  static SecretBytes change(Console console) throws IOException, ToolException {
    SecretBytes first = console.secret("Enter new passphrase (empty for no passphrase): ");
    try (SecretBytes second = console.secret("Enter same passphrase again: ")) {
      if (first.equals(second)) {
        return first;
      }
    }
    first.close();
    console.line("Pass phrases do not match.  Try again.");
    throw ToolException.ending(1, "");
  }
}
