package org.sshlite.client.identity;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.Signer;

/**
 * What to log in with.
 *
 * @param methods "publickey" and "password" in the order to try them, RFC 4252
 * @param signers keys at hand, tried before those of the files; they stay their owner's
 * @param files private key files
 * @param certificates CertificateFile: certificates of the keys in {@code files}; when there are
 *     none, those in {@code FILE-cert.pub} beside each of them
 * @param agent the socket of the user's agent, whose keys come before those of the files
 * @param identitiesOnly IdentitiesOnly: the agent is asked only for keys that {@code files} name
 * @param prompts how often a password or passphrase is asked for
 * @param requiredRsaBits RSA keys with fewer bits are not used
 */
public record LoginOptions(
    List<String> methods,
    List<Signer> signers,
    List<KeyLocation> files,
    List<Path> certificates,
    Optional<Path> agent,
    boolean identitiesOnly,
    int prompts,
    int requiredRsaBits) {
  public LoginOptions {
    methods = List.copyOf(methods);
    signers = List.copyOf(signers);
    files = List.copyOf(files);
    certificates = List.copyOf(certificates);
  }

  /** With the certificates that lie beside the files, and without an agent. */
  public LoginOptions(
      List<String> methods,
      List<Signer> signers,
      List<KeyLocation> files,
      int prompts,
      int requiredRsaBits) {
    this(methods, signers, files, List.of(), Optional.empty(), false, prompts, requiredRsaBits);
  }
}
