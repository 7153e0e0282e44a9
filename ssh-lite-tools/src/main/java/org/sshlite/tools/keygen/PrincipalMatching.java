package org.sshlite.tools.keygen;

import java.io.IOException;
import org.sshlite.crypto.signer.AllowedSigners;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -Y match-principals}: the principals of an allowed_signers file that mean a name. */
final class PrincipalMatching implements Operation {
  // what becomes of ssh-keygen's negative error numbers
  private static final int NONE = 210;
  private static final int UNREADABLE = 252;

  private final CommandLine line;
  private final Console console;

  PrincipalMatching(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    AllowedSigners.Answer answer =
        SignatureFile.allowedSigners(line).principalsLike(line.value('I').orElseThrow());
    for (String problem : answer.problems()) {
      console.log(problem);
    }
    for (String principals : answer.principals()) {
      console.line(Printable.line(principals));
    }
    if (answer.principals().isEmpty()) {
      console.note("No principal matched.");
      return answer.problems().isEmpty() ? NONE : UNREADABLE;
    }
    return 0;
  }
}
