package org.sshlite.sshd.main;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.sshd.process.Account;

/** Where the executable's own files are. */
final class Folders {
  private static final Path SYSTEM_CONFIG = Path.of("/etc/ssh-lite/sshd_config");

  /** Of the sshd whose place root's server takes. */
  private static final Path SSHD_CONFIG = Path.of("/etc/ssh/sshd_config");

  private Folders() {}

  /** The configuration that is read without {@code -f}, if it is there. */
  static Optional<Path> systemConfig() {
    if (Files.exists(SYSTEM_CONFIG)) {
      return Optional.of(SYSTEM_CONFIG);
    }
    boolean root = Account.current().filter(own -> own.uid() == Account.ROOT).isPresent();
    return root && Files.exists(SSHD_CONFIG) ? Optional.of(SSHD_CONFIG) : Optional.empty();
  }

  /** {@code ${XDG_STATE_HOME:-~/.local/state}/sshd-lite}: what we made and want to find again. */
  static Path state() {
    String state = System.getenv("XDG_STATE_HOME");
    // a relative one is to be ignored, says the XDG base directory specification
    Path base =
        state != null && state.startsWith("/") ? Path.of(state) : home().resolve(".local/state");
    return base.resolve("sshd-lite");
  }

  private static Path home() {
    String home = System.getenv("HOME");
    return Path.of(home != null && home.startsWith("/") ? home : System.getProperty("user.home"));
  }
}
