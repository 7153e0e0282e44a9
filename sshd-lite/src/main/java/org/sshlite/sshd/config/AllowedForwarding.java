package org.sshlite.sshd.config;

import java.util.Locale;
import java.util.Map;

/** AllowTcpForwarding and AllowStreamLocalForwarding of sshd_config(5). */
public enum AllowedForwarding {
  NO,
  /** The client's end listens: direct-tcpip, direct-streamlocal@openssh.com. */
  LOCAL,
  /** This end listens: tcpip-forward, streamlocal-forward@openssh.com. */
  REMOTE,
  YES;

  static final Map<String, AllowedForwarding> BY_NAME =
      Map.of("no", NO, "local", LOCAL, "remote", REMOTE, "yes", YES, "all", YES);

  public boolean local() {
    return this == LOCAL || this == YES;
  }

  public boolean remote() {
    return this == REMOTE || this == YES;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
