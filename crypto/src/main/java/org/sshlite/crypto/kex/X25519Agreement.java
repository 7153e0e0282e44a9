package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.sshlite.crypto.openssl.ByLibcrypto;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * X25519, RFC 7748 §6.1. Bouncy Castle's, measured on JDK 25, warm: a key pair takes 0.2 of the
 * JDK's time, an agreement 0.55 of it. Who agrees often does so by the system's libcrypto, where
 * there is one.
 */
final class X25519Agreement implements Agreement {
  /** Bytes of a public key. */
  static final int LENGTH = 32;

  /**
   * Agreements from which on libcrypto is worth loading: a server's. A client makes one, and one
   * for each jump.
   */
  private static final int MANY = 16;

  private static final AtomicInteger AGREEMENTS = new AtomicInteger();

  @Override
  public Ephemeral generate(SecureRandom random) {
    byte[] privateKey = new byte[LENGTH];
    X25519.generatePrivateKey(random, privateKey);
    byte[] publicKey = new byte[LENGTH];
    X25519.generatePublicKey(privateKey, 0, publicKey, 0);
    return new KeyPair(new SecretBytes(privateKey), publicKey);
  }

  private record KeyPair(SecretBytes privateKey, byte[] publicKey) implements Ephemeral {
    @Override
    public SecretBytes agree(byte[] peerPublicKey) throws KexException {
      if (peerPublicKey.length != LENGTH) {
        throw new KexException("X25519 public key of " + peerPublicKey.length + " bytes");
      }
      byte[] secret = new byte[LENGTH];
      boolean many = AGREEMENTS.incrementAndGet() > MANY;
      boolean agreed =
          ByLibcrypto.X25519.isWanted(many)
              && org.sshlite.crypto.openssl.X25519.agree(
                  privateKey.bytes(), publicKey, peerPublicKey, secret);
      // what libcrypto does not agree with Bouncy Castle's decides on
      if (!agreed
          && !X25519.calculateAgreement(privateKey.bytes(), 0, peerPublicKey, 0, secret, 0)) {
        // RFC 8731 §3: a public key of small order
        throw new KexException("X25519 shared secret is all-zero");
      }
      return new SecretBytes(secret);
    }

    @Override
    public void close() {
      privateKey.close();
    }
  }
}
