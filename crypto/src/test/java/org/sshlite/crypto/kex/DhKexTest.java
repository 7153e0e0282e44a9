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

  @ParameterizedTest
  @MethodSource("groups")
  void the_groups_have_the_form_of_RFC_3526(DhGroup group) {
    String hex = group.p().toString(16);
    assertThat(group.g()).isEqualTo(BigInteger.TWO);
    assertThat(group.bits()).isEqualTo(hex.length() * 4).isIn(2048, 4096, 8192);
    // 64 ones, the digits of pi, 64 ones
    assertThat(hex).startsWith("ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd1");
    assertThat(hex).endsWith("ffffffffffffffff");
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
