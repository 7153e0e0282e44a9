package org.sshlite.sftp.server;

import java.util.Optional;
import java.util.Set;
import org.sshlite.sftp.wire.Request;

/**
 * Which requests a session takes, sftp-server(8): -R, -P and -p.
 *
 * @param readOnly refuses all that writes
 * @param refused names of operations
 * @param permitted names of operations; all others are refused if there is such a list
 * @param guard asked for what the others permit
 */
public record Permissions(
    boolean readOnly, Set<String> refused, Optional<Set<String>> permitted, Guard guard) {
  /** Everything. */
  public static final Permissions ALL =
      new Permissions(false, Set.of(), Optional.empty(), Guard.NONE);

  /** Everything that changes nothing. */
  public static final Permissions READ_ONLY =
      new Permissions(true, Set.of(), Optional.empty(), Guard.NONE);

  public Permissions {
    refused = Set.copyOf(refused);
    permitted = permitted.map(Set::copyOf);
  }

  /** These, as far as they change nothing. */
  public Permissions readingOnly() {
    return new Permissions(true, refused, permitted, guard);
  }

  public Permissions withGuard(Guard other) {
    return new Permissions(readOnly, refused, permitted, other);
  }

  boolean permit(Operation operation) {
    return !(readOnly && operation.writes())
        && !refused.contains(operation.text())
        && permitted.map(names -> names.contains(operation.text())).orElse(true);
  }

  boolean permit(Request.Open open) {
    int writing = Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;
    return !readOnly || !open.has(writing);
  }
}
