package org.sshlite.tools.keyscan;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.transport.HostKeyVerifier;

/**
 * A client that goes as far as the host key and no further: it believes no key, so nothing comes
 * after the key exchange.
 */
final class Witness implements ClientApplication, HostKeyVerifier, UserCredentials {
  private final String host;
  private final AtomicReference<Optional<PublicKey>> seen = new AtomicReference<>(Optional.empty());

  Witness(String host) {
    this.host = host;
  }

  /** The host key, once the host has proved that it has the private half. */
  Optional<PublicKey> seen() {
    return seen.get();
  }

  @Override
  public Decision verify(PublicKey key, String algorithm) {
    seen.set(Optional.of(key));
    return new Decision.Refused("seen, not trusted");
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public HostKeyVerifier hostKeyVerifier() {
    return this;
  }

  @Override
  public UserCredentials credentials() {
    return this;
  }

  @Override
  public String user() {
    return "";
  }

  @Override
  public List<String> methods() {
    return List.of();
  }

  @Override
  public Optional<Signer> nextKey() {
    return Optional.empty();
  }

  @Override
  public Optional<SecretBytes> password(int attempt) {
    return Optional.empty();
  }
}
