package org.sshlite.crypto.cipher;

import java.util.function.Supplier;
import org.sshlite.crypto.openssl.ByLibcrypto;

/** The primitives of one direction: the JDK's, until {@link ByLibcrypto libcrypto} is there. */
final class ChosenChaChaPoly implements AutoCloseable {
  /** Bytes under one key from which on loading is worth its time: a command's output has fewer. */
  private static final long MANY = 1 << 20;

  /** Bytes between two questions: some packets of a transfer. */
  private static final int STEP = 1 << 18;

  private final Supplier<ChaChaPoly> libcrypto;
  private ChaChaPoly primitives;
  private boolean byLibcrypto;
  private long bytes;
  private long asked;

  ChosenChaChaPoly(Supplier<ChaChaPoly> jdk, Supplier<ChaChaPoly> libcrypto) {
    this.libcrypto = libcrypto;
    this.byLibcrypto = ByLibcrypto.CHACHA20_POLY1305.isWanted(false);
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
      if (ByLibcrypto.CHACHA20_POLY1305.isWanted(bytes >= MANY)) {
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
