package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/**
 * {@code -A}: makes the host keys that are missing in /etc/ssh, or below the folder of -f. As with
 * ssh-keygen, one that cannot be made is told of, and holds up neither the others nor a script.
 */
final class HostKeyGeneration implements Operation {
  private static final List<String> KINDS = List.of("rsa", "ecdsa", "ed25519", "mldsa44-ed25519");

  private final CommandLine line;
  private final Console console;
  private boolean started;

  HostKeyGeneration(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path folder = Path.of(line.value('f').orElse("") + "/etc/ssh");
    for (String name : KINDS) {
      try {
        generate(folder, KeyKind.named(Optional.of(name)).withBits(0));
      } catch (ToolException e) {
        console.log(e.getMessage());
        started = false;
      }
    }
    if (started) {
      console.line("");
    }
    return 0;
  }

  private void generate(Path folder, KeyKind kind) throws ToolException, IOException {
    Path file = folder.resolve(kind.family().hostFile());
    if (Files.exists(file) && Files.size(file) > 0) {
      return;
    }
    console.print(started ? "" : Program.NAME + ": generating new host keys: ");
    started = true;
    console.print(kind.family().label() + " ");
    if (!Files.isDirectory(folder)) {
      throw ToolException.fatal(
          "Could not save your private key in "
              + Printable.line(file.toString())
              + ": No such file or directory");
    }
    String comment = LocalName.userAtHost();
    try (PrivateKey key = kind.generate(new SecureRandom());
        SecretBytes none = new SecretBytes(new byte[0])) {
      // the private key last: as long as it is missing, another run begins anew
      Path pub = Path.of(file + ".pub");
      PublicKeyFile.write(pub, key.publicKey(), comment);
      try {
        new PrivateKeys(line, console).save(file, new NamedPrivateKey(key, comment), none);
      } catch (ToolException e) {
        Files.delete(pub);
        throw e;
      }
    }
  }
}
