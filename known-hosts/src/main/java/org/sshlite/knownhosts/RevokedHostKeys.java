package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * A file of RevokedHostKeys: a KRL, or public keys, one a line. What cannot be read revokes
 * everything, for the file was named to keep keys out.
 *
 * @param file not cached: an answer is never older than the question
 */
record RevokedHostKeys(Path file) {
  /** Why the key cannot be believed, if it cannot. */
  Optional<Verdict> refuse(HostKeyOffer offer) {
    try {
      byte[] content = Files.readAllBytes(file);
      if (Krl.isKrl(content)) {
        return Krl.read(content).query(offer.key()).map(_ -> revoked(offer));
      }
      return refuse(offer, FileText.of(content));
    } catch (MalformedException e) {
      return unusable(offer, new Problem(name(), e.getMessage()));
    } catch (IOException e) {
      return unusable(offer, Problem.unreadable(file, e));
    }
  }

  private Optional<Verdict> refuse(HostKeyOffer offer, String content) {
    int number = 0;
    for (String line : content.split("\n", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && text.charAt(0) != '#') {
        try {
          if (isOf(blob(text), offer.key())) {
            return Optional.of(revoked(offer));
          }
        } catch (MalformedException | IllegalArgumentException _) {
          Location where = new Location(file.toString(), number);
          return unusable(offer, Problem.of(where, "not a public key"));
        }
      }
    }
    return Optional.empty();
  }

  /** The blob alone: a key need not be of a type that we can use to be revoked. */
  private static byte[] blob(String line) throws MalformedException {
    String[] words = line.split("[ \t]+", 3);
    if (words.length < 2) {
      throw new IllegalArgumentException("one word");
    }
    byte[] blob = Base64.getDecoder().decode(words[1]);
    SshReader in = new SshReader("revoked key", blob);
    if (!in.ascii("type").equals(words[0])) {
      throw in.malformed("type", "not that of the line");
    }
    return blob;
  }

  /** Of a certificate, both its key and its CA's count. */
  private static boolean isOf(byte[] revoked, PublicKey key) {
    return key instanceof Certificate certificate
        ? isOf(revoked, certificate.key()) || isOf(revoked, certificate.caKey())
        : Arrays.equals(revoked, key.blob());
  }

  private Verdict revoked(HostKeyOffer offer) {
    return new Verdict.Revoked(offer.host(), offer.key(), new Revocation.ByFile(file.toString()));
  }

  private static Optional<Verdict> unusable(HostKeyOffer offer, Problem problem) {
    return Optional.of(new Verdict.RevocationUnknown(offer.host(), offer.key(), problem));
  }

  private String name() {
    return FileText.display(FileText.encode(file.toString()));
  }
}
