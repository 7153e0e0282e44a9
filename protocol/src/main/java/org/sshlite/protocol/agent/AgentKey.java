package org.sshlite.protocol.agent;

import java.io.IOException;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * A key that an agent has.
 *
 * @param publicKey or a certificate
 * @param comment as the agent has it: not safe to print
 */
public record AgentKey(Agent agent, PublicKey publicKey, String comment) implements Signer {
  // RFC 9987 §3.6.1: without a flag an RSA key would sign by SHA-1
  private static final int RSA_SHA2_256 = 2;
  private static final int RSA_SHA2_512 = 4;

  /**
   * @throws IOException also when the agent signed by another algorithm, as old ones do for RSA
   */
  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    String plain = SignatureAlgorithms.plain(algorithm);
    int flags =
        switch (plain) {
          case "rsa-sha2-256" -> RSA_SHA2_256;
          case "rsa-sha2-512" -> RSA_SHA2_512;
          default -> 0;
        };
    byte[] signature = agent.sign(publicKey, data, flags);
    String signedBy = algorithmOf(signature);
    if (!signedBy.equals(plain)) {
      throw new IOException("the agent signed by another algorithm than " + plain);
    }
    return signature;
  }

  private static String algorithmOf(byte[] signature) throws IOException {
    try {
      return new SshReader("signature of the agent", signature).ascii("algorithm");
    } catch (MalformedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
