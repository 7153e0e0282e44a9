package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;

/**
 * A server's ephemeral key that is no key: the secret that comes of it is known to everyone, or to
 * the attacker. Signed with the host's key, so that only a check of the blob itself can notice.
 */
public enum DegenerateKey implements Manipulation {
  X25519_ZERO("curve25519-zero", Kex.X25519, "the point 0, of small order"),
  X25519_ONE("curve25519-one", Kex.X25519, "the point 1, of small order"),
  X25519_ORDER_8("curve25519-order-8", Kex.X25519, "a point of order 8"),
  X25519_EMPTY("curve25519-empty", Kex.X25519, "no bytes at all"),
  X25519_SHORT("curve25519-short", Kex.X25519, "31 bytes"),
  X25519_LONG("curve25519-long", Kex.X25519, "33 bytes"),
  X25519_HUGE("curve25519-huge", Kex.X25519, "30,000 bytes"),
  HYBRID_ZERO("mlkem768x25519-zero", Kex.HYBRID, "the point 0 behind a good ML-KEM ciphertext"),
  HYBRID_SHORT("mlkem768x25519-short", Kex.HYBRID, "one byte less than there must be"),
  HYBRID_CLASSICAL_ONLY("mlkem768x25519-classical", Kex.HYBRID, "an X25519 key alone"),
  ECDH_INFINITY("nistp256-infinity", Kex.NISTP256, "the point at infinity"),
  ECDH_OFF_CURVE("nistp256-off-curve", Kex.NISTP256, "a point that is not on the curve"),
  ECDH_COMPRESSED("nistp256-compressed", Kex.NISTP256, "a point in compressed form, cut short"),
  DH_ZERO("dh-group14-zero", Kex.DH, "f = 0"),
  DH_ONE("dh-group14-one", Kex.DH, "f = 1"),
  DH_MINUS_ONE("dh-group14-minus-one", Kex.DH, "f = p-1"),
  DH_P("dh-group14-p", Kex.DH, "f = p"),
  DH_NEGATIVE("dh-group14-negative", Kex.DH, "f = -2");

  /** The methods that these are about. */
  private static final class Kex {
    static final String X25519 = "curve25519-sha256";
    static final String HYBRID = "mlkem768x25519-sha256";
    static final String NISTP256 = "ecdh-sha2-nistp256";
    static final String DH = "diffie-hellman-group14-sha256";
  }

  private static final int X25519_LENGTH = 32;
  private static final int HUGE = 30_000;

  private static final byte[] ORDER_8 =
      HexFormat.of().parseHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");

  private final String label;
  private final String method;
  private final String does;

  DegenerateKey(String label, String method, String does) {
    this.label = "ephemeral-" + label;
    this.method = method;
    this.does = does;
  }

  @Override
  public About about() {
    return new About(
        label,
        "key exchange",
        "sends as its ephemeral key in " + method + ": " + does,
        switch (method) {
          case Kex.DH -> "RFC 8268 §4, RFC 4253 §8: 1 < f < p-1";
          case Kex.NISTP256 -> "RFC 5656 §4: the point must be validated";
          case Kex.HYBRID -> "draft-ietf-sshm-mlkem-hybrid-kex §2.5: lengths, and RFC 8731 §3";
          default -> "RFC 8731 §3: 32 bytes, and no all-zero secret";
        },
        "disconnect before any key is made of it");
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public List<String> kexMethods(Scene scene) {
            return List.of(method);
          }

          @Override
          public KexMethod.Response respond(KexMethod kex, byte[] init, ServerEnd end)
              throws KexException, IOException {
            end.evidence().strike("sent " + does);
            return degenerate(kex, init, end);
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_RECEIVED) {
              Requirement.kexMethod(end, method);
            }
          }
        });
  }

  private KexMethod.Response degenerate(KexMethod kex, byte[] init, ServerEnd end)
      throws KexException {
    byte[] point = new byte[X25519_LENGTH];
    return switch (this) {
      case X25519_ZERO -> zeroSecret(point);
      case X25519_ONE -> {
        point[0] = 1;
        yield zeroSecret(point);
      }
      case X25519_ORDER_8 -> zeroSecret(ORDER_8);
      case X25519_EMPTY -> zeroSecret(new byte[0]);
      case X25519_SHORT -> zeroSecret(Arrays.copyOf(ORDER_8, X25519_LENGTH - 1));
      case X25519_LONG -> zeroSecret(new byte[X25519_LENGTH + 1]);
      case X25519_HUGE -> zeroSecret(new byte[HUGE]);
      case HYBRID_ZERO -> HybridSecret.withZeroPoint(init);
      case HYBRID_SHORT -> shortened(kex.respond(init, end.random()));
      case HYBRID_CLASSICAL_ONLY -> zeroSecret(point);
      case ECDH_INFINITY -> zeroSecret(new byte[1]);
      case ECDH_OFF_CURVE -> zeroSecret(offCurve(kex.respond(init, end.random()).reply()));
      case ECDH_COMPRESSED ->
          zeroSecret(Arrays.copyOf(kex.respond(init, end.random()).reply(), 33));
      case DH_ZERO -> zeroSecret(new byte[0]);
      case DH_ONE -> secret(BigInteger.ONE, BigInteger.ONE);
      case DH_MINUS_ONE -> secret(SmallGroups.GROUP14.subtract(BigInteger.ONE), BigInteger.ONE);
      case DH_P -> secret(SmallGroups.GROUP14, BigInteger.ZERO);
      case DH_NEGATIVE -> secret(BigInteger.TWO.negate(), BigInteger.ZERO);
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
}
