package org.sshlite.crypto.key;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * The encryption of old PEM files, RFC 1421 §4.6: told by headers, keyed by one round of MD5. Read
 * because such files are still about; never written.
 *
 * @param algorithm of the key, as JCA names it
 * @param keyLength in bytes
 */
record PemEncryption(String algorithm, int keyLength, byte[] iv) {
  private static final String STRUCTURE = "PEM private key";
  private static final int SALT_LENGTH = 8; // the first bytes of the IV, as OpenSSL does it

  static boolean isEncrypted(Map<String, String> headers) {
    return headers.getOrDefault("Proc-Type", "").endsWith("ENCRYPTED");
  }

  /** From {@code DEK-Info: AES-128-CBC,0123…}. */
  static PemEncryption of(Map<String, String> headers) throws MalformedException {
    String[] info = headers.getOrDefault("DEK-Info", "").split(",", -1);
    if (info.length != 2) {
      throw new MalformedException(STRUCTURE, "DEK-Info", "not a cipher and an IV");
    }
    byte[] iv;
    try {
      iv = HexFormat.of().parseHex(info[1].strip());
    } catch (IllegalArgumentException _) {
      throw new MalformedException(STRUCTURE, "DEK-Info", "IV not hexadecimal");
    }
    PemEncryption encryption =
        switch (info[0].strip()) {
          case "AES-128-CBC" -> new PemEncryption("AES", 16, iv);
          case "AES-192-CBC" -> new PemEncryption("AES", 24, iv);
          case "AES-256-CBC" -> new PemEncryption("AES", 32, iv);
          case "DES-EDE3-CBC" -> new PemEncryption("DESede", 24, iv);
          default ->
              throw new MalformedException(
                  STRUCTURE, "DEK-Info", PublicKeys.notSupported(Printable.line(info[0])));
        };
    if (iv.length != encryption.blockLength()) {
      throw new MalformedException(STRUCTURE, "DEK-Info", "IV of " + iv.length + " bytes");
    }
    return encryption;
  }

  private int blockLength() {
    return algorithm.equals("AES") ? 16 : 8;
  }

  byte[] decrypt(SecretBytes passphrase, byte[] data) throws WrongPassphraseException {
    byte[] key = deriveKey(passphrase.bytes());
    try {
      Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException _) {
      throw new WrongPassphraseException(); // the padding is all there is to tell
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] deriveKey(byte[] passphrase) {
    byte[] key = new byte[keyLength];
    MessageDigest md5 = Hash.start("MD5");
    byte[] block = {};
    for (int at = 0; at < keyLength; at += block.length) {
      md5.update(block);
      md5.update(passphrase);
      md5.update(iv, 0, SALT_LENGTH);
      Arrays.fill(block, (byte) 0); // a part of the key
      block = md5.digest();
      System.arraycopy(block, 0, key, at, Math.min(block.length, keyLength - at));
    }
    Arrays.fill(block, (byte) 0);
    return key;
  }
}
