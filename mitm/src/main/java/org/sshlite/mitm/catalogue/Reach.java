package org.sshlite.mitm.catalogue;

/** What the attacker must have. */
public enum Reach {
  /** A place on the network between the two. */
  RELAY("on the wire"),
  /** The same, and he answers in the host's place with a key of his own. */
  IMPERSONATION("in the host's place"),
  /** The host itself, or its key: what a client must withstand from a hostile server. */
  HOST("with the host's key");

  private final String text;

  Reach(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
