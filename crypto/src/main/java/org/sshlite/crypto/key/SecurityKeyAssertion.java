package org.sshlite.crypto.key;

/**
 * What a security key vouched for in a signature that verified, OpenSSH PROTOCOL.u2f "SSH U2F
 * signatures".
 *
 * @param flags one byte, 0 to 255
 * @param counter uint32: signatures the token has made, or 0 where it does not count
 */
public record SecurityKeyAssertion(int flags, long counter) {
  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;

  /** Someone touched the token. */
  public boolean userPresent() {
    return (flags & USER_PRESENT) != 0;
  }

  /** Someone gave the token a PIN, a finger, …: what {@code verify-required} asks for. */
  public boolean userVerified() {
    return (flags & USER_VERIFIED) != 0;
  }
}
