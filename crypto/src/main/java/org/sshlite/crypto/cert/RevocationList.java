package org.sshlite.crypto.cert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * What a file of RevokedKeys or RevokedHostKeys says: a KRL, or public keys, one a line.
 *
 * @param content of the whole file, the list's own
 */
public record RevocationList(byte[] content) {
  /** Why a key may not be used. */
  public sealed interface Reason {
    record ByKrl(Krl.Reason reason) implements Reason {}

    /**
     * @param number from 1
     */
    record ByLine(int number) implements Reason {}

    /**
     * The list cannot be read: nobody can tell then, and whoever named it wants keys kept out.
     *
     * @param line from 1; 0 where there are no lines
     * @param problem safe to print
     */
    record Unusable(int line, String problem) implements Reason {}
  }

  /**
   * Why the key may not be used; empty for a good one. A certificate is revoked with its key and
   * with its CA's.
   */
  public Optional<Reason> query(PublicKey key) {
    if (Krl.isKrl(content)) {
      try {
        return Krl.read(content).query(key).map(Reason.ByKrl::new);
      } catch (MalformedException e) {
        return Optional.of(new Reason.Unusable(0, e.getMessage()));
      }
    }
    int number = 0;
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.charAt(0) == '#') {
        continue;
      }
      Optional<byte[]> blob = blob(text);
      if (blob.isEmpty()) {
        return Optional.of(new Reason.Unusable(number, "not a public key"));
      }
      if (isOf(blob.get(), key)) {
        return Optional.of(new Reason.ByLine(number));
      }
    }
    return Optional.empty();
  }

  /** The blob alone: a key need not be of a type that we can use to be revoked. */
  private static Optional<byte[]> blob(String line) {
    String[] words = line.split("[ \t]+", 3);
    try {
      byte[] blob = Base64.getDecoder().decode(words.length < 2 ? "" : words[1]);
      String type = new SshReader("revoked key", blob).ascii("type");
      return type.equals(words[0]) ? Optional.of(blob) : Optional.empty();
    } catch (MalformedException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isOf(byte[] revoked, PublicKey key) {
    return key instanceof Certificate certificate
        ? isOf(revoked, certificate.key()) || isOf(revoked, certificate.caKey())
        : Arrays.equals(revoked, key.blob());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationList that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }
}
