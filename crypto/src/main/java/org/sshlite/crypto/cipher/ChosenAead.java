package org.sshlite.crypto.cipher;

import java.util.function.Supplier;

/** The AEAD of one direction: the JDK's, until {@link Libcrypto} is there. Asked as bytes go by. */
final class ChosenAead implements AutoCloseable {
  /** Bytes between two questions: some packets of a transfer. */
  private static final int STEP = 1 << 18;

  private final Supplier<Aead> libcrypto;
  private Aead aead;
  private boolean byLibcrypto;
  private long bytes;
  private long asked;

  ChosenAead(Supplier<Aead> jdk, Supplier<Aead> libcrypto) {
    this.libcrypto = libcrypto;
    this.byLibcrypto = Libcrypto.isWanted(0);
    this.aead = (byLibcrypto ? libcrypto : jdk).get();
  }

  Aead now() {
    return aead;
  }

  /** For the next packet, of {@code packetLength} bytes. */
  Aead next(int packetLength) {
    bytes += packetLength;
    if (!byLibcrypto && bytes - asked >= STEP) {
      asked = bytes;
      if (Libcrypto.isWanted(bytes)) {
        aead.close();
        aead = libcrypto.get();
        byLibcrypto = true;
      }
    }
    return aead;
  }

  @Override
  public void close() {
    aead.close();
  }
}
