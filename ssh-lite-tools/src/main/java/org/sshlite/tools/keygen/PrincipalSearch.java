package org.sshlite.tools.keygen;

import java.io.IOException;
import java.time.Instant;
import org.sshlite.crypto.signer.AllowedSigners;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -Y find-principals}: for whom the key of a signature signs. Checks no signature. */
final class PrincipalSearch implements Operation {
  private static final int NONE = 255;

  private final CommandLine line;
  private final Console console;
  private final Instant time;

  PrincipalSearch(CommandLine line, Console console, Instant time) {
    this.line = line;
    this.console = console;
    this.time = time;
  }

  @Override
  public int run() throws ToolException, IOException {
    AllowedSigners.Answer answer;
    try {
      answer =
          SignatureFile.allowedSigners(line).principalsOf(SignatureFile.read(line).key(), time);
    } catch (ToolException e) {
      console.log(e.getMessage());
      console.note("No principal matched.");
      return NONE;
    }
    for (String problem : answer.problems()) {
      console.log(problem);
    }
    for (String principal : answer.principals()) {
      console.line(Printable.line(principal));
    }
    if (answer.principals().isEmpty()) {
      console.note("No principal matched.");
      return NONE;
    }
    return 0;
  }
}
