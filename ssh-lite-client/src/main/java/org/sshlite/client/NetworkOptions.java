package org.sshlite.client;

import java.time.Duration;
import org.sshlite.client.config.AddressFamily;

/**
 * How a host is reached.
 *
 * @param connectTimeout for each address; zero for the operating system's own
 * @param attempts how often all addresses are tried, a second apart; at least 1
 */
public record NetworkOptions(AddressFamily addressFamily, Duration connectTimeout, int attempts) {
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(AddressFamily.ANY, Duration.ZERO, 1);

  public NetworkOptions {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts);
    }
  }
}
