package org.sshlite.sshd.auth;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;

/**
 * A key that asks to be let in.
 *
 * @param user the name to log in as
 * @param host the peer's name, or its address when names are not looked up
 * @param address the peer's; no address where the server was given a pipe
 * @param time now
 */
record KeyAttempt(PublicKey key, String user, String host, String address, Instant time) {
  Optional<Certificate> certificate() {
    return key instanceof Certificate certificate ? Optional.of(certificate) : Optional.empty();
  }

  /** Empty where it is not known. */
  Optional<InetAddress> source() {
    try {
      return Optional.of(InetAddress.ofLiteral(address)); // asks no name service
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
