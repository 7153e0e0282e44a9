package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.cert.RevocationList;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.sshd.process.ThreadRights;

/**
 * RevokedKeys of sshd_config(5): a KRL, or public keys, one a line. What cannot be read revokes
 * everything, for the file was named to keep keys out.
 *
 * @param file not cached: an answer is never older than the question
 */
record RevokedKeys(Path file) {
  /** Why the key may not be used, in OpenSSH's words; empty for a good one. */
  Optional<String> refusal(PublicKey key) {
    String name = Printable.line(file.toString());
    try {
      ThreadRights.own();
      return new RevocationList(Files.readAllBytes(file))
          .query(key)
          .map(
              reason ->
                  switch (reason) {
                    case RevocationList.Reason.ByLine(var number) ->
                        revoked(key, name, "line " + number);
                    case RevocationList.Reason.ByKrl(var why) -> revoked(key, name, text(why));
                    case RevocationList.Reason.Unusable(var line, var problem) ->
                        unusable(key, name, line == 0 ? problem : "line " + line + ": " + problem);
                  });
    } catch (IOException e) {
      return Optional.of(unusable(key, name, Printable.line(ConfigFile.reason(e))));
    }
  }

  private static String text(Krl.Reason reason) {
    return switch (reason) {
      case KEY -> "the key itself";
      case SHA1_FINGERPRINT, SHA256_FINGERPRINT -> "its fingerprint";
      case CERTIFICATE_SERIAL -> "its serial number";
      case CERTIFICATE_KEY_ID -> "its key id";
      case CA -> "its CA";
    };
  }

  private static String revoked(PublicKey key, String name, String by) {
    return "Authentication key %s revoked by file %s (%s)".formatted(KeyNames.of(key), name, by);
  }

  private static String unusable(PublicKey key, String name, String problem) {
    return "Error checking authentication key %s in revoked keys file %s: %s"
        .formatted(KeyNames.of(key), name, problem);
  }
}
