package org.sshlite.client.command;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.program.config.StderrLog;

/**
 * The command line behind {@code ~C} of ssh(1): forwardings come and go in a running session.
 *
 * @param permitsCommands PermitLocalCommand: a line may be one for the user's shell
 * @param lend runs such a line while it has the terminal
 */
record ForwardPrompt(
    RequestedForwards forwards, boolean permitsCommands, Consumer<Runnable> lend, StderrLog log) {
  private static final String HELP =
      """
      Commands:
            -L[bind_address:]port:host:hostport    Request local forward
            -R[bind_address:]port:host:hostport    Request remote forward
            -D[bind_address:]port                  Request dynamic forward
            -KL[bind_address:]port                 Cancel local forward
            -KR[bind_address:]port                 Cancel remote forward
            -KD[bind_address:]port                 Cancel dynamic forward\
      """;

  private static final String COMMAND_HELP =
      "      !args                                  Execute local command";

  /** Obeys one line. */
  void obey(String typed) throws IOException {
    String line = typed.strip();
    String command = line.startsWith("-") ? line.substring(1) : line;
    if (command.isEmpty()) {
      return;
    }
    if (permitsCommands && command.startsWith("!")) {
      if (command.length() > 1) {
        lend.accept(() -> new LocalCommand(command.substring(1)).run(log));
      }
      return;
    }
    boolean cancels = command.startsWith("K");
    String rest = cancels ? command.substring(1) : command;
    String spec = rest.isEmpty() ? "" : rest.substring(1).strip();
    switch (rest.isEmpty() ? ' ' : rest.charAt(0)) {
      case 'h', 'H', '?' -> {
        HELP.lines().forEach(log::info);
        if (permitsCommands) {
          log.info(COMMAND_HELP);
        }
      }
      case 'L' -> take(cancels, false, spec, ForwardSpec.local(spec));
      case 'D' -> take(cancels, false, spec, ForwardSpec.dynamic(spec));
      case 'R' -> take(cancels, true, spec, ForwardSpec.remote(spec));
      default -> log.info("Invalid command.");
    }
  }

  private void take(boolean cancels, boolean there, String text, Optional<ForwardSpec> spec)
      throws IOException {
    if (cancels) {
      Optional<ForwardSpec> listened =
          ForwardSpec.remote(text).filter(parsed -> parsed.connect().isEmpty());
      if (listened.isEmpty()) {
        log.info("Bad forwarding close specification.");
      } else {
        boolean known = forwards.cancel(there, listened.get().listen());
        log.info(known ? "Canceled forwarding." : "Unknown port forwarding.");
      }
    } else if (spec.isEmpty()) {
      log.info("Bad " + (there ? "remote" : "local") + " forwarding specification.");
    } else {
      boolean done = there ? forwards.remote(spec.get(), false) : forwards.local(spec.get());
      log.info(done ? "Forwarding port." : "Port forwarding failed.");
    }
  }
}
