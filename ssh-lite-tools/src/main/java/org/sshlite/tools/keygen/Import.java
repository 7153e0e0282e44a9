package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PemPublicKeys;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Rfc4716;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -i}: a public key of another program in OpenSSH's format, on stdout. */
final class Import implements Operation {
  private final CommandLine line;
  private final Console console;

  Import(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file = Subject.of(line, console, "Enter file in which the key is");
    String name = Printable.line(file.toString());
    byte[] content;
    try {
      content = TextFile.read(file);
    } catch (IOException e) {
      throw ToolException.fatal(Program.NAME + ": " + name + ": " + Reason.of(e));
    }
    try {
      console.line(KeyText.format(parse(content)));
      return 0;
    } catch (MalformedException e) {
      throw ToolException.fatal(name + ": " + e.getMessage());
    }
  }

  private PublicKey parse(byte[] content) throws MalformedException {
    return line.format() == KeyFormat.RFC4716
        ? Rfc4716.parse(new String(content, StandardCharsets.UTF_8), Import::read).key()
        : PemPublicKeys.parse(content);
  }

  /** Short keys too: who uses the key says how long it has to be. */
  private static PublicKey read(byte[] blob) throws MalformedException {
    return Certificate.readKeyOrCertificate(blob, RsaPublicKey.LEAST_MINIMUM_BITS);
  }
}
