package org.sshlite.mitm.wire;

/** How far a connection is, as one direction sees it. */
public enum Phase {
  /** The identification line, RFC 4253 §4.2. */
  IDENTIFICATION("the identification", "identification"),
  /** Packets in the clear, up to the first NEWKEYS, RFC 4253 §7. */
  KEY_EXCHANGE("the key exchange", "kex"),
  /** Sealed packets before the user is authenticated. */
  AUTHENTICATION("authentication", "auth"),
  /** Sealed packets after that. */
  CONNECTION("the connection", "open");

  private final String text;
  private final String suffix;

  Phase(String text, String suffix) {
    this.text = text;
    this.suffix = suffix;
  }

  public String text() {
    return text;
  }

  public String suffix() {
    return suffix;
  }
}
