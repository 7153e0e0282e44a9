package org.sshlite.crypto.kex;

import java.math.BigInteger;
import org.sshlite.crypto.wire.SshWriter;

/**
 * diffie-hellman-group-exchange-sha256 and, where it is named, -sha1, RFC 4419 and RFC 8270: the
 * group is the server's choice, so the method has two more messages before the two blobs.
 *
 * <ol>
 *   <li>The client sends SSH_MSG_KEX_DH_GEX_REQUEST (34): uint32 min, uint32 n, uint32 max.
 *   <li>The server answers SSH_MSG_KEX_DH_GEX_GROUP (31): mpint p, mpint g.
 *   <li>SSH_MSG_KEX_DH_GEX_INIT (32) carries the client's blob of {@link #method}, and
 *       SSH_MSG_KEX_DH_GEX_REPLY (33) the host key, the server's blob and the signature.
 * </ol>
 *
 * <p>The exchange hash is that of the other methods with {@link #exchangeHashFields} between K_S
 * and e (RFC 4419 §3).
 */
public final class GroupExchange {
  public static final String NAME = "diffie-hellman-group-exchange-sha256";

  /** RFC 4419 §4.1: for peers that have no other. */
  public static final String SHA1_NAME = "diffie-hellman-group-exchange-sha1";

  /** Bits of the smallest modulus that either side takes, RFC 8270 §3. */
  public static final int MINIMUM_BITS = 2048;

  /** Bits of the largest one: RFC 4419 §3 advises it, and larger ones only cost time. */
  public static final int MAXIMUM_BITS = 8192;

  private GroupExchange() {}

  /** Whether a method's name is one of these. */
  public static boolean isNamed(String name) {
    return name.equals(NAME) || name.equals(SHA1_NAME);
  }

  /** The JCA name of the hash of the method of that name. */
  public static String hash(String name) {
    return name.equals(SHA1_NAME) ? "SHA-1" : "SHA-256";
  }

  /**
   * What the client asks for, in bits of the modulus. The numbers as sent enter the exchange hash.
   */
  public record Request(int minimum, int preferred, int maximum) {
    /**
     * The request of a client that wants the given strength, by NIST SP 800-57 part 1 table 2 as
     * far as groups go.
     *
     * @param securityBits of the cipher that is going to be keyed: 128, 192, 256
     */
    public static Request forStrength(int securityBits) {
      int preferred = securityBits <= 112 ? 2048 : securityBits <= 128 ? 3072 : MAXIMUM_BITS;
      return new Request(MINIMUM_BITS, preferred, MAXIMUM_BITS);
    }

    /**
     * The request that a server has received: three uint32.
     *
     * @throws KexException if they are not in order, or leave no group between {@link
     *     #MINIMUM_BITS} and {@link #MAXIMUM_BITS}
     */
    public static Request received(long minimum, long preferred, long maximum) throws KexException {
      if (minimum > preferred || preferred > maximum || maximum > Integer.MAX_VALUE) {
        throw new KexException("group sizes are not in order");
      }
      if (maximum < MINIMUM_BITS || minimum > MAXIMUM_BITS) {
        throw new KexException("no group of a size that is allowed");
      }
      return new Request((int) minimum, (int) preferred, (int) maximum);
    }

    /** Whether a group of so many bits may be the answer. */
    boolean allows(int bits) {
      return bits >= Math.max(minimum, MINIMUM_BITS) && bits <= Math.min(maximum, MAXIMUM_BITS);
    }
  }

  /**
   * The group that a client has received, checked against what it asked for.
   *
   * @throws KexException if the modulus is too small, too large or even, or the generator can't be
   *     one
   */
  public static DhGroup received(Request request, BigInteger p, BigInteger g) throws KexException {
    if (p.signum() <= 0) {
      throw new KexException("modulus is not positive");
    }
    if (!request.allows(p.bitLength())) {
      throw new KexException("modulus of " + p.bitLength() + " bits was not asked for");
    }
    try {
      return new DhGroup(p, g);
    } catch (IllegalArgumentException e) {
      throw new KexException(e.getMessage());
    }
  }

  /** Both sides' part once the group is known, of {@link #NAME}. */
  public static KexMethod method(DhGroup group) {
    return method(NAME, group);
  }

  /**
   * Both sides' part once the group is known.
   *
   * @param name the one that was negotiated
   */
  public static KexMethod method(String name, DhGroup group) {
    return new AgreementKex(name, hash(name), new DhAgreement(group));
  }

  /** uint32 min, n, max as sent, and mpint p, g. */
  public static byte[] exchangeHashFields(Request request, DhGroup group) {
    return new SshWriter()
        .uint32(request.minimum())
        .uint32(request.preferred())
        .uint32(request.maximum())
        .mpint(group.p())
        .mpint(group.g())
        .toByteArray();
  }
}
