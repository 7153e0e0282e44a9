package org.sshlite.knownhosts;

import java.util.List;
import org.sshlite.crypto.cert.Certificate;

/** Why a host is believed. */
public sealed interface Basis {
  /**
   * Its key stands in a known_hosts line.
   *
   * @param exactName the line names the host with its port; else it names the host without one,
   *     which is believed (as by ssh) but nothing is learned from such a connection
   */
  record KnownKey(KnownHost line, boolean exactName) implements Basis {}

  /**
   * It showed a valid certificate of a CA that a known_hosts line names for it.
   *
   * @param line that of the CA, marked {@code @cert-authority}
   */
  record Authority(KnownHost line, Certificate certificate) implements Basis {}

  /** Its SSHFP record has the key, DNSSEC vouches for the record, and VerifyHostKeyDNS is yes. */
  record Dns() implements Basis {}

  /** It was met for the first time, and the user or accept-new said yes. */
  record FirstUse(List<Location> added) implements Basis {
    public FirstUse {
      added = List.copyOf(added);
    }
  }
}
