package org.sshlite.crypto.kex;

/**
 * The peer's blob is not one that the method allows: a wrong length, a bad point, an all-zero
 * secret.
 */
public final class KexException extends Exception {
  private static final long serialVersionUID = 1L;

  public KexException(String message) {
    super(message);
  }
}
