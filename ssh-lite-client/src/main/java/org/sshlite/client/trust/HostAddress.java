package org.sshlite.client.trust;

import java.net.InetAddress;
import java.util.Optional;
import org.sshlite.knownhosts.HostName;

/**
 * The host that is meant, and where it was reached.
 *
 * @param name as known_hosts has it: the name or its HostKeyAlias, with the port
 * @param address empty when it was reached through something else
 * @param checksAddress CheckHostIP
 */
public record HostAddress(HostName name, Optional<InetAddress> address, boolean checksAddress) {
  /** For a person: {@code '[build-7]:2222 ([192.0.2.7]:2222)'} without the quotes. */
  String display() {
    return address
        .map(at -> name + " (" + new HostName(at.getHostAddress(), name.port()) + ")")
        .orElse(name.toString());
  }

  /** The address to compare with known_hosts, where that says anything. */
  public Optional<HostName> checkedAddress() {
    return address
        .filter(at -> checksAddress && !at.isLoopbackAddress())
        .map(at -> new HostName(at.getHostAddress(), name.port()))
        .filter(at -> !at.equals(name));
  }
}
