package org.sshlite.protocol.connection;

import java.io.IOException;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;

/** A host key that fails when it is to sign. */
record BrokenKey(Throwable failure) implements Signer {
  @Override
  public PublicKey publicKey() {
    return ConnectionPair.HOST_KEY.publicKey();
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    throw (Error) failure;
  }
}
