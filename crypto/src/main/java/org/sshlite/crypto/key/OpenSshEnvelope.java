package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.generators.BCrypt;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * OpenSSH's private key format, OpenSSH PROTOCOL.key: the public key in the clear, the private one
 * encrypted under a key that bcrypt_pbkdf derives from the passphrase.
 *
 * @param salt empty where nothing is encrypted
 * @param rounds of bcrypt_pbkdf, 0 where nothing is encrypted
 * @param sealed whole blocks, then the cipher's tag
 */
record OpenSshEnvelope(
    KeyFileCipher cipher, byte[] salt, int rounds, PublicKey key, SecretBytes sealed)
    implements KeyEnvelope {
  static final String LABEL = "OPENSSH PRIVATE KEY";

  private static final String STRUCTURE = "OpenSSH private key";
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_LENGTH = 16; // as OpenSSH writes it

  /** bcrypt_pbkdf takes 1 MiB at most; a longer salt has no use. */
  private static final int MAXIMUM_SALT_LENGTH = 1 << 20;

  /** About ten minutes of work: whoever wrote a larger number wants us to hang. */
  static final int MAXIMUM_ROUNDS = 1 << 16;

  static OpenSshEnvelope read(byte[] data) throws MalformedException {
    SshReader in = new SshReader(STRUCTURE, data);
    if (!Arrays.equals(in.bytes("magic", MAGIC.length), MAGIC)) {
      throw in.malformed("magic", "not openssh-key-v1");
    }
    String cipherName = in.ascii("cipher");
    KeyFileCipher cipher =
        KeyFileCipher.byName(cipherName)
            .orElseThrow(() -> in.malformed("cipher", PublicKeys.notSupported(cipherName)));
    String kdf = in.ascii("KDF");
    SshReader options = in.sub("KDF options");
    byte[] salt = {};
    int rounds = 0;
    if (kdf.equals("bcrypt")) {
      salt = options.string("salt");
      rounds = options.uint32AsInt("rounds");
    } else if (!kdf.equals("none")) {
      throw in.malformed("KDF", "\"" + Printable.line(kdf) + "\" is not supported");
    }
    options.end();
    checkKdf(in, cipher, kdf, salt, rounds);
    if (in.uint32("number of keys") != 1) {
      throw in.malformed("number of keys", "not 1");
    }
    PublicKey key = PublicKeys.read(in.string("public key"), RsaPublicKey.LEAST_MINIMUM_BITS);
    byte[] sealed = readSealed(in, cipher);
    return new OpenSshEnvelope(cipher, salt, rounds, key, new SecretBytes(sealed));
  }

  private static void checkKdf(
      SshReader in, KeyFileCipher cipher, String kdf, byte[] salt, int rounds)
      throws MalformedException {
    if (kdf.equals("none") != cipher.name().equals("none")) {
      throw in.malformed("KDF", "\"" + kdf + "\" does not fit the cipher");
    }
    if (kdf.equals("none")) {
      return;
    }
    if (salt.length == 0 || salt.length > MAXIMUM_SALT_LENGTH) {
      throw in.malformed("salt", salt.length + " bytes");
    }
    if (rounds < 1 || rounds > MAXIMUM_ROUNDS) {
      throw in.malformed("rounds", "not 1 to " + MAXIMUM_ROUNDS);
    }
  }

  private static byte[] readSealed(SshReader in, KeyFileCipher cipher) throws MalformedException {
    int length = in.uint32AsInt("private keys");
    if (length < cipher.blockSize() || length % cipher.blockSize() != 0) {
      throw in.malformed("private keys", "not whole blocks");
    }
    // the tag follows the string and is not counted in its length
    if (in.remaining() < length) {
      throw in.malformed("private keys", "truncated");
    }
    if (in.remaining() - length != cipher.tagLength()) {
      throw in.malformed("end", in.remaining() - length - cipher.tagLength() + " bytes too many");
    }
    return in.rest();
  }

  @Override
  public boolean encrypted() {
    return rounds > 0;
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(key);
  }

  @Override
  public NamedPrivateKey open(SecretBytes passphrase)
      throws MalformedException, WrongPassphraseException {
    if (encrypted() && passphrase.length() == 0) {
      throw new WrongPassphraseException();
    }
    byte[] keyAndIv = derive(cipher.keyLength() + cipher.ivLength(), passphrase, salt, rounds);
    byte[] plain = {};
    try {
      plain = cipher.decrypt(keyAndIv, sealed.bytes());
      return readPlain(new SshReader(STRUCTURE, plain));
    } finally {
      Arrays.fill(keyAndIv, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private NamedPrivateKey readPlain(SshReader in)
      throws MalformedException, WrongPassphraseException {
    if (in.uint32("checkint") != in.uint32("checkint")) {
      if (encrypted()) {
        throw new WrongPassphraseException();
      }
      throw in.malformed("checkint", "the two differ");
    }
    PrivateKey privateKey = PrivateKey.read(in);
    try {
      String comment = in.text("comment");
      for (int i = 1; in.remaining() > 0; i++) {
        if (in.uint8("padding") != (i & 0xff)) {
          throw in.malformed("padding", "not 1, 2, 3, …");
        }
      }
      if (!privateKey.publicKey().equals(key)) {
        throw in.malformed("public key", "not that of the private key");
      }
      return new NamedPrivateKey(privateKey, comment);
    } catch (MalformedException e) {
      privateKey.close();
      throw e;
    }
  }

  /**
   * The contents of a file, whole lines; the caller erases them.
   *
   * @param passphrase empty to leave the key unencrypted
   */
  static byte[] format(
      NamedPrivateKey named, SecretBytes passphrase, KeyFileEncryption how, SecureRandom random) {
    boolean encrypted = passphrase.length() > 0;
    KeyFileCipher cipher = encrypted ? how.keyFileCipher() : KeyFileCipher.NONE;
    byte[] salt = new byte[encrypted ? SALT_LENGTH : 0];
    random.nextBytes(salt);
    SshWriter options = new SshWriter();
    if (encrypted) {
      options.string(salt).uint32(how.rounds());
    }
    byte[] keyAndIv =
        derive(cipher.keyLength() + cipher.ivLength(), passphrase, salt, how.rounds());
    byte[] plain = plain(named, cipher.blockSize(), random.nextInt());
    SshWriter data =
        new SshWriter(1024)
            .bytes(MAGIC)
            .string(cipher.name())
            .string(encrypted ? "bcrypt" : "none")
            .string(options.toByteArray())
            .uint32(1)
            .string(named.key().publicKey().blob())
            .uint32(plain.length)
            .bytes(cipher.encrypt(keyAndIv, plain));
    byte[] content = data.toByteArray();
    byte[] text = Armor.format(LABEL, content);
    data.wipe();
    Arrays.fill(keyAndIv, (byte) 0);
    Arrays.fill(plain, (byte) 0);
    Arrays.fill(content, (byte) 0);
    return text;
  }

  private static byte[] plain(NamedPrivateKey named, int blockSize, int check) {
    SshWriter out = new SshWriter(512);
    out.uint32(check).uint32(check);
    named.key().write(out);
    out.string(named.comment());
    for (int i = 1; out.length() % blockSize != 0; i++) {
      out.uint8(i);
    }
    byte[] plain = out.toByteArray();
    out.wipe();
    return plain;
  }

  /** Key and IV, {@code length} bytes together; the caller erases them. */
  static byte[] derive(int length, SecretBytes passphrase, byte[] salt, int rounds) {
    return length == 0
        ? new byte[0]
        : BCrypt.pbkdfGenerate(passphrase.bytes(), salt, rounds, length);
  }

  @Override
  public void close() {
    sealed.close();
  }
}
