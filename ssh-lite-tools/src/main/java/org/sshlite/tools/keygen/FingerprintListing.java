package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.KeyLabel;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/**
 * {@code -l} and {@code -B}: fingerprints of the keys in a file, be it private, public, or a list
 * of keys.
 */
final class FingerprintListing implements Operation {
  private final CommandLine line;
  private final Console console;

  FingerprintListing(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file = Subject.of(line, console, "Enter file in which the key is");
    boolean stdin = file.toString().equals("-");
    String name = stdin ? "(stdin)" : Printable.line(file.toString());
    List<String> lines = TextFile.lines(read(file, stdin, name));
    if (!stdin && lines.getFirst().contains("PRIVATE KEY")) {
      return showPrivate(file, name);
    }
    boolean found = false;
    for (String text : lines) {
      Optional<KeyText> key = keyOf(text.stripLeading());
      if (key.isPresent()) {
        show(key.get().key(), Optional.of(key.get().rest()).filter(rest -> !rest.isEmpty()));
        found = true;
      }
    }
    if (!found) {
      throw ToolException.fatal(name + " is not a public key file.");
    }
    return 0;
  }

  private byte[] read(Path file, boolean stdin, String name) throws ToolException, IOException {
    if (stdin) {
      return TextFile.readAll(console.in());
    }
    try {
      return TextFile.read(file);
    } catch (IOException e) {
      throw ToolException.fatal(Program.NAME + ": " + name + ": " + Reason.of(e));
    }
  }

  /**
   * The key of a line and what names it: its comment, or else what stands in front of it (options
   * of authorized_keys, names of known_hosts).
   */
  private static Optional<KeyText> keyOf(String text) {
    if (text.isEmpty() || text.charAt(0) == '#') {
      return Optional.empty();
    }
    try {
      return Optional.of(named(KeyText.parse(text), ""));
    } catch (MalformedException _) {
      int end = endOfFirstField(text);
      try {
        return Optional.of(
            named(KeyText.parse(text.substring(end).stripLeading()), text.substring(0, end)));
      } catch (MalformedException _) {
        return Optional.empty();
      }
    }
  }

  private static KeyText named(KeyText text, String before) {
    String rest = text.rest();
    return new KeyText(text.key(), rest.isEmpty() || rest.charAt(0) == '#' ? before : rest);
  }

  private static int endOfFirstField(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && text.startsWith("\"", i + 1)) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        return i;
      }
    }
    return text.length();
  }

  /** The comment is in the public key file, or in the private one where that is not encrypted. */
  private int showPrivate(Path file, String name) throws ToolException, IOException {
    Optional<PublicKeyFile> found = PublicKeyFile.find(file);
    if (found.isPresent() && found.get().comment().isPresent()) {
      show(found.get().key(), found.get().comment());
      return 0;
    }
    try {
      var named = PrivateKeyFile.read(file, PassphraseSource.NONE, RsaPublicKey.LEAST_MINIMUM_BITS);
      try (PrivateKey key = named.key()) {
        boolean has = PrivateKeys.hasComment(file, named.comment());
        show(key.publicKey(), has ? Optional.of(named.comment()) : Optional.empty());
        return 0;
      }
    } catch (KeyFileException _) {
      if (found.isEmpty()) {
        throw ToolException.fatal(name + " is not a key file.");
      }
      show(found.get().key(), Optional.empty());
      return 0;
    }
  }

  private void show(PublicKey key, Optional<String> comment) throws IOException {
    KeyLabel label = KeyLabel.of(key);
    console.line(
        label.bits()
            + " "
            + line.listed(key)
            + " "
            + comment.map(KeyText::printable).orElse("no comment")
            + " ("
            + label.type()
            + ")");
    if (line.verbose()) {
      console.line(line.fingerprintHash().pictureOf(key));
    }
  }
}
