package org.sshlite.mitm.probe;

/** What a probe must have of its user. */
public enum Needs {
  NOTHING("before a login"),
  /** A user, and a key or password. */
  LOGIN("after a login"),
  /** A user and a key. */
  KEY("with the user's key");

  private final String text;

  Needs(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
