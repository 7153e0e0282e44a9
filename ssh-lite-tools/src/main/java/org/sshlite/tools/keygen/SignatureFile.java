package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.SshSignature;
import org.sshlite.crypto.signer.AllowedSigners;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/** Reads what verifying needs. */
final class SignatureFile {
  private SignatureFile() {}

  /**
   * @throws ToolException with the message that the user is to see before the verdict
   */
  static SshSignature read(CommandLine line) throws ToolException {
    String file = line.value('s').orElseThrow();
    try {
      return SshSignature.parse(TextFile.read(Path.of(file)), Certificate::readKeyOrCertificate);
    } catch (IOException e) {
      throw ToolException.fatal(
          "Couldn't read signature file " + Printable.line(file) + ": " + Reason.of(e));
    } catch (MalformedException e) {
      throw ToolException.fatal("Couldn't parse signature: " + e.getMessage());
    }
  }

  static AllowedSigners allowedSigners(CommandLine line) throws ToolException {
    String file = line.value('f').orElseThrow();
    try {
      String text = new String(TextFile.read(Path.of(file)), StandardCharsets.UTF_8);
      return AllowedSigners.parse(file, text, ZoneId.systemDefault());
    } catch (IOException e) {
      throw ToolException.fatal(
          "Unable to open allowed keys file \"" + Printable.line(file) + "\": " + Reason.of(e));
    }
  }
}
