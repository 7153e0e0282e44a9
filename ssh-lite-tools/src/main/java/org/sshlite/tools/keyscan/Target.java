package org.sshlite.tools.keyscan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host to scan: {@code addrlist namelist} of ssh-keyscan(1).
 *
 * @param addresses names or addresses to connect to; the first that can be reached is asked
 * @param names what the host is called in the output, separated by commas
 */
record Target(List<String> addresses, String names) {
  /** From a line or an argument; empty where there is no host in it. */
  static Optional<Target> parse(String line) {
    String[] fields = line.strip().split("[ \t]+", 2);
    List<String> addresses =
        Stream.of(fields[0].split(",")).filter(address -> !address.isEmpty()).toList();
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Target(addresses, fields[fields.length - 1]));
  }
}
