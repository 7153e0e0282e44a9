package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;
import org.sshlite.tools.keygen.PrivateKeys.Unlocked;

/** {@code -p}: another passphrase, cipher or format for a private key file. */
final class PassphraseChange implements Operation {
  private final CommandLine line;
  private final Console console;

  PassphraseChange(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file = Subject.existing(line, console);
    String name = Printable.line(file.toString());
    if (!line.options().isEmpty()) {
      throw ToolException.fatal("FIDO-specific option requested for non-FIDO key " + name);
    }
    PrivateKeys keys = new PrivateKeys(line, console);
    try (Unlocked unlocked =
        keys.unlock(
            file, "Enter old passphrase: ", "Failed to load key " + name, line.value('P'))) {
      tellComment(file, unlocked.named().comment());
      try (SecretBytes passphrase =
          line.value('N').isPresent()
              ? Passphrases.of(line.value('N').get())
              : Passphrases.change(console)) {
        keys.save(file, unlocked.named(), passphrase);
      }
    }
    console.line("Your identification has been saved with the new passphrase.");
    return 0;
  }

  private void tellComment(Path file, String comment) throws IOException {
    if (PrivateKeys.hasComment(file, comment)) {
      console.line("Key has comment '" + KeyText.printable(comment) + "'");
    }
  }
}
