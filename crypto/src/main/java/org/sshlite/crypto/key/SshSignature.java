package org.sshlite.crypto.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A signature over a file or a message, OpenSSH PROTOCOL.sshsig. Whether its key may sign for
 * somebody is the caller's question.
 *
 * @param key the one that signed, by the signature's own word
 * @param namespace what the signature is for, never empty: {@code file}, {@code git}
 * @param hash {@code sha256} or {@code sha512}
 * @param signature the signature blob
 */
public record SshSignature(PublicKey key, String namespace, String hash, byte[] signature) {
  private static final String LABEL = "SSH SIGNATURE";
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final Map<String, String> HASHES =
      Map.of("sha256", "SHA-256", "sha512", "SHA-512");

  /**
   * @throws IllegalArgumentException for an empty namespace or a hash that is not known
   */
  public SshSignature {
    if (namespace.isEmpty() || !HASHES.containsKey(hash)) {
      throw new IllegalArgumentException("namespace " + namespace + ", hash " + hash);
    }
  }

  /** The hash to run over the message; its result is what the other methods call digest. */
  public static MessageDigest startHash(String hash) {
    String name = HASHES.get(hash);
    if (name == null) {
      throw new IllegalArgumentException("hash " + hash);
    }
    return Hash.start(name);
  }

  /**
   * Signs a message by its digest.
   *
   * @param algorithm one of the key's; never SHA-1
   */
  public static SshSignature sign(
      Signer signer, String algorithm, String namespace, String hash, byte[] digest)
      throws IOException {
    byte[] signature = signer.sign(algorithm, signedData(namespace, hash, digest));
    return new SshSignature(signer.publicKey(), namespace, hash, signature);
  }

  /** Whether the signature is the key's over the message with this digest. */
  public boolean verify(byte[] digest) {
    try {
      String name = new SshReader("signature", signature).ascii("algorithm");
      return key.signatureAlgorithms().stream()
          .filter(algorithm -> SignatureAlgorithms.plain(algorithm).equals(name))
          .anyMatch(
              algorithm -> key.verify(algorithm, signedData(namespace, hash, digest), signature));
    } catch (MalformedException _) {
      return false;
    }
  }

  private static byte[] signedData(String namespace, String hash, byte[] digest) {
    return new SshWriter()
        .bytes(MAGIC)
        .string(namespace)
        .string("")
        .string(hash)
        .string(digest)
        .toByteArray();
  }

  /** Reads the armored form of a signature file. */
  public static SshSignature parse(byte[] text, PublicKeyReader reader) throws MalformedException {
    try (SecretBytes data = Armor.find("SSH signature", LABEL, text).data()) {
      SshReader in = new SshReader("SSH signature", data.bytes());
      if (!Arrays.equals(in.bytes("magic", MAGIC.length), MAGIC)) {
        throw in.malformed("magic", "not SSHSIG");
      }
      if (in.uint32("version") != VERSION) {
        throw in.malformed("version", "not " + VERSION);
      }
      PublicKey key = reader.read(in.string("public key"));
      String namespace = in.utf8("namespace");
      in.string("reserved");
      String hash = in.ascii("hash algorithm");
      byte[] signature = in.string("signature");
      in.end();
      if (namespace.isEmpty()) {
        throw in.malformed("namespace", "empty");
      }
      if (!HASHES.containsKey(hash)) {
        throw in.malformed("hash algorithm", PublicKeys.notSupported(hash));
      }
      return new SshSignature(key, namespace, hash, signature);
    }
  }

  /** The armored form, whole lines. */
  public byte[] format() {
    byte[] data =
        new SshWriter(1024)
            .bytes(MAGIC)
            .uint32(VERSION)
            .string(key.blob())
            .string(namespace)
            .string("")
            .string(hash)
            .string(signature)
            .toByteArray();
    return Armor.format(LABEL, data);
  }

  @Override
  public String toString() {
    return "signature by " + key + " for " + Printable.line(namespace);
  }
}
