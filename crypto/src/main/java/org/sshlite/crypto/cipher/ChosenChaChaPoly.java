package org.sshlite.crypto.cipher;

import java.util.function.Supplier;

/** The primitives of one direction: the JDK's, until {@link Libcrypto} is there. */
final class ChosenChaChaPoly implements AutoCloseable {
  /** Bytes between two questions: some packets of a transfer. */
  private static final int STEP = 1 << 18;

  private final Supplier<ChaChaPoly> libcrypto;
  private ChaChaPoly primitives;
  private boolean byLibcrypto;
  private long bytes;
  private long asked;

  ChosenChaChaPoly(Supplier<ChaChaPoly> jdk, Supplier<ChaChaPoly> libcrypto) {
    this.libcrypto = libcrypto;
    this.byLibcrypto = Libcrypto.isWanted(0);
    this.primitives = (byLibcrypto ? libcrypto : jdk).get();
  }

  ChaChaPoly now() {
    return primitives;
  }

  /** For the next packet, of {@code packetLength} bytes. */
  ChaChaPoly next(int packetLength) {
    bytes += packetLength;
    if (!byLibcrypto && bytes - asked >= STEP) {
      asked = bytes;
      if (Libcrypto.isWanted(bytes)) {
        primitives.close();
        primitives = libcrypto.get();
        byLibcrypto = true;
      }
    }
    return primitives;
  }

  @Override
  public void close() {
    primitives.close();
  }
}
