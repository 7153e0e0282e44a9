package org.sshlite.tests.benchmark;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Whose primitives a benchmark measures. Both are asked for through the JCA, which costs nothing
 * that counts here; Bouncy Castle is registered in the benchmark's own JVM only.
 */
public enum Primitives {
  JDK,
  BOUNCY_CASTLE;

  /** Makes what is asked for from now on in this JVM be of these. */
  void prefer() {
    if (this == BOUNCY_CASTLE) {
      Security.insertProviderAt(new BouncyCastleProvider(), 1);
    }
  }

  /** A benchmark of the one in the name of the other would mislead. */
  void requireOrigin(Provider provider) {
    if (provider.getName().equals(BouncyCastleProvider.PROVIDER_NAME) != (this == BOUNCY_CASTLE)) {
      throw new IllegalStateException(this + " has none; this one is of " + provider);
    }
  }
}
