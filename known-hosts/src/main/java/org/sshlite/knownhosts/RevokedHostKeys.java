package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.crypto.cert.RevocationList;
import org.sshlite.crypto.file.WholeFile;

/**
 * A file of RevokedHostKeys: a KRL, or public keys, one a line. What cannot be read revokes
 * everything, for the file was named to keep keys out.
 *
 * @param file not cached: an answer is never older than the question
 */
record RevokedHostKeys(Path file) {
  // two million hashes; a device that never ends must not fill the memory
  private static final int MAXIMUM_BYTES = 64 << 20;

  /** Why the key cannot be believed, if it cannot. */
  Optional<Verdict> refuse(HostKeyOffer offer) {
    try {
      return new RevocationList(WholeFile.read(file, MAXIMUM_BYTES))
          .query(offer.key())
          .map(
              reason ->
                  reason instanceof RevocationList.Reason.Unusable unusable
                      ? unusable(offer, problem(unusable))
                      : revoked(offer));
    } catch (IOException e) {
      return Optional.of(unusable(offer, Problem.unreadable(file, e)));
    }
  }

  private Problem problem(RevocationList.Reason.Unusable unusable) {
    return unusable.line() == 0
        ? new Problem(name(), unusable.problem())
        : Problem.of(new Location(file.toString(), unusable.line()), unusable.problem());
  }

  private Verdict revoked(HostKeyOffer offer) {
    return new Verdict.Revoked(offer.host(), offer.key(), new Revocation.ByFile(file.toString()));
  }

  private static Verdict unusable(HostKeyOffer offer, Problem problem) {
    return new Verdict.RevocationUnknown(offer.host(), offer.key(), problem);
  }

  private String name() {
    return FileText.display(FileText.encode(file.toString()));
  }
}
