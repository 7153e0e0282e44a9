package org.sshlite.crypto.key;

import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** The signature blob of RFC 4253 §6.6: string algorithm name, string signature. */
final class SignatureBlob {
  private SignatureBlob() {}

  static byte[] of(String algorithm, byte[] signature) {
    return new SshWriter(algorithm.length() + signature.length + 8)
        .string(algorithm)
        .string(signature)
        .toByteArray();
  }

  /** The signature inside, if the blob is well formed and names exactly {@code algorithm}. */
  static Optional<byte[]> signature(String algorithm, byte[] blob) {
    try {
      SshReader in = new SshReader("signature", blob);
      if (!in.ascii("algorithm").equals(algorithm)) {
        return Optional.empty();
      }
      byte[] signature = in.string("signature");
      in.end();
      return Optional.of(signature);
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }
}
