package org.sshlite.protocol.auth;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a client's user authentication is set up with.
 *
 * @param host the host's name, for what is told to the user
 * @param signatureAlgorithms those that "publickey" may use, best first
 * @param serverSignatureAlgorithms what "server-sig-algs" (RFC 8308 §3.1) said so far; empty when
 *     it said nothing. Asked on the loop, at each key
 * @param hostBound whether signatures are to name the host's key, OpenSSH PROTOCOL §3.1: the server
 *     takes such, and the user wants them. Asked on the loop, at each signature
 */
public record ClientAuthOptions(
    UserCredentials credentials,
    String host,
    List<String> signatureAlgorithms,
    Supplier<List<String>> serverSignatureAlgorithms,
    BooleanSupplier hostBound) {
  public ClientAuthOptions {
    signatureAlgorithms = List.copyOf(signatureAlgorithms);
  }
}
