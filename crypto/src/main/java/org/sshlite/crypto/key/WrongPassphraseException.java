package org.sshlite.crypto.key;

/** The passphrase does not open the key file: another one may. */
final class WrongPassphraseException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongPassphraseException() {
    super("incorrect passphrase", null, false, false);
  }
}
