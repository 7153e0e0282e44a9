package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DhKexTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Stream<DhGroup> groups() {
    return Stream.of(DhGroup.group14(), DhGroup.group16(), DhGroup.group18());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void the_JDK_finds_the_same_secret(DhGroup group) throws Exception {
    KexMethod method = new AgreementKex("dh", "SHA-256", new DhAgreement(group));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("DH");
    generator.initialize(new DHParameterSpec(group.p(), group.g(), 512));
    KeyPair theirs = generator.generateKeyPair();
    BigInteger theirPublic = ((DHPublicKey) theirs.getPublic()).getY();

    KexMethod.Response response = method.respond(theirPublic.toByteArray(), RANDOM);

    BigInteger ourPublic = new BigInteger(response.reply());
    KeyAgreement agreement = KeyAgreement.getInstance("DH");
    agreement.init(theirs.getPrivate());
    agreement.doPhase(
        KeyFactory.getInstance("DH")
            .generatePublic(new DHPublicKeySpec(ourPublic, group.p(), group.g())),
        true);
    BigInteger k = new BigInteger(1, agreement.generateSecret());
    assertThat(new BigInteger(response.sharedSecret().bytes())).isEqualTo(k);
    assertThat(response.sharedSecret().bytes()).isEqualTo(k.toByteArray());
  }

  // RFC 3526 §3, §5, §7: p = 2^bits - 2^(bits - 64) - 1 + 2^64 * ([2^(bits - 130) pi] + offset)
  @ParameterizedTest
  @CsvSource({"2048, 124476", "4096, 240904", "8192, 4743158"})
  void the_groups_are_those_of_RFC_3526(int bits, long offset) {
    DhGroup group =
        groups().filter(candidate -> candidate.bits() == bits).findFirst().orElseThrow();
    BigInteger p =
        BigInteger.TWO
            .pow(bits)
            .subtract(BigInteger.TWO.pow(bits - 64))
            .subtract(BigInteger.ONE)
            .add(pi(bits - 130).add(BigInteger.valueOf(offset)).shiftLeft(64));

    assertThat(group.p()).isEqualTo(p);
    assertThat(group.g()).isEqualTo(BigInteger.TWO);
  }

  /** Pi times two to the power of {@code bits}, by Machin's formula. */
  private static BigInteger pi(int bits) {
    int guard = 64;
    BigInteger quarter =
        arctangentOfInverse(5, bits + guard)
            .shiftLeft(2)
            .subtract(arctangentOfInverse(239, bits + guard));
    return quarter.shiftLeft(2).shiftRight(guard);
  }

  private static BigInteger arctangentOfInverse(int x, int bits) {
    BigInteger square = BigInteger.valueOf((long) x * x);
    BigInteger power = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(x));
    BigInteger sum = BigInteger.ZERO;
    for (int n = 1; power.signum() != 0; n += 2) {
      BigInteger term = power.divide(BigInteger.valueOf(n));
      sum = n % 4 == 1 ? sum.add(term) : sum.subtract(term);
      power = power.divide(square);
    }
    return sum;
  }

  @Test
  void group_14_is_a_safe_prime() {
    BigInteger p = DhGroup.group14().p();
    assertThat(p.isProbablePrime(20)).isTrue();
    assertThat(p.shiftRight(1).isProbablePrime(20)).isTrue();
  }

  @Test
  void a_value_that_is_no_public_key_is_refused() throws Exception {
    KexMethod method = KexMethods.byName("diffie-hellman-group14-sha256").orElseThrow();
    BigInteger p = DhGroup.group14().p();
    try (KexMethod.Initiator initiator = method.initiate(RANDOM)) {
      Stream.of(
              BigInteger.ZERO,
              BigInteger.ONE,
              BigInteger.ONE.negate(),
              // RFC 8268 §4: the order of p-1 is 2
              p.subtract(BigInteger.ONE),
              p,
              p.add(BigInteger.TWO),
              p.shiftLeft(8),
              // the logarithm is the exponent of 2
              BigInteger.ONE.shiftLeft(1000),
              new BigInteger(initiator.init()).negate())
          .map(BigInteger::toByteArray)
          .forEach(
              bad -> {
                assertThatThrownBy(() -> method.respond(bad, RANDOM))
                    .isInstanceOf(KexException.class);
                assertThatThrownBy(() -> initiator.finish(bad)).isInstanceOf(KexException.class);
              });
      assertThatThrownBy(() -> method.respond(new byte[0], RANDOM))
          .isInstanceOf(KexException.class);
      assertThatThrownBy(() -> method.respond(new byte[100_000], RANDOM))
          .isInstanceOf(KexException.class);
    }
  }
}
