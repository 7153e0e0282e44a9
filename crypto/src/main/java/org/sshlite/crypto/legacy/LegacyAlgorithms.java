package org.sshlite.crypto.legacy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names that count only where a configuration spells them out, each with what is weak in it.
 * Ordered least bad first.
 */
public final class LegacyAlgorithms {
  /** Key exchange methods, RFC 4253 §8 and RFC 4419; RFC 9142 §3 advises against each. */
  public static final List<String> KEX =
      List.of(
          "diffie-hellman-group-exchange-sha1",
          "diffie-hellman-group14-sha1",
          "diffie-hellman-group1-sha1");

  /** Encryption algorithms, RFC 4253 §6.3. */
  public static final List<String> ENCRYPTION =
      Arrays.stream(LegacyCipher.values()).map(LegacyCipher::sshName).toList();

  /** MAC algorithms, RFC 4253 §6.4 and OpenSSH PROTOCOL §1.5. */
  public static final List<String> MACS =
      Arrays.stream(LegacyMac.values()).map(LegacyMac::sshName).toList();

  /** What an RSA key can sign by besides SHA-2, RFC 4253 §6.6. */
  public static final String RSA_SHA1 = "ssh-rsa";

  /** The same, by a certificate. */
  public static final String RSA_SHA1_CERTIFICATE = "ssh-rsa-cert-v01@openssh.com";

  /** Signature algorithms of hosts and users. */
  public static final List<String> SIGNATURES = List.of(RSA_SHA1, RSA_SHA1_CERTIFICATE);

  /** What a CA may sign by. */
  public static final List<String> CA_SIGNATURES = List.of(RSA_SHA1);

  private LegacyAlgorithms() {}

  /** What is weak in the algorithm of that name, in a few words; empty for one that is none. */
  public static Optional<String> weakness(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "diffie-hellman-group1-sha1" -> "a group of 1024 bits, and SHA-1";
          case "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1" -> "SHA-1";
          case RSA_SHA1, RSA_SHA1_CERTIFICATE -> "signs by SHA-1";
          default ->
              Stream.concat(
                      Arrays.stream(LegacyCipher.values())
                          .filter(cipher -> cipher.sshName().equals(name))
                          .map(LegacyCipher::weakness),
                      Arrays.stream(LegacyMac.values())
                          .filter(mac -> mac.sshName().equals(name))
                          .map(LegacyMac::weakness))
                  .findFirst()
                  .orElse(null);
        });
  }
}
