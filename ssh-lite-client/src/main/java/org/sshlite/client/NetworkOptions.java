package org.sshlite.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.client.config.AddressFamily;

/**
 * How a host is reached.
 *
 * @param connectTimeout for each address; zero for the operating system's own
 * @param attempts how often all addresses are tried, a second apart; at least 1
 * @param bindAddress a name or an address of this machine to connect from; empty for any
 * @param bindInterface a network interface to connect from; of no effect beside {@code bindAddress}
 * @param keepAlive TCPKeepAlive
 * @param serviceClass the IP header's field that holds the DSCP; empty for the system's
 */
public record NetworkOptions(
    AddressFamily addressFamily,
    Duration connectTimeout,
    int attempts,
    Optional<String> bindAddress,
    Optional<String> bindInterface,
    boolean keepAlive,
    OptionalInt serviceClass) {
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(AddressFamily.ANY, Duration.ZERO, 1);

  /** From any address, as the system does it. */
  public NetworkOptions(AddressFamily addressFamily, Duration connectTimeout, int attempts) {
    this(
        addressFamily,
        connectTimeout,
        attempts,
        Optional.empty(),
        Optional.empty(),
        true,
        OptionalInt.empty());
  }

  public NetworkOptions {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts);
    }
  }
}
