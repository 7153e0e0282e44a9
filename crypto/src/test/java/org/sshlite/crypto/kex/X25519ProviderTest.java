package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.awaitility.Awaitility;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.openssl.ByLibcrypto;
import org.sshlite.crypto.openssl.OpenSsl;
import org.sshlite.crypto.wire.SecretBytes;

/** X25519 by each of those who compute it. */
class X25519ProviderTest {
  private static final int LENGTH = 32;
  private final Random random = new Random(1);

  enum Provider {
    BOUNCY_CASTLE {
      @Override
      boolean agree(byte[] own, byte[] peer, byte[] secret) {
        return X25519.calculateAgreement(own, 0, peer, 0, secret, 0);
      }
    },
    LIBCRYPTO {
      @Override
      boolean agree(byte[] own, byte[] peer, byte[] secret) {
        return org.sshlite.crypto.openssl.X25519.agree(own, publicKey(own), peer, secret);
      }
    };

    abstract boolean agree(byte[] own, byte[] peer, byte[] secret);
  }

  @BeforeAll
  static void load() {
    boolean there = OpenSsl.hasX25519();
    if (!there && System.getProperty("peers", "").equals("required")) {
      throw new AssertionError("no libcrypto of OpenSSL 3");
    }
    assumeTrue(there, "no libcrypto of OpenSSL 3");
  }

  private static byte[] publicKey(byte[] own) {
    byte[] key = new byte[LENGTH];
    X25519.generatePublicKey(own, 0, key, 0);
    return key;
  }

  @ParameterizedTest
  @EnumSource
  void the_examples_of_RFC_7748_section_5_2(Provider provider) {
    byte[] secret = new byte[LENGTH];

    assertThat(
            provider.agree(
                hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
                secret))
        .isTrue();
    assertThat(secret)
        .isEqualTo(hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));

    // its peer's key has the highest bit, which does not count
    assertThat(
            provider.agree(
                hex("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                hex("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"),
                secret))
        .isTrue();
    assertThat(secret)
        .isEqualTo(hex("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
  }

  @ParameterizedTest
  @EnumSource
  void the_iteration_of_RFC_7748_section_5_2(Provider provider) {
    byte[] k = new byte[LENGTH];
    k[0] = 9;
    byte[] u = k.clone();
    for (int i = 1; i <= 1000; i++) {
      byte[] next = new byte[LENGTH];
      assertThat(provider.agree(k, u, next)).isTrue();
      u = k;
      k = next;
      if (i == 1) {
        assertThat(k)
            .isEqualTo(hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
      }
    }
    assertThat(k)
        .isEqualTo(hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
  }

  @ParameterizedTest
  @EnumSource
  void the_agreement_of_RFC_7748_section_6_1(Provider provider) {
    byte[] alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    byte[] one = new byte[LENGTH];
    byte[] other = new byte[LENGTH];

    assertThat(provider.agree(alice, publicKey(bob), one)).isTrue();
    assertThat(provider.agree(bob, publicKey(alice), other)).isTrue();

    assertThat(one)
        .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"))
        .isEqualTo(other);
  }

  @Test
  void both_find_the_same_secret_whatever_the_peer_sends() {
    for (int i = 0; i < 2000; i++) {
      byte[] own = bytes();
      byte[] peer = bytes(); // half of them on the curve's twist
      if (i % 4 == 0) {
        Arrays.fill(peer, 1, LENGTH, (byte) 0xff); // not reduced, many of them
      }
      byte[] one = new byte[LENGTH];
      byte[] other = new byte[LENGTH];

      boolean agreed = Provider.BOUNCY_CASTLE.agree(own, peer, one);

      assertThat(Provider.LIBCRYPTO.agree(own, peer, other)).isEqualTo(agreed);
      assertThat(other).isEqualTo(one);
    }
  }

  // those of Curve25519KexTest, and what they are with the highest bit
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void neither_takes_a_key_of_small_order(String point) {
    for (Provider provider : Provider.values()) {
      byte[] secret = new byte[LENGTH];

      assertThat(provider.agree(bytes(), hex(point), secret)).as(provider.name()).isFalse();
      assertThat(secret).containsOnly(0);
    }
    // and what was refused leaves nothing behind
    byte[] secret = new byte[LENGTH];
    assertThat(Provider.LIBCRYPTO.agree(bytes(), bytes(), secret)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void libcrypto_is_handed_no_key_of_another_length(int length) {
    byte[] key = bytes();
    byte[] other = new byte[length];
    byte[] secret = new byte[LENGTH];

    assertThatThrownBy(() -> org.sshlite.crypto.openssl.X25519.agree(other, key, key, secret))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> org.sshlite.crypto.openssl.X25519.agree(key, other, key, secret))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> org.sshlite.crypto.openssl.X25519.agree(key, key, other, secret))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> org.sshlite.crypto.openssl.X25519.agree(key, key, key, other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void who_agrees_often_does_so_by_libcrypto_and_finds_the_same_secrets() throws KexException {
    assumeFalse(System.getProperty("ssh-lite.native", "on").equals("off"));
    Agreement agreement = new X25519Agreement();
    SecureRandom secure = new SecureRandom();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              agree(agreement, secure);
              return ByLibcrypto.X25519.isWanted(false);
            });
    agree(agreement, secure);
  }

  private static void agree(Agreement agreement, SecureRandom secure) throws KexException {
    try (Agreement.Ephemeral one = agreement.generate(secure);
        Agreement.Ephemeral other = agreement.generate(secure);
        SecretBytes secret = one.agree(other.publicKey())) {
      assertThat(other.agree(one.publicKey())).isEqualTo(secret);
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
