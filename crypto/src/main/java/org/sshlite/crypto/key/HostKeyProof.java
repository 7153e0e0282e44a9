package org.sshlite.crypto.key;

import org.sshlite.crypto.wire.SshWriter;

/**
 * The proof that a host has the private half of a key it announces,
 * draft-miller-sshm-hostkey-update: a signature over {@code hostkeys-prove-00@openssh.com}, the
 * session identifier and the key.
 */
public final class HostKeyProof {
  /** Name of the request by which a server announces its keys, each a string. */
  public static final String ANNOUNCEMENT = "hostkeys-00@openssh.com";

  /** Name of the request, and first string of what is signed. */
  public static final String NAME = "hostkeys-prove-00@openssh.com";

  private HostKeyProof() {}

  /** What a host signs, and a client verifies. */
  public static byte[] signedData(byte[] sessionIdentifier, PublicKey key) {
    return new SshWriter().string(NAME).string(sessionIdentifier).string(key.blob()).toByteArray();
  }

  /**
   * Whether {@code signature} is a proof. Any algorithm of the key's will do; none of them is
   * SHA-1.
   *
   * @param signature a signature blob: string algorithm name, string signature
   */
  public static boolean proves(PublicKey key, byte[] sessionIdentifier, byte[] signature) {
    byte[] data = signedData(sessionIdentifier, key);
    return key.signatureAlgorithms().stream()
        .anyMatch(algorithm -> key.verify(algorithm, data, signature));
  }
}
