package org.sshlite.mitm.catalogue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.wire.SecretBytes;

/** What is wrong with an ephemeral key. */
public enum EphemeralFlaw {
  POINT_ZERO(Kind.X25519, "zero", "the point 0, of small order"),
  POINT_ONE(Kind.X25519, "one", "the point 1, of small order"),
  POINT_OF_ORDER_8(Kind.X25519, "order-8", "a point of order 8"),
  EMPTY(Kind.X25519, "empty", "no bytes at all"),
  SHORT(Kind.X25519, "short", "31 bytes"),
  LONG(Kind.X25519, "long", "33 bytes"),
  HUGE(Kind.X25519, "huge", "30,000 bytes"),
  HYBRID_ZERO(Kind.HYBRID, "zero", "the point 0 behind a good ciphertext"),
  HYBRID_ONE(Kind.HYBRID, "one", "the point 1 behind a good ciphertext"),
  HYBRID_ORDER_8(Kind.HYBRID, "order-8", "a point of order 8 behind a good ciphertext"),
  HYBRID_SHORT(Kind.HYBRID, "short", "one byte less than there must be"),
  HYBRID_CLASSICAL_ONLY(Kind.HYBRID, "classical", "an X25519 key alone"),
  INFINITY(Kind.ECDH, "infinity", "the point at infinity"),
  OFF_CURVE(Kind.ECDH, "off-curve", "a point that is not on the curve"),
  COMPRESSED(Kind.ECDH, "compressed", "a point in compressed form, cut short"),
  F_ZERO(Kind.DH, "zero", "0"),
  F_ONE(Kind.DH, "one", "1"),
  F_MINUS_ONE(Kind.DH, "minus-one", "p-1"),
  F_P(Kind.DH, "p", "p"),
  F_NEGATIVE(Kind.DH, "negative", "-2");

  /** What kind of key it is about. */
  public enum Kind {
    X25519,
    /** A KEM's ciphertext with an X25519 key behind it. */
    HYBRID,
    ECDH,
    DH
  }

  private static final int X25519_LENGTH = 32;
  private static final int MANY = 30_000;

  private static final byte[] NONE = {};
  private static final byte[] ZERO = new byte[X25519_LENGTH];
  private static final byte[] ORDER_8 =
      HexFormat.of().parseHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");

  private final Kind kind;
  private final String suffix;
  private final String does;

  EphemeralFlaw(Kind kind, String suffix, String does) {
    this.kind = kind;
    this.suffix = suffix;
    this.does = does;
  }

  public Kind kind() {
    return kind;
  }

  /** In the name of what is tried. */
  public String suffix() {
    return suffix;
  }

  /** In a sentence, as what is sent. */
  public String does() {
    return does;
  }

  /** The key, and the secret that a client makes of it which does not look. */
  KexMethod.Response respond(KexMethod kex, byte[] init, SecureRandom random) throws KexException {
    return switch (this) {
      case HYBRID_ZERO, HYBRID_ONE, HYBRID_ORDER_8 ->
          HybridSecret.of(kex).behindCiphertext(init, point(), random);
      case HYBRID_SHORT -> {
        KexMethod.Response whole = kex.respond(init, random);
        yield new KexMethod.Response(instead(kex.name(), whole.reply()), whole.sharedSecret());
      }
      case OFF_CURVE, COMPRESSED ->
          new KexMethod.Response(
              instead(kex.name(), kex.respond(init, random).reply()), number(BigInteger.ZERO));
      case F_ONE, F_MINUS_ONE ->
          new KexMethod.Response(instead(kex.name(), NONE), number(BigInteger.ONE));
      default -> new KexMethod.Response(instead(kex.name(), NONE), number(BigInteger.ZERO));
    };
  }

  /**
   * The key.
   *
   * @param honest a sound one of this method's and end's, for those that are made from it
   */
  public byte[] instead(String method, byte[] honest) {
    return switch (this) {
      case POINT_ZERO, POINT_ONE, POINT_OF_ORDER_8 -> point();
      case EMPTY, F_ZERO -> NONE;
      case SHORT -> Arrays.copyOf(ORDER_8, X25519_LENGTH - 1);
      case LONG -> new byte[X25519_LENGTH + 1];
      case HUGE -> new byte[MANY];
      case HYBRID_ZERO, HYBRID_ONE, HYBRID_ORDER_8 -> {
        byte[] behind = honest.clone();
        System.arraycopy(point(), 0, behind, behind.length - X25519_LENGTH, X25519_LENGTH);
        yield behind;
      }
      case HYBRID_SHORT -> Arrays.copyOf(honest, honest.length - 1);
      case HYBRID_CLASSICAL_ONLY -> ZERO;
      case INFINITY -> new byte[1];
      case OFF_CURVE -> offCurve(honest);
      case COMPRESSED -> compressed(honest);
      case F_ONE -> BigInteger.ONE.toByteArray();
      case F_MINUS_ONE -> modulus(method).subtract(BigInteger.ONE).toByteArray();
      case F_P -> modulus(method).toByteArray();
      case F_NEGATIVE -> BigInteger.TWO.negate().toByteArray();
    };
  }

  private byte[] point() {
    return switch (this) {
      case POINT_ONE, HYBRID_ONE -> one();
      case POINT_OF_ORDER_8, HYBRID_ORDER_8 -> ORDER_8;
      default -> ZERO;
    };
  }

  private static byte[] one() {
    byte[] point = new byte[X25519_LENGTH];
    point[0] = 1;
    return point;
  }

  private static BigInteger modulus(String method) {
    return switch (method) {
      case "diffie-hellman-group16-sha512" -> SmallGroups.GROUP16;
      case "diffie-hellman-group18-sha512" -> SmallGroups.GROUP18;
      default -> SmallGroups.GROUP14;
    };
  }

  /** K as an mpint has it: 0 has no bytes. */
  private static SecretBytes number(BigInteger k) {
    return new SecretBytes(k.signum() == 0 ? NONE : k.toByteArray());
  }

  private static byte[] offCurve(byte[] point) {
    byte[] changed = point.clone();
    changed[changed.length - 1] ^= 1;
    return changed;
  }

  /** The first of two coordinates, still with the byte that says uncompressed. */
  private static byte[] compressed(byte[] point) {
    return Arrays.copyOf(point, 1 + point.length / 2);
  }
}
