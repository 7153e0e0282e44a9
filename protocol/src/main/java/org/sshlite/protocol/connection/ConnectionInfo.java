package org.sshlite.protocol.connection;

import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Negotiated;

/**
 * What is known of a connection at one moment. What is empty is not known yet; once the user is
 * authenticated nothing is.
 *
 * @param peerIdentification the peer's identification string, not escaped
 * @param sessionIdentifier the first exchange hash, RFC 4253 §7.2; no bytes before the first key
 *     exchange is over
 * @param negotiated the algorithms in use
 * @param hostKey the server's, on both ends
 * @param keyExchanges how many are over
 * @param user who is authenticated; empty before
 * @param method by which he was, the last one where there were several; empty before
 */
public record ConnectionInfo(
    Optional<IdentificationString> peerIdentification,
    byte[] sessionIdentifier,
    Optional<Negotiated> negotiated,
    Optional<PublicKey> hostKey,
    int keyExchanges,
    String user,
    String method) {
  static final ConnectionInfo NOTHING =
      new ConnectionInfo(
          Optional.empty(), new byte[0], Optional.empty(), Optional.empty(), 0, "", "");

  public ConnectionInfo {
    sessionIdentifier = sessionIdentifier.clone();
  }

  @Override
  public byte[] sessionIdentifier() {
    return sessionIdentifier.clone();
  }

  ConnectionInfo identified(IdentificationString peer) {
    return new ConnectionInfo(
        Optional.of(peer), sessionIdentifier, negotiated, hostKey, keyExchanges, user, method);
  }

  ConnectionInfo keysChanged(byte[] identifier, Negotiated algorithms, PublicKey key) {
    return new ConnectionInfo(
        peerIdentification,
        identifier,
        Optional.of(algorithms),
        Optional.of(key),
        keyExchanges + 1,
        user,
        method);
  }

  ConnectionInfo authenticated(String name, String by) {
    return new ConnectionInfo(
        peerIdentification, sessionIdentifier, negotiated, hostKey, keyExchanges, name, by);
  }
}
