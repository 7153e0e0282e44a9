package org.sshlite.mitm.catalogue;

/** What can be done to a packet without opening it. */
public enum Tampering {
  FLIP("bit-flipped", "flips one bit of"),
  DROP("dropped", "drops"),
  REPEAT("repeated", "sends twice"),
  SWAP("swapped", "sends after its successor"),
  TRUNCATE("truncated", "cuts the last bytes off"),
  DELAY("delayed", "holds back for a while"),
  CUT("cut", "closes the connection right after");

  private final String suffix;
  private final String verb;

  Tampering(String suffix, String verb) {
    this.suffix = suffix;
    this.verb = verb;
  }

  /** In the name of a manipulation. */
  public String suffix() {
    return suffix;
  }

  /** In a sentence, before the packet. */
  public String verb() {
    return verb;
  }
}
