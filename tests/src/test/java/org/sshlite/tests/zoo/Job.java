package org.sshlite.tests.zoo;

import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Target;

/**
 * What a client is to do: log in and run a command.
 *
 * @param target whose identity logs in, unless it is done by password
 * @param knownHosts all keys of the host
 * @param rekeys the client is to ask for new keys, every {@value #REKEY_BYTES} bytes
 * @param input a file with the command's input; there is none otherwise
 */
record Job(
    Target target,
    Path knownHosts,
    boolean byPassword,
    boolean pty,
    boolean rekeys,
    String command,
    Optional<Path> input) {
  static final int REKEY_BYTES = 1_000_000;

  static Job on(Target target, Path knownHosts, String command) {
    return new Job(target, knownHosts, false, false, false, command, Optional.empty());
  }

  Job byPassword(String user) {
    return new Job(target.withUser(user), knownHosts, true, pty, rekeys, command, input);
  }

  Job by(KeyPair key) {
    return new Job(target.withIdentity(key), knownHosts, false, pty, rekeys, command, input);
  }

  Job withPty() {
    return new Job(target, knownHosts, byPassword, true, rekeys, command, input);
  }

  Job rekeying() {
    return new Job(target, knownHosts, byPassword, pty, true, command, input);
  }

  Job with(Path file) {
    return new Job(target, knownHosts, byPassword, pty, rekeys, command, Optional.of(file));
  }
}
