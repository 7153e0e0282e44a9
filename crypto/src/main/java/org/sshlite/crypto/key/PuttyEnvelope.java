package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * PuTTY's private key format (.ppk), versions 2 and 3: PuTTY manual, appendix C. The MAC covers all
 * that the file says.
 *
 * @param comment its bytes, since the MAC covers those
 * @param sealed the private part, encrypted with AES-256-CBC where a passphrase is needed
 */
record PuttyEnvelope(
    int version,
    String type,
    boolean encrypted,
    byte[] comment,
    byte[] publicBlob,
    PublicKey key,
    Optional<PuttyKeyDerivation> derivation,
    SecretBytes sealed,
    byte[] mac)
    implements KeyEnvelope {
  private static final String STRUCTURE = "PuTTY private key";

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(key);
  }

  @Override
  public NamedPrivateKey open(SecretBytes passphrase)
      throws MalformedException, WrongPassphraseException {
    try (PuttyKeyDerivation.Keys keys = keys(passphrase)) {
      byte[] plain = encrypted ? decrypt(keys) : sealed.bytes().clone();
      try {
        if (!MessageDigest.isEqual(mac, computeMac(keys.macKey(), plain))) {
          if (encrypted) {
            throw new WrongPassphraseException();
          }
          throw new MalformedException(STRUCTURE, "Private-MAC", "wrong: the file was altered");
        }
        return new NamedPrivateKey(
            readPrivate(new SshReader(STRUCTURE, plain)),
            new String(comment, StandardCharsets.UTF_8));
      } finally {
        Arrays.fill(plain, (byte) 0);
      }
    }
  }

  private PuttyKeyDerivation.Keys keys(SecretBytes passphrase) {
    if (version == 2) {
      return PuttyKeyDerivation.version2(passphrase.bytes());
    }
    return derivation
        .map(argon2 -> argon2.derive(passphrase.bytes()))
        .orElseGet(PuttyKeyDerivation.Keys::none);
  }

  private byte[] decrypt(PuttyKeyDerivation.Keys keys) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(keys.cipherKey(), "AES"),
          new IvParameterSpec(keys.iv()));
      return cipher.doFinal(sealed.bytes());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // the length was checked
    }
  }

  private byte[] computeMac(byte[] macKey, byte[] plain) {
    SshWriter covered =
        new SshWriter(1024)
            .string(type)
            .string(encrypted ? "aes256-cbc" : "none")
            .string(comment)
            .string(publicBlob)
            .string(plain);
    try {
      Mac hmac = Mac.getInstance(version == 2 ? "HmacSHA1" : "HmacSHA256");
      // an unencrypted file of version 3 has an empty key, which JCA refuses; HMAC pads with zeros
      hmac.init(new SecretKeySpec(macKey.length == 0 ? new byte[1] : macKey, "HMAC"));
      hmac.update(covered.array(), 0, covered.length());
      return hmac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every JDK has both
    } finally {
      covered.wipe();
    }
  }

  private PrivateKey readPrivate(SshReader in) throws MalformedException {
    PrivateKey privateKey =
        switch (key) {
          case Ed25519PublicKey _ ->
              new Ed25519PrivateKey(
                  new SecretBytes(in.string("private key", Ed25519PrivateKey.SEED_LENGTH)));
          case EcdsaPublicKey ecdsa ->
              EcdsaPrivateKey.ofScalar(
                  ecdsa.curve(),
                  in.mpint("private scalar", 8 * ecdsa.curve().fieldLength()),
                  in::malformed);
          case RsaPublicKey rsa ->
              RsaPrivateKey.of(
                  rsa,
                  in.mpint("d", RsaPublicKey.MAXIMUM_BITS),
                  in.mpint("p", RsaPublicKey.MAXIMUM_BITS),
                  in.mpint("q", RsaPublicKey.MAXIMUM_BITS),
                  in.mpint("iqmp", RsaPublicKey.MAXIMUM_BITS),
                  in::malformed);
          default -> throw in.malformed("type", PublicKeys.notSupported(type));
        };
    if (!privateKey.publicKey().equals(key)) {
      privateKey.close();
      throw in.malformed("public key", "not that of the private key");
    }
    return privateKey; // what is left is padding
  }

  @Override
  public void close() {
    sealed.close();
  }
}
