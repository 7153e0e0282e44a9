package org.sshlite.mitm.wire;

/** Which way a packet goes. */
public enum Direction {
  TO_CLIENT("to the client", "to-client"),
  TO_SERVER("to the server", "to-server");

  private final String text;
  private final String suffix;

  Direction(String text, String suffix) {
    this.text = text;
    this.suffix = suffix;
  }

  /** The other way. */
  public Direction back() {
    return this == TO_CLIENT ? TO_SERVER : TO_CLIENT;
  }

  /** In a sentence. */
  public String text() {
    return text;
  }

  /** In the name of a manipulation. */
  public String suffix() {
    return suffix;
  }
}
