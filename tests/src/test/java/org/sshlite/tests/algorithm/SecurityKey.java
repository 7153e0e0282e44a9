package org.sshlite.tests.algorithm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.sshlite.crypto.key.EcdsaPublicKey;
import org.sshlite.crypto.key.Ed25519PublicKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyEcdsaPublicKey;
import org.sshlite.crypto.key.SecurityKeyEd25519PublicKey;
import org.sshlite.crypto.key.SecurityKeyPublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A FIDO token in software, which is touched for every signature: OpenSSH PROTOCOL.u2f, and
 * WebAuthn as a browser signs.
 */
final class SecurityKey implements Signer {
  private static final String APPLICATION = "ssh:";
  private static final String ORIGIN = "https://example.org";
  private static final int USER_PRESENT = 0x01;

  private final PrivateKey key;
  private final SecurityKeyPublicKey publicKey;
  private int counter;

  /**
   * @param key of Ed25519 or of ECDSA over nistp256
   */
  SecurityKey(PrivateKey key) {
    this.key = key;
    this.publicKey =
        switch (key.publicKey()) {
          case Ed25519PublicKey point -> new SecurityKeyEd25519PublicKey(point, APPLICATION);
          case EcdsaPublicKey point -> new SecurityKeyEcdsaPublicKey(point, APPLICATION);
          default -> throw new IllegalArgumentException(key.toString());
        };
  }

  /** Whether an algorithm's signatures are made by tokens. */
  static boolean signs(String algorithm) {
    return algorithm.startsWith("sk-") || algorithm.startsWith("webauthn-sk-");
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public synchronized byte[] sign(String algorithm, byte[] data) {
    counter++;
    boolean browser = algorithm.equals(SecurityKeyEcdsaPublicKey.WEBAUTHN);
    byte[] message = browser ? clientData(data) : data;
    SshWriter signature =
        new SshWriter()
            .string(algorithm)
            .string(signRaw(message))
            .uint8(USER_PRESENT)
            .uint32(counter);
    if (browser) {
      signature.string(ORIGIN).string(message).string("");
    }
    return signature.toByteArray();
  }

  private static byte[] clientData(byte[] data) {
    String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    return "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\"}"
        .formatted(challenge, ORIGIN)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] signRaw(byte[] message) {
    byte[] signed =
        new SshWriter()
            .bytes(sha256(APPLICATION.getBytes(StandardCharsets.UTF_8)))
            .uint8(USER_PRESENT)
            .uint32(counter)
            .bytes(sha256(message))
            .toByteArray();
    String algorithm = key.publicKey().type();
    try {
      SshReader blob = new SshReader("signature", key.sign(algorithm, signed));
      blob.ascii("algorithm");
      return blob.string("signature");
    } catch (IOException | MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
