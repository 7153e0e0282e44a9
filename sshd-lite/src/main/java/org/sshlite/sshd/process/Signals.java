package org.sshlite.sshd.process;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Signal names of RFC 4254 §6.10, without "SIG", and this system's numbers. */
public final class Signals {
  private Signals() {}

  public static OptionalInt number(String name) {
    Integer number = Platform.CURRENT.signals().get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Empty for a signal that RFC 4254 does not name. */
  public static Optional<String> name(int number) {
    return Platform.CURRENT.signals().entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
