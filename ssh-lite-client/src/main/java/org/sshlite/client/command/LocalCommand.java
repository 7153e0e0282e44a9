package org.sshlite.client.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.Tokens;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UserEnvironment;

/**
 * LocalCommand of ssh_config(5): what runs here once the login is done, and is waited for. And a
 * line behind {@code ~C} that begins with an exclamation mark.
 */
record LocalCommand(String line) {
  /** With its tokens replaced; empty unless PermitLocalCommand. */
  static Optional<LocalCommand> of(ClientConfig config, Tokens names) throws ConfigException {
    Optional<String> command = config.localCommand.get();
    return command.isEmpty() || !config.permitLocalCommand.get()
        ? Optional.empty()
        : Optional.of(
            new LocalCommand(names.percent(command.get(), Map.of('T', "NONE")))); // no tunnel
  }

  /** Runs it by the user's shell, on our own streams. As ssh: however it ends, we go on. */
  void run(StderrLog log) {
    String shell = System.getenv().getOrDefault("SHELL", "");
    try {
      log.debug("Executing command: " + Printable.line(line));
      UserEnvironment.program(List.of(shell.isEmpty() ? "/bin/sh" : shell, "-c", line))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      log.error("LocalCommand: " + Printable.line(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
