package org.sshlite.mitm.end;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;

/** A group for diffie-hellman-group-exchange-sha256: ffdhe2048, RFC 7919 §A.1. */
final class Groups {
  private static final int BITS = 2048;

  private Groups() {}

  static RawGroup honest() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("DH");
      generator.initialize(BITS);
      DHParameterSpec group = ((DHPublicKey) generator.generateKeyPair().getPublic()).getParams();
      return new RawGroup(group.getP(), group.getG());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
