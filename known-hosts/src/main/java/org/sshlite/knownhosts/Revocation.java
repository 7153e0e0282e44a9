package org.sshlite.knownhosts;

/** What says that a key is revoked. */
public sealed interface Revocation {
  /** A line of known_hosts marked {@code @revoked}. */
  record ByLine(KnownHost line) implements Revocation {}

  /**
   * A file of RevokedHostKeys.
   *
   * @param file its path
   */
  record ByFile(String file) implements Revocation {}
}
