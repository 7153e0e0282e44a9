package org.sshlite.protocol.auth;

import java.util.List;

/**
 * What a server's user authentication is set up with.
 *
 * @param signatureAlgorithms those accepted by "publickey"
 * @param maximumFailures requests that may fail before the connection is ended
 */
public record ServerAuthOptions(
    UserAuthenticator authenticator, List<String> signatureAlgorithms, int maximumFailures) {
  public ServerAuthOptions {
    signatureAlgorithms = List.copyOf(signatureAlgorithms);
  }
}
