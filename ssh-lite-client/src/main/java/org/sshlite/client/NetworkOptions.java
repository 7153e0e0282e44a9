package org.sshlite.client;

import java.time.Duration;
import java.util.Optional;
import org.sshlite.client.config.AddressFamily;
import org.sshlite.protocol.connection.ServiceClasses;

/**
 * How a host is reached.
 *
 * @param connectTimeout for each address; zero for the operating system's own
 * @param attempts how often all addresses are tried, a second apart; at least 1
 * @param bindAddress a name or an address of this machine to connect from; empty for any
 * @param bindInterface a network interface to connect from; of no effect beside {@code bindAddress}
 * @param keepAlive TCPKeepAlive
 * @param serviceClasses how the connection is to be treated on its way
 */
public record NetworkOptions(
    AddressFamily addressFamily,
    Duration connectTimeout,
    int attempts,
    Optional<String> bindAddress,
    Optional<String> bindInterface,
    boolean keepAlive,
    ServiceClasses serviceClasses) {
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
        ServiceClasses.NONE);
  }

  public NetworkOptions {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; what is not set keeps its default. */
  public static final class Builder {
    private AddressFamily addressFamily = AddressFamily.ANY;
    private Duration connectTimeout = Duration.ZERO;
    private int attempts = 1;
    private Optional<String> bindAddress = Optional.empty();
    private Optional<String> bindInterface = Optional.empty();
    private boolean keepAlive = true;
    private ServiceClasses serviceClasses = ServiceClasses.NONE;

    private Builder() {}

    public Builder addressFamily(AddressFamily value) {
      addressFamily = value;
      return this;
    }

    /** For each address; by default the operating system's own. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** How often all addresses are tried, a second apart. */
    public Builder attempts(int value) {
      attempts = value;
      return this;
    }

    /** A name or an address of this machine to connect from. */
    public Builder bindAddress(String value) {
      bindAddress = Optional.of(value);
      return this;
    }

    /** A network interface to connect from. */
    public Builder bindInterface(String value) {
      bindInterface = Optional.of(value);
      return this;
    }

    /** TCPKeepAlive; by default on. */
    public Builder keepAlive(boolean value) {
      keepAlive = value;
      return this;
    }

    /** How the connection is to be treated on its way; by default as the system does. */
    public Builder serviceClasses(ServiceClasses value) {
      serviceClasses = value;
      return this;
    }

    public NetworkOptions build() {
      return new NetworkOptions(
          addressFamily,
          connectTimeout,
          attempts,
          bindAddress,
          bindInterface,
          keepAlive,
          serviceClasses);
    }
  }
}
