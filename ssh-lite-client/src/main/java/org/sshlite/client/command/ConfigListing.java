package org.sshlite.client.command;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.Tokens;

/** {@code -G}: the values in force, a keyword in lower case and its value a line. */
final class ConfigListing {
  private ConfigListing() {}

  static List<String> of(ClientConfig config, Tokens names) {
    Stream<String> first =
        Stream.of(
            "host " + names.originalHost(),
            "user " + names.remoteUser(),
            "hostname " + names.host());
    return Stream.concat(first, config.lines().stream()).toList();
  }
}
