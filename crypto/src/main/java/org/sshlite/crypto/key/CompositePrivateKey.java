package org.sshlite.crypto.key;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An {@code ssh-mldsa44-ed25519@openssh.com} private key: the seeds of both keys. The ML-DSA key is
 * expanded for each signature (75 µs of 350), so that only the seeds, which can be erased, stay.
 */
public final class CompositePrivateKey implements PrivateKey {
  private static final int MLDSA_SEED_LENGTH = 32;
  private static final int LENGTH = MLDSA_SEED_LENGTH + Ed25519PrivateKey.SEED_LENGTH;

  private final SecretBytes seeds;
  private final CompositePublicKey publicKey;
  private final byte[] point;

  /** Takes ownership of {@code seeds}: of ML-DSA, then of Ed25519. */
  CompositePrivateKey(SecretBytes seeds) {
    this.seeds = seeds;
    byte[] seed = ed25519Seed();
    this.point = Ed25519PrivateKey.pointOf(seed);
    Arrays.fill(seed, (byte) 0);
    byte[] mldsa = expand().getPublicKey();
    byte[] encoded = Arrays.copyOf(mldsa, CompositePublicKey.LENGTH);
    System.arraycopy(point, 0, encoded, mldsa.length, point.length);
    this.publicKey = new CompositePublicKey(encoded);
  }

  static CompositePrivateKey generate(SecureRandom random) {
    byte[] seeds = new byte[LENGTH];
    random.nextBytes(seeds);
    return new CompositePrivateKey(new SecretBytes(seeds));
  }

  /** Reads what follows the type's name: public key, seeds. */
  static CompositePrivateKey read(SshReader in) throws MalformedException {
    CompositePublicKey publicKey = CompositePublicKey.read(in);
    CompositePrivateKey key =
        new CompositePrivateKey(new SecretBytes(in.string("private key", LENGTH)));
    if (!key.publicKey.equals(publicKey)) {
      key.close();
      throw in.malformed("public key", "not that of the private key");
    }
    return key;
  }

  /** The caller erases it. */
  private byte[] ed25519Seed() {
    return Arrays.copyOfRange(seeds.bytes(), MLDSA_SEED_LENGTH, LENGTH);
  }

  /** Bouncy Castle's own arrays stay until they are collected; the seed given to it does not. */
  private MLDSAPrivateKeyParameters expand() {
    byte[] seed = Arrays.copyOf(seeds.bytes(), MLDSA_SEED_LENGTH);
    try {
      return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public CompositePublicKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) {
    PrivateKey.requireAlgorithm(publicKey, algorithm);
    byte[] representative = CompositeSignature.representative(data);
    byte[] seed = ed25519Seed();
    byte[] raw =
        new SshWriter(CompositeSignature.MLDSA_SIGNATURE_LENGTH + 64)
            .bytes(signMlDsa(representative))
            .bytes(Ed25519PrivateKey.signRaw(seed, point, representative))
            .toByteArray();
    Arrays.fill(seed, (byte) 0);
    return SignatureBlob.of(algorithm, raw);
  }

  private byte[] signMlDsa(byte[] representative) {
    MLDSASigner signer = new MLDSASigner();
    // hedged, FIPS 204 §3.4: a fault in one of two equal signatures would give the key away
    signer.init(
        true, CompositeSignature.inContext(new ParametersWithRandom(expand(), new SecureRandom())));
    signer.update(representative, 0, representative.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void write(SshWriter out) {
    out.string(CompositePublicKey.TYPE);
    publicKey.writeFields(out);
    out.string(seeds.bytes());
  }

  @Override
  public void close() {
    seeds.close();
  }

  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
