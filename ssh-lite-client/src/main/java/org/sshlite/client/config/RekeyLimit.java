package org.sshlite.client.config;

import java.time.Duration;

/**
 * RekeyLimit of ssh_config(5).
 *
 * @param bytes of either direction; 0 for what the cipher asks for
 * @param interval zero for no limit of time
 */
public record RekeyLimit(long bytes, Duration interval) {
  static final int LEAST_BYTES = 16; // OpenSSH's: below that it is a typing error

  public static final RekeyLimit DEFAULT = new RekeyLimit(0, Duration.ZERO);
}
