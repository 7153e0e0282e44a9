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
  F_ZERO(Kind.DH, "zero", "f = 0"),
  F_ONE(Kind.DH, "one", "f = 1"),
  F_MINUS_ONE(Kind.DH, "minus-one", "f = p-1"),
  F_P(Kind.DH, "p", "f = p"),
  F_NEGATIVE(Kind.DH, "negative", "f = -2");

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

  /** In the name of a manipulation. */
  String suffix() {
    return suffix;
  }

  /** In a sentence, as what is sent. */
  String does() {
    return does;
  }

  /** The key, and the secret that a client makes of it which does not look. */
  KexMethod.Response respond(KexMethod kex, byte[] init, SecureRandom random) throws KexException {
    return switch (this) {
      case POINT_ZERO -> zeroSecret(ZERO);
      case POINT_ONE -> zeroSecret(one());
      case POINT_OF_ORDER_8 -> zeroSecret(ORDER_8);
      case EMPTY -> zeroSecret(new byte[0]);
      case SHORT -> zeroSecret(Arrays.copyOf(ORDER_8, X25519_LENGTH - 1));
      case LONG -> zeroSecret(new byte[X25519_LENGTH + 1]);
      case HUGE -> zeroSecret(new byte[MANY]);
      case HYBRID_ZERO -> HybridSecret.of(kex).behindCiphertext(init, ZERO, random);
      case HYBRID_ONE -> HybridSecret.of(kex).behindCiphertext(init, one(), random);
      case HYBRID_ORDER_8 -> HybridSecret.of(kex).behindCiphertext(init, ORDER_8, random);
      case HYBRID_SHORT -> shortened(kex.respond(init, random));
      case HYBRID_CLASSICAL_ONLY -> zeroSecret(ZERO);
      case INFINITY -> zeroSecret(new byte[1]);
      case OFF_CURVE -> zeroSecret(offCurve(kex.respond(init, random).reply()));
      case COMPRESSED -> zeroSecret(compressed(kex.respond(init, random).reply()));
      case F_ZERO -> zeroSecret(new byte[0]);
      case F_ONE -> secret(BigInteger.ONE, BigInteger.ONE);
      case F_MINUS_ONE -> secret(modulus(kex).subtract(BigInteger.ONE), BigInteger.ONE);
      case F_P -> secret(modulus(kex), BigInteger.ZERO);
      case F_NEGATIVE -> secret(BigInteger.TWO.negate(), BigInteger.ZERO);
    };
  }

  private static byte[] one() {
    byte[] point = new byte[X25519_LENGTH];
    point[0] = 1;
    return point;
  }

  private static BigInteger modulus(KexMethod kex) {
    return switch (kex.name()) {
      case "diffie-hellman-group16-sha512" -> SmallGroups.GROUP16;
      case "diffie-hellman-group18-sha512" -> SmallGroups.GROUP18;
      default -> SmallGroups.GROUP14;
    };
  }

  /** K = 0 is an mpint of no bytes. */
  private static KexMethod.Response zeroSecret(byte[] reply) {
    return new KexMethod.Response(reply, new SecretBytes(new byte[0]));
  }

  private static KexMethod.Response secret(BigInteger f, BigInteger k) {
    byte[] contents = k.signum() == 0 ? new byte[0] : k.toByteArray();
    return new KexMethod.Response(f.toByteArray(), new SecretBytes(contents));
  }

  private static KexMethod.Response shortened(KexMethod.Response whole) {
    byte[] reply = whole.reply();
    return new KexMethod.Response(Arrays.copyOf(reply, reply.length - 1), whole.sharedSecret());
  }

  private static byte[] offCurve(byte[] point) {
    point[point.length - 1] ^= 1;
    return point;
  }

  /** The first of two coordinates, still with the byte that says uncompressed. */
  private static byte[] compressed(byte[] point) {
    return Arrays.copyOf(point, 1 + point.length / 2);
  }
}
