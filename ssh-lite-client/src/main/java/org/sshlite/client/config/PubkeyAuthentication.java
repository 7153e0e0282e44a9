package org.sshlite.client.config;

import static java.util.Map.entry;

import org.sshlite.program.config.Syntax;

/** PubkeyAuthentication of ssh_config(5). The two kinds in the middle are as all of them, here. */
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
}
