package org.sshlite.crypto.cipher;

/**
 * A packet whose tag, MAC or padding is wrong. It has no details, so that none can reach the peer;
 * and no stack trace, since the cause is always outside.
 */
public final class BadPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadPacketException() {
    super("packet corrupt", null, false, false);
  }
}
