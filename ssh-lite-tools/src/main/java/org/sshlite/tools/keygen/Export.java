package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.KeyLabel;
import org.sshlite.crypto.key.PemPublicKeys;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Rfc4716;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -e}: a public key in the format of other programs, on stdout. */
final class Export implements Operation {
  /** RFC 4716 §3.3 wants 72 bytes a line, and OpenSSH leaves room for the rest of it. */
  private static final int LONGEST_COMMENT = 60;

  private final CommandLine line;
  private final Console console;

  Export(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file = Subject.of(line, console, "Enter file in which the key is");
    if (!Files.exists(file)) {
      throw ToolException.fatal(
          Program.NAME + ": " + Printable.line(file.toString()) + ": No such file or directory");
    }
    PublicKey key = key(file);
    try {
      console.print(
          switch (line.format()) {
            case RFC4716 -> Rfc4716.format(key, comment(key));
            case PKCS8 -> PemPublicKeys.formatInfo(plain(key));
            case PEM ->
                plain(key) instanceof RsaPublicKey rsa
                    ? PemPublicKeys.formatPkcs1(rsa)
                    : PemPublicKeys.formatInfo(plain(key));
          });
      return 0;
    } catch (IllegalArgumentException _) {
      throw ToolException.fatal("unsupported key type " + key.typeName());
    }
  }

  private PublicKey key(Path file) throws ToolException, IOException {
    var found = PublicKeyFile.find(file);
    if (found.isPresent()) {
      return found.get().key();
    }
    try (PrivateKey key = new PrivateKeys(line, console).load(file).key()) {
      return key.publicKey();
    }
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }

  /** What ssh-keygen writes, whatever the comment was. */
  private static String comment(PublicKey key) {
    KeyLabel label = KeyLabel.of(key);
    byte[] comment =
        (label.bits()
                + "-bit "
                + label.type()
                + ", converted by "
                + LocalName.userAtHost()
                + " from OpenSSH")
            .getBytes(StandardCharsets.UTF_8);
    return new String(
        comment, 0, Math.min(comment.length, LONGEST_COMMENT), StandardCharsets.UTF_8);
  }
}
