package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * A method that is one key agreement and nothing else: each blob is a public key, K is an mpint.
 *
 * @param name as negotiated
 * @param hash JCA name
 */
record AgreementKex(String name, String hash, Agreement agreement) implements KexMethod {
  @Override
  public boolean postQuantum() {
    return false;
  }

  @Override
  public KexMethod.Initiator initiate(SecureRandom random) {
    return new Pending(agreement.generate(random));
  }

  @Override
  public Response respond(byte[] init, SecureRandom random) throws KexException {
    try (Agreement.Ephemeral own = agreement.generate(random);
        SecretBytes raw = own.agree(init)) {
      return new Response(own.publicKey(), mpint(raw));
    }
  }

  /** The contents of the mpint that the unsigned big-endian {@code raw} is, RFC 4251 §5. */
  static SecretBytes mpint(SecretBytes raw) {
    byte[] bytes = raw.bytes();
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    int sign = zeros < bytes.length && bytes[zeros] < 0 ? 1 : 0;
    byte[] contents = new byte[sign + bytes.length - zeros];
    System.arraycopy(bytes, zeros, contents, sign, bytes.length - zeros);
    return new SecretBytes(contents);
  }

  private record Pending(Agreement.Ephemeral own) implements KexMethod.Initiator {
    @Override
    public byte[] init() {
      return own.publicKey();
    }

    @Override
    public SecretBytes finish(byte[] reply) throws KexException {
      try (SecretBytes raw = own.agree(reply)) {
        return mpint(raw);
      }
    }

    @Override
    public void close() {
      own.close();
    }
  }
}
