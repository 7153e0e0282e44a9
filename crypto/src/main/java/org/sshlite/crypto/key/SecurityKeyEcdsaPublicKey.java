package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An {@code sk-ecdsa-sha2-nistp256@openssh.com} public key, OpenSSH PROTOCOL.u2f. Browsers sign
 * with such keys in the form of {@link #WEBAUTHN}. Immutable.
 */
public record SecurityKeyEcdsaPublicKey(EcdsaPublicKey key, String application)
    implements SecurityKeyPublicKey {
  public static final String TYPE = "sk-ecdsa-sha2-nistp256@openssh.com";

  /** PROTOCOL.u2f "webauthn signatures". */
  public static final String WEBAUTHN = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com";

  private static final List<String> ALGORITHMS = List.of(TYPE, WEBAUTHN);
  private static final int ATTESTED_DATA = 0x40;
  private static final int EXTENSION_DATA = 0x80;

  /** Reads what follows the type's name in a blob. */
  static SecurityKeyEcdsaPublicKey read(SshReader in) throws MalformedException {
    return new SecurityKeyEcdsaPublicKey(
        EcdsaPublicKey.read(EcdsaCurve.NISTP256, in), in.utf8("application"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<String> signatureAlgorithms() {
    return ALGORITHMS;
  }

  @Override
  public void writeFields(SshWriter out) {
    key.writeFields(out);
    out.string(application);
  }

  @Override
  public Optional<SecurityKeyAssertion> verifyAssertion(
      String algorithm, byte[] data, byte[] signature) {
    if (!ALGORITHMS.contains(algorithm)) {
      return Optional.empty();
    }
    try {
      SshReader in = new SshReader("signature", signature);
      if (!in.ascii("algorithm").equals(algorithm)) {
        return Optional.empty();
      }
      byte[] raw = in.string("signature");
      var said = new SecurityKeyAssertion(in.uint8("flags"), in.uint32("counter"));
      byte[] signed = algorithm.equals(WEBAUTHN) ? readWebauthn(in, data, said) : plain(data, said);
      in.end();
      return Optional.of(said).filter(_ -> key.verifyRaw(signed, raw));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private byte[] plain(byte[] data, SecurityKeyAssertion said) {
    return SecurityKeyPublicKey.signedData(
        application, said, new byte[0], Hash.of("SHA-256", data));
  }

  /**
   * Reads origin, clientData and extensions. clientData is JSON that begins in one fixed way with
   * the message and the origin in it, so it is compared, not parsed (as OpenSSH does).
   */
  private byte[] readWebauthn(SshReader in, byte[] data, SecurityKeyAssertion said)
      throws MalformedException {
    String origin = in.utf8("origin");
    byte[] clientData = in.string("clientData");
    byte[] extensions = in.string("extensions");
    boolean hasExtensions = (said.flags() & EXTENSION_DATA) != 0;
    if (origin.indexOf('"') >= 0
        || (said.flags() & ATTESTED_DATA) != 0
        || hasExtensions != (extensions.length > 0)) {
      throw in.malformed("flags", "not those of a webauthn signature");
    }
    byte[] start =
        ("{\"type\":\"webauthn.get\",\"challenge\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(data)
                + "\",\"origin\":\""
                + origin
                + "\"")
            .getBytes(StandardCharsets.UTF_8);
    if (clientData.length < start.length
        || !Arrays.equals(clientData, 0, start.length, start, 0, start.length)) {
      throw in.malformed("clientData", "not about this message");
    }
    return SecurityKeyPublicKey.signedData(
        application, said, extensions, Hash.of("SHA-256", clientData));
  }

  @Override
  public String toString() {
    return TYPE + " " + fingerprint();
  }
}
