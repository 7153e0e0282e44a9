package org.sshlite.crypto.key;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An {@code ssh-mldsa44-ed25519@openssh.com} public key,
 * draft-miller-sshm-mldsa44-ed25519-composite-sigs: safe while either of the two algorithms is.
 * Immutable.
 */
public final class CompositePublicKey implements PublicKey {
  public static final String TYPE = CompositeSignature.TYPE;

  static final int LENGTH = CompositeSignature.MLDSA_KEY_LENGTH + Ed25519PublicKey.LENGTH;

  private final byte[] encoded;

  /**
   * @param encoded the ML-DSA-44 key, then the Ed25519 point; owned by this key
   */
  CompositePublicKey(byte[] encoded) {
    this.encoded = encoded;
  }

  /** Reads what follows the type's name in a blob. */
  static CompositePublicKey read(SshReader in) throws MalformedException {
    return new CompositePublicKey(in.string("public key", LENGTH));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public byte[] blob() {
    return new SshWriter(LENGTH + 64).string(TYPE).string(encoded).toByteArray();
  }

  /** The fields of the blob behind the type's name. */
  void writeFields(SshWriter out) {
    out.string(encoded);
  }

  @Override
  public List<String> signatureAlgorithms() {
    return List.of(TYPE);
  }

  @Override
  public boolean verify(String algorithm, byte[] data, byte[] signature) {
    return algorithm.equals(TYPE)
        && SignatureBlob.signature(TYPE, signature).filter(raw -> verifyRaw(data, raw)).isPresent();
  }

  private boolean verifyRaw(byte[] data, byte[] raw) {
    int split = CompositeSignature.MLDSA_SIGNATURE_LENGTH;
    if (raw.length < split) {
      return false;
    }
    byte[] representative = CompositeSignature.representative(data);
    byte[] point = Arrays.copyOfRange(encoded, CompositeSignature.MLDSA_KEY_LENGTH, encoded.length);
    return Ed25519PublicKey.verifyRaw(
            point, representative, Arrays.copyOfRange(raw, split, raw.length))
        && verifyMlDsa(representative, Arrays.copyOf(raw, split));
  }

  private boolean verifyMlDsa(byte[] representative, byte[] signature) {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(
        false,
        CompositeSignature.inContext(
            new MLDSAPublicKeyParameters(
                MLDSAParameters.ml_dsa_44,
                Arrays.copyOf(encoded, CompositeSignature.MLDSA_KEY_LENGTH))));
    verifier.update(representative, 0, representative.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompositePublicKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return TYPE + " " + fingerprint();
  }
}
