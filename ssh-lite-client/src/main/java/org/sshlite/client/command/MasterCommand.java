package org.sshlite.client.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@code -O} asks of a master. */
enum MasterCommand {
  CHECK,
  CONNINFO,
  CHANNELS,
  FORWARD,
  EXIT,
  STOP,
  CANCEL,

  /** To pass the connection protocol on; this process goes on with it. */
  PROXY;

  static Optional<MasterCommand> parse(String word) {
    return Arrays.stream(values())
        .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
