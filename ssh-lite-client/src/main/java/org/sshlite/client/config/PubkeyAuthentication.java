package org.sshlite.client.config;

import static java.util.Map.entry;

import org.sshlite.program.config.Syntax;

/** PubkeyAuthentication of ssh_config(5). */
public enum PubkeyAuthentication {
  NO,
  UNBOUND,
  HOST_BOUND,
  ALL;

  static final Syntax<PubkeyAuthentication> SYNTAX =
      Syntax.names(
          entry("true", ALL),
          entry("false", NO),
          entry("yes", ALL),
          entry("no", NO),
          entry("unbound", UNBOUND),
          entry("host-bound", HOST_BOUND));

  /** Whether signatures name the host's key where the server takes that, OpenSSH PROTOCOL §3.1. */
  public boolean bindsToHost() {
    return this == HOST_BOUND || this == ALL;
  }
}
