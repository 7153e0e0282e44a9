package org.sshlite.crypto.key;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * A cipher of OpenSSH's key file format. The CBC ones are here because old files use them: a file
 * is decrypted at rest, without the oracle that makes CBC weak on the wire; none is written.
 *
 * @param blockSize bytes to pad to
 * @param tagLength bytes that follow the ciphertext
 */
record KeyFileCipher(
    String name, String transformation, int blockSize, int keyLength, int ivLength, int tagLength) {
  /** OpenSSH's "none" pads to 8 bytes all the same. */
  static final KeyFileCipher NONE = new KeyFileCipher("none", "", 8, 0, 0, 0);

  private static final String CHACHA = "chacha20-poly1305@openssh.com";

  static Optional<KeyFileCipher> byName(String name) {
    return switch (name) {
      case "none" -> Optional.of(NONE);
      case "aes128-ctr", "aes192-ctr", "aes256-ctr" -> Optional.of(aes(name, "CTR", 16, 0));
      case "aes128-cbc", "aes192-cbc", "aes256-cbc" -> Optional.of(aes(name, "CBC", 16, 0));
      case "aes128-gcm@openssh.com", "aes256-gcm@openssh.com" ->
          Optional.of(aes(name, "GCM", 12, 16));
      case "3des-cbc" -> Optional.of(new KeyFileCipher(name, "DESede/CBC/NoPadding", 8, 24, 8, 0));
      case CHACHA -> Optional.of(new KeyFileCipher(name, "", 8, 64, 0, 16));
      default -> Optional.empty();
    };
  }

  private static KeyFileCipher aes(String name, String mode, int ivLength, int tagLength) {
    int keyLength = Integer.parseInt(name.substring(3, 6)) / 8;
    return new KeyFileCipher(
        name, "AES/" + mode + "/NoPadding", 16, keyLength, ivLength, tagLength);
  }

  /**
   * @param keyAndIv as the KDF gave them
   * @param data whole blocks, then the tag
   * @throws WrongPassphraseException when the tag is wrong
   */
  byte[] decrypt(byte[] keyAndIv, byte[] data) throws WrongPassphraseException {
    try {
      return switch (name) {
        case "none" -> data.clone();
        case CHACHA -> openChaCha(keyAndIv, data);
        default -> jdk(Cipher.DECRYPT_MODE, keyAndIv).doFinal(data);
      };
    } catch (AEADBadTagException _) {
      throw new WrongPassphraseException();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every JDK has these ciphers, and lengths were checked
    }
  }

  /**
   * @param data whole blocks
   * @return the ciphertext and the tag
   */
  byte[] encrypt(byte[] keyAndIv, byte[] data) {
    try {
      return switch (name) {
        case "none" -> data.clone();
        case CHACHA -> sealChaCha(keyAndIv, data);
        default -> jdk(Cipher.ENCRYPT_MODE, keyAndIv).doFinal(data);
      };
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Cipher jdk(int mode, byte[] keyAndIv) throws GeneralSecurityException {
    AlgorithmParameterSpec parameters =
        tagLength == 0
            ? new IvParameterSpec(keyAndIv, keyLength, ivLength)
            : new GCMParameterSpec(8 * tagLength, keyAndIv, keyLength, ivLength);
    Cipher cipher = Cipher.getInstance(transformation);
    String algorithm = transformation.substring(0, transformation.indexOf('/'));
    cipher.init(mode, new SecretKeySpec(keyAndIv, 0, keyLength, algorithm), parameters);
    return cipher;
  }

  private byte[] openChaCha(byte[] key, byte[] data) throws WrongPassphraseException {
    int length = data.length - tagLength;
    byte[] plain = new byte[length];
    ChaChaEngine chacha = chaCha(key);
    byte[] tag = poly1305(chacha, data, length);
    if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(data, length, data.length))) {
      throw new WrongPassphraseException();
    }
    chacha.processBytes(data, 0, length, plain, 0);
    return plain;
  }

  private byte[] sealChaCha(byte[] key, byte[] data) {
    byte[] sealed = new byte[data.length + tagLength];
    ChaChaEngine chacha = chaCha(key);
    byte[] block = new byte[64];
    chacha.processBytes(block, 0, block.length, block, 0);
    chacha.processBytes(data, 0, data.length, sealed, 0);
    Arrays.fill(block, (byte) 0); // the key of the tag
    byte[] tag = poly1305(chaCha(key), sealed, data.length);
    System.arraycopy(tag, 0, sealed, data.length, tagLength);
    return sealed;
  }

  /** The packet cipher's payload key at sequence number 0; its length key goes unused here. */
  private static ChaChaEngine chaCha(byte[] key) {
    ChaChaEngine chacha = new ChaChaEngine(20);
    chacha.init(true, new ParametersWithIV(new KeyParameter(key, 0, 32), new byte[8]));
    return chacha;
  }

  /** The tag over {@code data}; takes block 0 of the key stream for it. */
  private static byte[] poly1305(ChaChaEngine chacha, byte[] data, int length) {
    byte[] block = new byte[64];
    chacha.processBytes(block, 0, block.length, block, 0);
    Poly1305 poly = new Poly1305();
    poly.init(new KeyParameter(block, 0, 32));
    poly.update(data, 0, length);
    byte[] tag = new byte[16];
    poly.doFinal(tag, 0);
    Arrays.fill(block, (byte) 0);
    return tag;
  }
}
