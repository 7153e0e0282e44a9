package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/**
 * Keys that must not sign any more: a KRL, or public keys, one a line. What cannot be read revokes
 * everything, for the file was named to keep keys out.
 */
final class RevokedKeys {
  private RevokedKeys() {}

  static void refuse(String file, PublicKey key) throws ToolException {
    String name = Printable.line(file);
    try {
      byte[] content = TextFile.read(Path.of(file));
      boolean revoked =
          Krl.isKrl(content)
              ? Krl.read(content).query(key).isPresent()
              : isListed(TextFile.lines(content), key);
      if (revoked) {
        throw ToolException.fatal("Key is revoked by " + name);
      }
    } catch (IOException e) {
      throw ToolException.fatal("Unable to load revoked keys " + name + ": " + Reason.of(e));
    } catch (MalformedException e) {
      throw ToolException.fatal("Invalid revoked keys file " + name + ": " + e.getMessage());
    }
  }

  private static boolean isListed(Iterable<String> lines, PublicKey key) throws MalformedException {
    for (String line : lines) {
      String text = line.stripLeading();
      if (!text.isEmpty() && text.charAt(0) != '#') {
        PublicKey listed = plain(KeyText.parse(text).key());
        if (listed.equals(plain(key))
            || key instanceof Certificate certificate && listed.equals(certificate.caKey())) {
          return true;
        }
      }
    }
    return false;
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }
}
