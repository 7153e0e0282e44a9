package org.sshlite.program.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The algorithm names that OpenSSH 10.5 accepts in a configuration, in the order of {@code ssh -Q}.
 * We have all of them; what only old devices need counts by its whole name alone.
 */
public final class OpenSshNames {
  public static final Set<String> KEX =
      ordered(
          "diffie-hellman-group1-sha1",
          "diffie-hellman-group14-sha1",
          "diffie-hellman-group14-sha256",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group-exchange-sha1",
          "diffie-hellman-group-exchange-sha256",
          "ecdh-sha2-nistp256",
          "ecdh-sha2-nistp384",
          "ecdh-sha2-nistp521",
          "mlkem768nistp256-sha256",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "mlkem768x25519-sha256");

  public static final Set<String> CIPHERS =
      ordered(
          "3des-cbc",
          "aes128-cbc",
          "aes192-cbc",
          "aes256-cbc",
          "aes128-ctr",
          "aes192-ctr",
          "aes256-ctr",
          "aes128-gcm@openssh.com",
          "aes256-gcm@openssh.com",
          "chacha20-poly1305@openssh.com");

  public static final Set<String> MACS =
      ordered(
          "hmac-sha1",
          "hmac-sha1-96",
          "hmac-sha2-256",
          "hmac-sha2-512",
          "hmac-md5",
          "hmac-md5-96",
          "umac-64@openssh.com",
          "umac-128@openssh.com",
          "hmac-sha1-etm@openssh.com",
          "hmac-sha1-96-etm@openssh.com",
          "hmac-sha2-256-etm@openssh.com",
          "hmac-sha2-512-etm@openssh.com",
          "hmac-md5-etm@openssh.com",
          "hmac-md5-96-etm@openssh.com",
          "umac-64-etm@openssh.com",
          "umac-128-etm@openssh.com");

  /** Names of public key algorithms, certificates and hardware keys included. */
  public static final Set<String> KEYS =
      ordered(
          "ssh-ed25519",
          "ssh-ed25519-cert-v01@openssh.com",
          "sk-ssh-ed25519@openssh.com",
          "sk-ssh-ed25519-cert-v01@openssh.com",
          "ssh-mldsa44-ed25519@openssh.com",
          "ssh-mldsa44-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
          "webauthn-sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ssh-rsa",
          "ssh-rsa-cert-v01@openssh.com",
          "rsa-sha2-256",
          "rsa-sha2-256-cert-v01@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-512-cert-v01@openssh.com");

  /** The MACs that it proposes unless configured otherwise: more than we have, or would propose. */
  public static final List<String> DEFAULT_MACS =
      List.of(
          "umac-64-etm@openssh.com",
          "umac-128-etm@openssh.com",
          "hmac-sha2-256-etm@openssh.com",
          "hmac-sha2-512-etm@openssh.com",
          "hmac-sha1-etm@openssh.com",
          "umac-64@openssh.com",
          "umac-128@openssh.com",
          "hmac-sha2-256",
          "hmac-sha2-512",
          "hmac-sha1");

  private OpenSshNames() {}

  private static Set<String> ordered(String... names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
  }
}
