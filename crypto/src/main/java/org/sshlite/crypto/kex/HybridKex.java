package org.sshlite.crypto.kex;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * A key encapsulation and a key agreement side by side, so that both must be broken:
 * draft-ietf-sshm-mlkem-hybrid-kex §2, RFC 9941. C_INIT is the encapsulation key and the public key
 * of the client, S_REPLY the ciphertext and the public key of the server, K = HASH(K_PQ ‖ K_CL) as
 * a string.
 *
 * @param name as negotiated
 * @param hash JCA name
 * @param publicKeyLength bytes of the agreement's public keys
 */
record HybridKex(String name, String hash, Kem kem, Agreement agreement, int publicKeyLength)
    implements KexMethod {
  @Override
  public boolean postQuantum() {
    return true;
  }

  @Override
  public KexMethod.Initiator initiate(SecureRandom random) {
    return new Pending(kem.generate(random), agreement.generate(random));
  }

  @Override
  public Response respond(byte[] init, SecureRandom random) throws KexException {
    requireLength("C_INIT", init, kem.publicKeyLength());
    byte[] encapsulationKey = Arrays.copyOf(init, kem.publicKeyLength());
    byte[] peer = Arrays.copyOfRange(init, kem.publicKeyLength(), init.length);
    // the agreement first: it is the one that can fail on a well-formed blob
    try (Agreement.Ephemeral own = agreement.generate(random);
        SecretBytes classical = own.agree(peer)) {
      Kem.Encapsulation quantum = kem.encapsulate(encapsulationKey, random);
      try (SecretBytes secret = quantum.secret()) {
        return new Response(
            concatenate(quantum.ciphertext(), own.publicKey()), combine(secret, classical));
      }
    }
  }

  private void requireLength(String what, byte[] blob, int kemLength) throws KexException {
    int expected = kemLength + publicKeyLength;
    if (blob.length != expected) {
      throw new KexException(what + " of " + blob.length + " bytes instead of " + expected);
    }
  }

  private SecretBytes combine(SecretBytes quantum, SecretBytes classical) {
    try {
      MessageDigest digest = MessageDigest.getInstance(hash);
      digest.update(quantum.bytes());
      return new SecretBytes(digest.digest(classical.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private final class Pending implements KexMethod.Initiator {
    private final Kem.Decapsulator decapsulator;
    private final Agreement.Ephemeral own;

    Pending(Kem.Decapsulator decapsulator, Agreement.Ephemeral own) {
      this.decapsulator = decapsulator;
      this.own = own;
    }

    @Override
    public byte[] init() {
      return concatenate(decapsulator.publicKey(), own.publicKey());
    }

    @Override
    public SecretBytes finish(byte[] reply) throws KexException {
      requireLength("S_REPLY", reply, kem.ciphertextLength());
      byte[] ciphertext = Arrays.copyOf(reply, kem.ciphertextLength());
      byte[] peer = Arrays.copyOfRange(reply, kem.ciphertextLength(), reply.length);
      try (SecretBytes classical = own.agree(peer);
          SecretBytes secret = decapsulator.decapsulate(ciphertext)) {
        return combine(secret, classical);
      }
    }

    @Override
    public void close() {
      decapsulator.close();
      own.close();
    }
  }
}
