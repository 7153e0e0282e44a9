package org.sshlite.protocol.auth;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;

/** A key that counts its signatures, and may be told that it cannot sign or has more names. */
final class CountingKey implements Signer {
  private final PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final List<String> algorithms;
  private boolean locked;
  int signatures;

  CountingKey() {
    this(List.of("ssh-ed25519"));
  }

  /** A key that says it can sign by these algorithms. */
  CountingKey(List<String> algorithms) {
    this.algorithms = algorithms;
  }

  CountingKey locked() {
    locked = true;
    return this;
  }

  byte[] blob() {
    return key.publicKey().blob();
  }

  @Override
  public PublicKey publicKey() {
    if (algorithms.equals(key.publicKey().signatureAlgorithms())) {
      return key.publicKey();
    }
    return new RenamedKey(key.publicKey(), algorithms);
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    if (locked) {
      throw new IOException("locked");
    }
    signatures++;
    return key.sign("ssh-ed25519", data);
  }

  private record RenamedKey(PublicKey key, List<String> signatureAlgorithms) implements PublicKey {
    @Override
    public String type() {
      return key.type();
    }

    @Override
    public byte[] blob() {
      return key.blob();
    }

    @Override
    public boolean verify(String algorithm, byte[] data, byte[] signature) {
      return key.verify(key.type(), data, signature);
    }
  }
}
