package org.sshlite.tools.keygen;

import java.io.IOException;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -y}: the public key of a private key file. */
final class PublicKeyPrinting implements Operation {
  private final CommandLine line;
  private final Console console;

  PublicKeyPrinting(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    NamedPrivateKey named = new PrivateKeys(line, console).load(Subject.existing(line, console));
    try (PrivateKey key = named.key()) {
      String comment = KeyText.printable(named.comment());
      console.line(KeyText.format(key.publicKey()) + (comment.isEmpty() ? "" : " " + comment));
    }
    return 0;
  }
}
