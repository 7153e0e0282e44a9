package org.sshlite.tools;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Host names as known_hosts has them with HashKnownHosts: HMAC-SHA1, which the format fixes. */
public final class HashedHost {
  private static final int SALT_LENGTH = 20; // that of the hash, as OpenSSH reads it
  private static final SecureRandom RANDOM = new SecureRandom();

  private HashedHost() {}

  /**
   * {@code |1|salt|hash} with a fresh salt.
   *
   * @param name in lower case, {@code name} or {@code [name]:port}
   */
  public static String of(String name) {
    byte[] salt = new byte[SALT_LENGTH];
    RANDOM.nextBytes(salt);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      Base64.Encoder base64 = Base64.getEncoder();
      return "|1|"
          + base64.encodeToString(salt)
          + "|"
          + base64.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every JDK has HMAC-SHA1
    }
  }
}
