package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's ML-KEM as it is used here, against Bouncy Castle's. */
class MlKemTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Stream<MlKem> parameterSets() {
    return Stream.of(MlKem.ML_KEM_768, MlKem.ML_KEM_1024);
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void the_same_random_bytes_give_the_same_key_ciphertext_and_secret(MlKem kem) throws Exception {
    byte[] seed = new byte[64];
    RANDOM.nextBytes(seed);
    byte[] message = new byte[32];
    RANDOM.nextBytes(message);
    var theirKey = new MLKEMPrivateKeyParameters(parameters(kem), seed);

    try (Kem.Decapsulator ours = kem.generate(new FixedRandom(seed))) {
      assertThat(ours.publicKey()).isEqualTo(theirKey.getPublicKey());
      var theirs =
          new MLKEMGenerator(new FixedRandom(message))
              .generateEncapsulated(
                  new MLKEMPublicKeyParameters(parameters(kem), ours.publicKey()));
      Kem.Encapsulation own = kem.encapsulate(ours.publicKey(), new FixedRandom(message));
      assertThat(own.ciphertext()).isEqualTo(theirs.getEncapsulation());
      assertThat(own.secret().bytes()).isEqualTo(theirs.getSecret());
      assertThat(ours.decapsulate(own.ciphertext())).isEqualTo(own.secret());
      // FIPS 203 §6.3: an altered ciphertext gives a secret, the same one every time
      byte[] altered = own.ciphertext().clone();
      altered[100] ^= 1;
      assertThat(ours.decapsulate(altered).bytes())
          .isEqualTo(new MLKEMExtractor(theirKey).extractSecret(altered))
          .isNotEqualTo(own.secret().bytes());
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void a_key_with_a_coefficient_beyond_the_modulus_is_refused(MlKem kem) {
    // FIPS 203 §7.2, modulus check: the first coefficient becomes 4095
    try (Kem.Decapsulator pair = kem.generate(RANDOM)) {
      byte[] key = pair.publicKey().clone();
      key[0] = (byte) 0xff;
      key[1] |= 0x0f;

      assertThatThrownBy(() -> kem.encapsulate(key, RANDOM)).isInstanceOf(KexException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void lengths_are_those_of_FIPS_203_table_3(MlKem kem) throws Exception {
    try (Kem.Decapsulator pair = kem.generate(RANDOM)) {
      assertThat(pair.publicKey()).hasSize(kem.publicKeyLength());
      Kem.Encapsulation encapsulation = kem.encapsulate(pair.publicKey(), RANDOM);
      assertThat(encapsulation.ciphertext()).hasSize(kem.ciphertextLength());
      assertThat(encapsulation.secret().length()).isEqualTo(32);
      assertThatThrownBy(() -> pair.decapsulate(new byte[kem.ciphertextLength() - 1]))
          .isInstanceOf(KexException.class);
      assertThatThrownBy(
              () ->
                  kem.encapsulate(
                      Arrays.copyOf(pair.publicKey(), kem.publicKeyLength() + 1), RANDOM))
          .isInstanceOf(KexException.class);
    }
  }

  private static MLKEMParameters parameters(MlKem kem) {
    return kem == MlKem.ML_KEM_768 ? MLKEMParameters.ml_kem_768 : MLKEMParameters.ml_kem_1024;
  }
}
