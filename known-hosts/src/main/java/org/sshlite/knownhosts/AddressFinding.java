package org.sshlite.knownhosts;

import java.util.List;

/**
 * What is known of the address that a host was reached at, for CheckHostIP.
 *
 * @param address with the port of the connection
 * @param known the host keys known for it
 */
public record AddressFinding(HostName address, State state, List<KnownHost> known) {
  /** The address, compared with the key that came. */
  public enum State {
    /** No host key is known for the address. */
    UNKNOWN,
    /** The key that came is known for the address. */
    SAME_KEY,
    /** Other keys are known for the address. */
    OTHER_KEY
  }

  public AddressFinding {
    known = List.copyOf(known);
  }
}
