package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyPairGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePublicKeyParameters;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Streamlined NTRU Prime with 761 coefficients, RFC 9941. Bouncy Castle's, which gives the same
 * bytes as the implementation in OpenSSH. A key pair takes about 7 ms, the rest 0.4 ms and less.
 */
final class Sntrup761 implements Kem {
  private static final SNTRUPrimeParameters PARAMETERS = SNTRUPrimeParameters.sntrup761;

  @Override
  public int publicKeyLength() {
    return 1158;
  }

  @Override
  public int ciphertextLength() {
    return 1039;
  }

  @Override
  public Decapsulator generate(SecureRandom random) {
    SNTRUPrimeKeyPairGenerator generator = new SNTRUPrimeKeyPairGenerator();
    generator.init(new SNTRUPrimeKeyGenerationParameters(random, PARAMETERS));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    return new PrivateHalf(
        ((SNTRUPrimePublicKeyParameters) pair.getPublic()).getEncoded(),
        (SNTRUPrimePrivateKeyParameters) pair.getPrivate());
  }

  /** Every public key of the right length is one: coefficients are reduced when decoded. */
  @Override
  public Encapsulation encapsulate(byte[] publicKey, SecureRandom random) {
    SecretWithEncapsulation result =
        new SNTRUPrimeKEMGenerator(random)
            .generateEncapsulated(new SNTRUPrimePublicKeyParameters(PARAMETERS, publicKey));
    return new Encapsulation(result.getEncapsulation(), new SecretBytes(result.getSecret()));
  }

  private record PrivateHalf(byte[] publicKey, SNTRUPrimePrivateKeyParameters privateKey)
      implements Decapsulator {
    @Override
    public SecretBytes decapsulate(byte[] ciphertext) {
      return new SecretBytes(new SNTRUPrimeKEMExtractor(privateKey).extractSecret(ciphertext));
    }

    @Override
    public void close() {
      // Bouncy Castle's getters copy: its own arrays stay until they are collected
    }
  }
}
