package org.sshlite.knownhosts;

import java.util.List;

/** Why a host is believed. */
public sealed interface Basis {
  /**
   * Its key stands in a known_hosts line.
   *
   * @param exactName the line names the host with its port; else it names the host without one,
   *     which is believed (as by ssh) but nothing is learned from such a connection
   */
  record KnownKey(KnownHost line, boolean exactName) implements Basis {}

  /** Its SSHFP record has the key, DNSSEC vouches for the record, and VerifyHostKeyDNS is yes. */
  record Dns() implements Basis {}

  /** It was met for the first time, and the user or accept-new said yes. */
  record FirstUse(List<Location> added) implements Basis {
    public FirstUse {
      added = List.copyOf(added);
    }
  }
}
