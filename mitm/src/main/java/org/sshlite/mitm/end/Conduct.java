package org.sshlite.mitm.end;

import java.io.IOException;
import java.util.List;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.protocol.message.KexInit;

/**
 * How a {@link ServerEnd} behaves; every method as it stands here is honest. One object for each
 * connection, called on its thread.
 */
public interface Conduct {
  /** Honest in all. */
  static Conduct honest() {
    return new Conduct() {};
  }

  /** The host keys to offer, best first. */
  default List<HostKey> hostKeys(Scene scene) {
    return scene.trueKeys();
  }

  /** The key exchange methods to offer, best first. */
  default List<String> kexMethods(Scene scene) {
    return scene.kexMethods();
  }

  /** The KEXINIT to send. */
  default KexInit proposal(KexInit honest) {
    return honest;
  }

  /** The group for diffie-hellman-group-exchange-sha256. */
  default RawGroup group(RawGroup honest, ServerEnd end) {
    return honest;
  }

  /** The server's blob and the secret that goes with it. */
  default KexMethod.Response respond(KexMethod method, byte[] init, ServerEnd end)
      throws KexException, IOException {
    return method.respond(init, end.random());
  }

  /** The signature blob over the exchange hash. */
  default byte[] sign(Exchange exchange, ServerEnd end) throws IOException {
    return exchange.honestSignature();
  }

  /** Whether NEWKEYS is sent. */
  default boolean sendsNewKeys() {
    return true;
  }

  /** Authentication methods to offer. */
  default List<String> methods() {
    return List.of("publickey", "password", "keyboard-interactive");
  }

  /** The service named in SERVICE_ACCEPT. */
  default String service(String asked, ServerEnd end) {
    return asked;
  }

  /** A stage is reached: a chance to send something, or to stop by {@link Gone}. */
  default void at(Stage stage, ServerEnd end) throws IOException {}

  /**
   * A message came after the key exchange.
   *
   * @return whether it is dealt with
   */
  default boolean received(byte[] payload, ServerEnd end) throws IOException {
    return false;
  }
}
