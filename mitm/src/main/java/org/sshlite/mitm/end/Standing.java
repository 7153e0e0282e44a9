package org.sshlite.mitm.end;

/** How far a client has come with a server; each step needs the one before it. */
public enum Standing {
  CONNECTED("a connection"),
  /** Both identification lines are out, RFC 4253 §4.2. */
  IDENTIFIED("the identification"),
  KEXINIT_SENT("its KEXINIT"),
  /** The server's KEXINIT is here, and the two have algorithms in common. */
  AGREED("the server's KEXINIT"),
  INIT_SENT("its ephemeral key"),
  /** The server's ephemeral key and signature are here, RFC 4253 §8. */
  REPLIED("the server's ephemeral key"),
  /** NEWKEYS went both ways. */
  KEYED("new keys"),
  SERVICE_ACCEPTED("the service"),
  AUTHENTICATED("a login"),
  /** A session channel is open, RFC 4254 §6.1. */
  SESSION_OPENED("a session");

  private final String text;

  Standing(String text) {
    this.text = text;
  }

  /** What is had then. */
  public String text() {
    return text;
  }

  Standing next() {
    return values()[ordinal() + 1];
  }
}
