package org.sshlite.mitm.evidence;

/** What a peer may give away to someone it should not have believed; the worst first. */
public enum Leak {
  /** A password in the clear, RFC 4252 §8 or RFC 4256. */
  PASSWORD("the password"),
  /** A signature by the user's key over a session with the attacker, RFC 4252 §7. */
  SIGNATURE("a usable signature"),
  /** A server lets in who proved nothing, RFC 4252 §4. */
  ACCESS("access"),
  /** A command that the user wanted run at the true host, RFC 4254 §6.5. */
  COMMAND("the command"),
  /** Something that the manipulation aims at: a channel opened, a key learned, text accepted. */
  OTHER("accepted"),
  /** The user's name, with which a client starts to authenticate, RFC 4252 §5. */
  USER_NAME("the user name");

  private final String text;

  Leak(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
