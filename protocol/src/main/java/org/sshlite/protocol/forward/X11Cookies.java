package org.sshlite.protocol.forward;

import java.security.SecureRandom;

/**
 * What stands for a display's secret on the wire, RFC 4254 §6.3.1: a cookie of our own, which X
 * clients of the far end show, and which is replaced by the real one here.
 *
 * @param protocol of the authorization: MIT-MAGIC-COOKIE-1
 * @param fake as long as {@code real}
 */
public record X11Cookies(String protocol, byte[] fake, byte[] real) {
  /** With a random fake. */
  public static X11Cookies of(String protocol, byte[] real) {
    byte[] fake = new byte[real.length];
    new SecureRandom().nextBytes(fake);
    return new X11Cookies(protocol, fake, real);
  }
}
