package org.sshlite.crypto.key;

import org.sshlite.crypto.wire.MalformedException;

/**
 * Reads public key blobs: {@link PublicKeys#read} for plain keys only, or one that knows
 * certificates too.
 */
@FunctionalInterface
public interface PublicKeyReader {
  /**
   * @param blob read as a whole; not kept
   * @throws MalformedException when it is not a key of a type this reader knows
   */
  PublicKey read(byte[] blob) throws MalformedException;
}
