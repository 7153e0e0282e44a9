package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sntrup761Test {
  /** A linear congruential generator, for the same bytes in every language. */
  private static final class Congruential extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private long state;

    Congruential(long seed) {
      state = seed;
    }

    @Override
    public void nextBytes(byte[] out) {
      for (int i = 0; i < out.length; i++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        out[i] = (byte) (state >>> 56);
      }
    }
  }

  // made with sntrup761.c of OpenSSH 10.5 and the same generator: half the SHA-512 of public key
  // and ciphertext, the secret, and the secret after bit 0 of the ciphertext's byte 5 was changed
  @ParameterizedTest
  @CsvSource({
    "1, fb31ad9ab31b7279e672fe4d6b32ea4d85dcb15300a2ddf9fba2b90ef030e409, "
        + "312cfc3a6637b9059ed327a500e82fc678feab7f616b7ff941a007977fb7575d, "
        + "e24a34b7c2ade70b26e9e66bf04593fbed75dea13257f7e2eb2ab6a4787fec47, "
        + "4dc1e1420e136d2fd79c889a689899811269591a951fa783c19d2e885f0530bc",
    "2, 55232263d4da0ea00d2e33c5dd60bf983a44f9c6e136e2fdc60829451b10bac7, "
        + "7ab1a4191f6a4be4b9a1c2353468522bdca1d05b3e01cb4eaee32903858024c9, "
        + "8620cd919e7d9022145a0a73f60fa051e7fe4fce5c62f32c7fe2096b1a814c7e, "
        + "5dc724435f8f4d67dab9b1f8f3feb6d4df5030bde1c7ea6c5643588343ff32b7",
  })
  void the_same_random_bytes_give_what_OpenSSH_makes_of_them(
      long seed, String publicKey, String ciphertext, String secret, String rejected)
      throws Exception {
    SecureRandom random = new Congruential(seed);
    Kem kem = new Sntrup761();
    try (Kem.Decapsulator pair = kem.generate(random)) {
      Kem.Encapsulation encapsulation = kem.encapsulate(pair.publicKey(), random);

      assertThat(pair.publicKey()).hasSize(kem.publicKeyLength());
      assertThat(encapsulation.ciphertext()).hasSize(kem.ciphertextLength());
      assertThat(hash(pair.publicKey())).isEqualTo(publicKey);
      assertThat(hash(encapsulation.ciphertext())).isEqualTo(ciphertext);
      assertThat(hex(encapsulation.secret().bytes())).isEqualTo(secret);
      assertThat(pair.decapsulate(encapsulation.ciphertext())).isEqualTo(encapsulation.secret());
      byte[] altered = encapsulation.ciphertext().clone();
      altered[5] ^= 1;
      assertThat(hex(pair.decapsulate(altered).bytes())).isEqualTo(rejected);
    }
  }

  private static String hash(byte[] bytes) throws Exception {
    return hex(Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(bytes), 32));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
