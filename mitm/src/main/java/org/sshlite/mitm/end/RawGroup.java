package org.sshlite.mitm.end;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * The server's part of a finite-field exchange in any group at all, also one that is none: nothing
 * is checked.
 *
 * @param p the modulus
 * @param g the generator
 */
public record RawGroup(BigInteger p, BigInteger g) implements KexMethod {
  private static final int EXPONENT_BITS = 512;

  @Override
  public String name() {
    return GroupExchange.NAME;
  }

  @Override
  public String hash() {
    return "SHA-256";
  }

  @Override
  public boolean postQuantum() {
    return false;
  }

  @Override
  public Initiator initiate(SecureRandom random) {
    throw new UnsupportedOperationException("the bench is no client");
  }

  @Override
  public Response respond(byte[] init, SecureRandom random) {
    return respond(init, new BigInteger(EXPONENT_BITS, random));
  }

  /** With this exponent; 1 makes f the generator and K the client's e. */
  public Response respond(byte[] init, BigInteger exponent) {
    BigInteger e = init.length == 0 ? BigInteger.ZERO : new BigInteger(init);
    return new Response(
        contents(g.modPow(exponent, p)), new SecretBytes(contents(e.modPow(exponent, p))));
  }

  /** Of an mpint, RFC 4251 §5. */
  private static byte[] contents(BigInteger value) {
    return value.signum() == 0 ? new byte[0] : value.toByteArray();
  }
}
