package org.sshlite.sshd.permit;

import java.util.Locale;
import java.util.Map;

/** GatewayPorts of sshd_config(5): who reaches a port that a client asked us to listen at. */
public enum GatewayPorts {
  /** This machine only, whatever the client asks for. */
  NO,
  /** Everybody, whatever the client asks for. */
  YES,
  /** As the client asks. */
  CLIENTSPECIFIED;

  public static final Map<String, GatewayPorts> BY_NAME =
      Map.of("no", NO, "yes", YES, "clientspecified", CLIENTSPECIFIED);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
