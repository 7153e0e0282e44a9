package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/**
 * A public key or certificate, found where ssh-keygen looks for it.
 *
 * @param comment from the file; its name where it has none, as ssh-keygen does; empty when the key
 *     comes from a private key file
 */
record PublicKeyFile(PublicKey key, Optional<String> comment) {
  private static final String MODE = "rw-r--r--";

  /** In the file itself, beside it with {@code .pub}, or in front of the private key in it. */
  static Optional<PublicKeyFile> find(Path file) {
    return firstIn(file)
        .or(() -> firstIn(Path.of(file + ".pub")))
        .or(() -> insidePrivate(file).map(key -> new PublicKeyFile(key, Optional.empty())));
  }

  /** As {@link #find}, for those who need one. */
  static PublicKeyFile load(Path file, String complaint) throws ToolException {
    return require(file, complaint + " \"" + Printable.line(file.toString()) + "\"");
  }

  /** As {@link #load}; the complaint names the file. */
  static PublicKeyFile require(Path file, String complaint) throws ToolException {
    return find(file)
        .orElseThrow(
            () ->
                ToolException.fatal(
                    complaint
                        + ": "
                        + (Files.exists(file) ? "invalid format" : "No such file or directory")));
  }

  private static Optional<PublicKeyFile> firstIn(Path file) {
    try {
      for (String line : TextFile.lines(TextFile.read(file))) {
        if (line.startsWith("-----BEGIN")) {
          return Optional.empty();
        }
        try {
          KeyText text = KeyText.parse(line.stripLeading());
          String comment = text.rest().isEmpty() ? file.toString() : text.rest();
          return Optional.of(new PublicKeyFile(text.key(), Optional.of(comment)));
        } catch (MalformedException _) {
          continue;
        }
      }
      return Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> insidePrivate(Path file) {
    try {
      return PrivateKeyFile.publicKey(file);
    } catch (KeyFileException _) {
      return Optional.empty();
    }
  }

  /** Writes a key and its comment as ssh-keygen does. */
  static void write(Path file, PublicKey key, String comment) throws ToolException {
    try {
      TextFile.replace(
          file,
          (KeyText.format(key) + " " + comment + "\n").getBytes(StandardCharsets.UTF_8),
          MODE);
    } catch (IOException e) {
      throw ToolException.fatal(
          "Unable to save public key to " + Printable.line(file.toString()) + ": " + Reason.of(e));
    }
  }
}
