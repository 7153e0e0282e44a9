package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A public key whose private half lives in a FIDO token, OpenSSH PROTOCOL.u2f. {@link #verify}
 * wants a touch for every signature; who allows signatures without one ({@code no-touch-required})
 * or wants more ({@code verify-required}) asks {@link #verifyAssertion}.
 */
public sealed interface SecurityKeyPublicKey extends PublicKey
    permits SecurityKeyEd25519PublicKey, SecurityKeyEcdsaPublicKey {
  /** What the token made the key for, typically {@code ssh:}. */
  String application();

  /** The fields of the blob behind the type's name. */
  void writeFields(SshWriter out);

  /**
   * What the token vouches for, if {@code signature} is this key's over {@code data} by exactly
   * {@code algorithm}; empty in all cases where {@link #verify} says no for another reason than a
   * missing touch.
   */
  Optional<SecurityKeyAssertion> verifyAssertion(String algorithm, byte[] data, byte[] signature);

  @Override
  default boolean verify(String algorithm, byte[] data, byte[] signature) {
    return verifyAssertion(algorithm, data, signature)
        .filter(SecurityKeyAssertion::userPresent)
        .isPresent();
  }

  @Override
  default byte[] blob() {
    SshWriter out = new SshWriter().string(type());
    writeFields(out);
    return out.toByteArray();
  }

  /** What the token signed: hashes of application and message around flags and counter. */
  static byte[] signedData(
      String application, SecurityKeyAssertion said, byte[] extensions, byte[] messageHash) {
    return new SshWriter()
        .bytes(Hash.of("SHA-256", application.getBytes(StandardCharsets.UTF_8)))
        .uint8(said.flags())
        .uint32(said.counter())
        .bytes(extensions)
        .bytes(messageHash)
        .toByteArray();
  }
}
