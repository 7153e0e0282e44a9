package org.sshlite.protocol.auth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.legacy.LegacyAlgorithms;

/** What a client asks its credentials: all of it off the loop, since people and agents answer. */
final class ClientQuestions {
  private ClientQuestions() {}

  static ClientAnswer prepare(UserCredentials credentials) {
    return new ClientAnswer.Prepared(credentials.user(), credentials.methods());
  }

  static ClientAnswer banner(UserCredentials credentials, String message) {
    credentials.banner(message);
    return new ClientAnswer.BannerShown();
  }

  static ClientAnswer nextPassword(UserCredentials credentials, int attempt) {
    return new ClientAnswer.NextPassword(credentials.password(attempt));
  }

  /** The next key that can sign by an algorithm that both sides accept. */
  static ClientAnswer nextKey(
      UserCredentials credentials, List<String> ours, List<String> serverSigAlgs) {
    Optional<Signer> next;
    while ((next = credentials.nextKey()).isPresent()) {
      Signer signer = next.get();
      Optional<String> algorithm = algorithm(signer.publicKey(), ours, serverSigAlgs);
      if (algorithm.isPresent()) {
        credentials.offered(signer);
        byte[] blob = signer.publicKey().blob();
        return new ClientAnswer.NextKey(
            Optional.of(new ClientAnswer.Offer(signer, algorithm.get(), blob)));
      }
      boolean allowed = signer.publicKey().namedAlgorithms().stream().anyMatch(ours::contains);
      credentials.skipped(
          signer,
          allowed
              ? "corresponding algorithm not supported by server"
              : "corresponding algorithm not in PubkeyAcceptedAlgorithms");
    }
    return new ClientAnswer.NextKey(Optional.empty());
  }

  /**
   * RFC 8308 §3.1. Where a key has no choice the server's list is not looked at: servers that leave
   * out key types they accept exist, and OpenSSH looks at it for RSA only. A server that says
   * nothing may be from before SHA-2: there SHA-1 is taken if the user has named it, as by OpenSSH.
   */
  static Optional<String> algorithm(PublicKey key, List<String> ours, List<String> serverSigAlgs) {
    List<String> possible = key.namedAlgorithms();
    Optional<String> sha1 =
        possible.stream()
            .filter(LegacyAlgorithms.SIGNATURES::contains)
            .filter(ours::contains)
            .findFirst();
    if (serverSigAlgs.isEmpty() && sha1.isPresent()) {
      return sha1;
    }
    boolean choice = possible.size() > 1 && !serverSigAlgs.isEmpty();
    return ours.stream()
        .filter(possible::contains)
        .filter(name -> !choice || listed(name, serverSigAlgs))
        .findFirst();
  }

  /** OpenSSH's server lists the plain algorithm alone, and means its certificates, too. */
  private static boolean listed(String name, List<String> serverSigAlgs) {
    return serverSigAlgs.contains(name) || serverSigAlgs.contains(SignatureAlgorithms.plain(name));
  }

  static ClientAnswer sign(UserCredentials credentials, ClientAnswer.Offer offer, byte[] data) {
    credentials.accepted(offer.signer(), offer.algorithm());
    try {
      return new ClientAnswer.Signed(Optional.of(offer.signer().sign(offer.algorithm(), data)));
    } catch (IOException e) {
      // the key is locked or gone, or its owner said no: another key may do
      credentials.signingFailed(offer.signer(), e);
      return new ClientAnswer.Signed(Optional.empty());
    }
  }
}
