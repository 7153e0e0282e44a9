package org.sshlite.mitm.end;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.sshlite.crypto.wire.SshWriter;

/** RSA host keys that also sign as nobody should any more: with SHA-1, RFC 8332 §1. */
public final class RsaHostKey {
  /** The name of the key type, and of its signatures with SHA-1. */
  public static final String SHA1 = "ssh-rsa";

  private static final int BITS = 3072;

  private RsaHostKey() {}

  public static HostKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      RSAPublicKey key = (RSAPublicKey) pair.getPublic();
      byte[] blob =
          new SshWriter()
              .string("ssh-rsa")
              .mpint(key.getPublicExponent())
              .mpint(key.getModulus())
              .toByteArray();
      return new HostKey(
          blob,
          List.of("rsa-sha2-512", "rsa-sha2-256"),
          (algorithm, data) -> sign(pair.getPrivate(), algorithm, data));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sign(PrivateKey key, String algorithm, byte[] data) throws IOException {
    String hash =
        switch (algorithm) {
          case "rsa-sha2-512" -> "SHA512withRSA";
          case "rsa-sha2-256" -> "SHA256withRSA";
          default -> "SHA1withRSA";
        };
    try {
      Signature signature = Signature.getInstance(hash);
      signature.initSign(key);
      signature.update(data);
      return new SshWriter().string(algorithm).string(signature.sign()).toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
