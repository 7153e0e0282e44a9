package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.crypto.key.Ed25519PrivateKey;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;
import org.sshlite.tools.keygen.PrivateKeys.Unlocked;

/** {@code -c}: another comment for a private key file and its public key file. */
final class CommentChange implements Operation {
  private final CommandLine line;
  private final Console console;

  CommentChange(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file = Subject.existing(line, console);
    PrivateKeys keys = new PrivateKeys(line, console);
    try (Unlocked unlocked =
        keys.unlock(
            file,
            "Enter passphrase: ",
            "Cannot load private key \"" + Printable.line(file.toString()) + "\"",
            line.value('P').or(() -> line.value('N')))) {
      PrivateKey key = unlocked.named().key();
      if (!(key instanceof Ed25519PrivateKey) && line.format() != KeyFormat.RFC4716) {
        throw ToolException.ending(
            1, "Comments are only supported for keys stored in the new format (-o).");
      }
      String old = unlocked.named().comment();
      console.line(
          PrivateKeys.hasComment(file, old)
              ? "Old comment: " + KeyText.printable(old)
              : "No existing comment");
      String comment = newComment();
      if (comment.equals(old)) {
        console.line("No change to comment");
        return 0;
      }
      keys.save(file, new NamedPrivateKey(key, comment), unlocked.passphrase());
      PublicKeyFile.write(Path.of(file + ".pub"), key.publicKey(), comment);
      console.line(
          comment.isEmpty()
              ? "Comment removed"
              : "Comment '" + KeyText.printable(comment) + "' applied");
      return 0;
    }
  }

  private String newComment() throws ToolException, IOException {
    Optional<String> comment = line.value('C');
    if (comment.isEmpty()) {
      console.print("New comment: ");
      comment = console.answer();
    }
    if (comment.isEmpty()) {
      throw ToolException.ending(1, "");
    }
    Generation.requireOneLine(comment.get());
    return comment.get();
  }
}
