package org.sshlite.sshd.process;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.program.system.Libc;

/** Signal names of RFC 4254 §6.10, without "SIG", and this system's numbers. */
public final class Signals {
  private static final long SIG_DFL = 0; // <signal.h>, on every system

  private Signals() {}

  public static OptionalInt number(String name) {
    Integer number = Platform.CURRENT.signals().get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /**
   * Gives this process a signal's default action back, which {@code nohup} and others have it
   * started without. A JVM takes no signal that is ignored.
   */
  public static void restoreDefault(String name) {
    number(name).ifPresent(Signals::restoreDefault);
  }

  /**
   * The same for SIGCHLD, so that the system keeps how processes of ours end until they are asked
   * after.
   */
  public static void restoreDefaultOfChildren() {
    restoreDefault(Platform.CURRENT.signalChild());
  }

  private static void restoreDefault(int number) {
    Libc.call("signal", number, SIG_DFL);
  }

  /** Empty for a signal that RFC 4254 does not name. */
  public static Optional<String> name(int number) {
    return Platform.CURRENT.signals().entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
