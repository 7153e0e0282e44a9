package org.sshlite.client.identity;

import java.util.List;
import org.sshlite.crypto.key.Signer;

/**
 * What to log in with.
 *
 * @param methods "publickey" and "password" in the order to try them, RFC 4252
 * @param signers keys at hand, tried before those of the files; they stay their owner's
 * @param files private key files
 * @param prompts how often a password or passphrase is asked for
 * @param requiredRsaBits RSA keys with fewer bits are not used
 */
public record LoginOptions(
    List<String> methods,
    List<Signer> signers,
    List<KeyLocation> files,
    int prompts,
    int requiredRsaBits) {
  public LoginOptions {
    methods = List.copyOf(methods);
    signers = List.copyOf(signers);
    files = List.copyOf(files);
  }
}
