package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** Makes a key pair: what ssh-keygen does when it is asked for nothing else. */
final class Generation implements Operation {
  private final CommandLine line;
  private final Console console;

  Generation(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    KeyKind kind = KeyKind.named(line.value('t')).withBits(line.bits());
    say("Generating public/private " + kind.name() + " key pair.");
    try (PrivateKey key = kind.generate(new SecureRandom())) {
      Path file = Subject.of(line, console, "Enter file in which to save the key");
      Subject.createFolder(file, line.quiet(), console);
      if (!Subject.mayWrite(file, console)) {
        return 1;
      }
      String comment = line.value('C').orElseGet(LocalName::userAtHost);
      requireOneLine(comment);
      try (SecretBytes passphrase = passphrase(file)) {
        new PrivateKeys(line, console).save(file, new NamedPrivateKey(key, comment), passphrase);
      }
      say("Your identification has been saved in " + Printable.line(file.toString()));
      Path pub = Path.of(file + ".pub");
      PublicKeyFile.write(pub, key.publicKey(), comment);
      say("Your public key has been saved in " + Printable.line(pub.toString()));
      show(key.publicKey(), comment);
      return 0;
    }
  }

  /** In the public key file, what follows a line break would be another key. */
  static void requireOneLine(String comment) throws ToolException {
    if (comment.indexOf('\n') >= 0 || comment.indexOf('\r') >= 0) {
      throw ToolException.fatal("a comment has one line only");
    }
  }

  private SecretBytes passphrase(Path file) throws IOException {
    var given = line.value('P').or(() -> line.value('N'));
    return given.isPresent() ? Passphrases.of(given.get()) : Passphrases.forNewKey(file, console);
  }

  private void show(PublicKey key, String comment) throws IOException {
    say("The key fingerprint is:");
    say(line.fingerprintHash().of(key) + " " + KeyText.printable(comment));
    say("The key's randomart image is:");
    say(line.fingerprintHash().pictureOf(key));
  }

  private void say(String text) throws IOException {
    if (!line.quiet()) {
      console.line(text);
    }
  }
}
