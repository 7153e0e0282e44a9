package org.sshlite.crypto.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.KEM;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's provider of ciphers, MACs and KEMs. A KEM is asked of it by name: without one, the JCA
 * makes all providers that there are, PKCS #11, XML, LDAP and Kerberos too. Where a Java has
 * another in its place, whichever comes first serves.
 */
public final class JceProvider {
  private static final String NAME = "SunJCE";

  /** In java.security; the place in the order, from 1, stands behind it. */
  private static final String PROPERTY = "security.provider.";

  private JceProvider() {}

  /**
   * Has the JCA look for it before the others, but behind SUN, which has the digests and random
   * numbers. Else SunEC is made on the way to it, and parses the parameters of all its curves: 15
   * ms of a start. For the main method of an executable, before it uses the JCA: the order is the
   * process's.
   */
  public static void moveAhead() {
    List<String> names = new ArrayList<>();
    String name;
    while ((name = Security.getProperty(PROPERTY + (names.size() + 1))) != null) {
      names.add(name);
    }
    int place = names.indexOf(NAME);
    if (place > 1) {
      names.add(1, names.remove(place));
      for (int i = 1; i <= place; i++) {
        Security.setProperty(PROPERTY + (i + 1), names.get(i));
      }
    }
  }

  private static @Nullable Provider provider() {
    return Security.getProvider(NAME);
  }

  public static KEM kem(String algorithm) throws GeneralSecurityException {
    Provider provider = provider();
    return provider == null ? KEM.getInstance(algorithm) : KEM.getInstance(algorithm, provider);
  }

  /** For the keys of a KEM. */
  public static KeyPairGenerator kemKeyPairGenerator(String algorithm)
      throws GeneralSecurityException {
    Provider provider = provider();
    return provider == null
        ? KeyPairGenerator.getInstance(algorithm)
        : KeyPairGenerator.getInstance(algorithm, provider);
  }

  /** For the keys of a KEM. */
  public static KeyFactory kemKeyFactory(String algorithm) throws GeneralSecurityException {
    Provider provider = provider();
    return provider == null
        ? KeyFactory.getInstance(algorithm)
        : KeyFactory.getInstance(algorithm, provider);
  }
}
