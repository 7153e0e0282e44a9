package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/** The JDK's ciphers and MACs, of which every Java platform that we support has all we ask for. */
final class Ciphers {
  private Ciphers() {}

  static Cipher of(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Mac mac(String algorithm) {
    try {
      return Mac.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
