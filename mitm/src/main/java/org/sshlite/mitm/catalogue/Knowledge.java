package org.sshlite.mitm.catalogue;

/** What the client's known_hosts say about the host. */
public enum Knowledge {
  /** The true host's keys. */
  PINNED("known host", false),
  /** Nothing: the first visit. */
  UNKNOWN("unknown host", false),
  /** The attacker's key, for another host. */
  ANOTHER_HOST("known for another host", false),
  /** The true host's keys, marked as revoked too. */
  REVOKED("revoked host key", true),
  /** A host CA only. */
  AUTHORITY("host CA", true),
  /** A host CA, which is revoked too. */
  REVOKED_AUTHORITY("revoked host CA", true);

  private final String text;
  private final boolean needsMarkers;

  Knowledge(String text, boolean needsMarkers) {
    this.text = text;
    this.needsMarkers = needsMarkers;
  }

  public String text() {
    return text;
  }

  /** Whether only a client that reads OpenSSH's known_hosts can have this knowledge. */
  public boolean needsMarkers() {
    return needsMarkers;
  }
}
