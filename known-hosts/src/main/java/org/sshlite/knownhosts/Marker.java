package org.sshlite.knownhosts;

import java.util.Optional;

/** What a known_hosts line says its key is for, sshd(8) SSH_KNOWN_HOSTS FILE FORMAT. */
public enum Marker {
  /** No marker: the host's own key. */
  NONE(""),
  /** The key signs certificates for the hosts that are named. */
  CERT_AUTHORITY("@cert-authority"),
  /** The key must never be accepted from the hosts that are named. */
  REVOKED("@revoked");

  private final String text;

  Marker(String text) {
    this.text = text;
  }

  /** As it stands in the file. */
  public String text() {
    return text;
  }

  static Optional<Marker> of(String text) {
    return switch (text) {
      case "@cert-authority" -> Optional.of(CERT_AUTHORITY);
      case "@revoked" -> Optional.of(REVOKED);
      default -> Optional.empty();
    };
  }
}
