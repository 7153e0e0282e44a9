package org.sshlite.tools.keygen;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.signer.AbsoluteTime;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -Y}: signatures of files, OpenSSH PROTOCOL.sshsig. */
final class SignatureOperations {
  private final CommandLine line;
  private final Console console;
  private final SigningAgent agent;

  SignatureOperations(CommandLine line, Console console, SigningAgent agent) {
    this.line = line;
    this.console = console;
    this.agent = agent;
  }

  Operation named(String name) throws ToolException {
    // as ssh-keygen: what follows the name is not looked at
    if (name.startsWith("find-principals")) {
      require('s', "find-principals:missing signature file");
      require('f', "find-principals:missing allowed keys file");
      return new PrincipalSearch(line, console, verifyTime());
    }
    if (name.startsWith("match-principals")) {
      require('f', "match-principals:missing allowed keys file");
      require('I', "match-principals: missing principal ID");
      requireOptions(false, false, false);
      return new PrincipalMatching(line, console);
    }
    if (name.startsWith("sign")) {
      require('n', "sign: missing namespace");
      require('f', "sign: missing key");
      requireOptions(true, false, false);
      return new Signing(line, console, agent, option("hashalg=").orElse("sha512"));
    }
    if (name.startsWith("check-novalidate")) {
      require('n', "check-novalidate: missing namespace");
      require('s', "check-novalidate: missing signature file");
      return new Verification(line, console, verifyTime(), true);
    }
    if (name.startsWith("verify")) {
      require('n', "verify: missing namespace");
      require('s', "verify: missing signature file");
      require('f', "verify: missing allowed keys file");
      require('I', "verify: missing principal identity");
      return new Verification(line, console, verifyTime(), false);
    }
    throw ToolException.usage("Unsupported operation for -Y: \"" + Printable.line(name) + "\"");
  }

  private void require(char letter, String problem) throws ToolException {
    if (line.value(letter).filter(value -> !value.isEmpty()).isEmpty()) {
      throw ToolException.ending(1, "Too few arguments for " + problem);
    }
  }

  private Optional<String> option(String start) {
    return line.options().stream()
        .filter(option -> option.toLowerCase(Locale.ROOT).startsWith(start))
        .reduce((_, last) -> last)
        .map(option -> option.substring(start.length()));
  }

  private void requireOptions(boolean hash, boolean time, boolean key) throws ToolException {
    for (String option : line.options()) {
      String lower = option.toLowerCase(Locale.ROOT);
      boolean known =
          hash && lower.startsWith("hashalg=")
              || time && lower.startsWith("verify-time=")
              || key && lower.equals("print-pubkey");
      if (!known) {
        throw ToolException.fatal("Invalid option \"" + Printable.line(option) + "\"");
      }
    }
  }

  private Instant verifyTime() throws ToolException {
    requireOptions(false, true, line.value('Y').filter(n -> !n.startsWith("find")).isPresent());
    Optional<String> text = option("verify-time=");
    if (text.isEmpty()) {
      return Instant.now();
    }
    return AbsoluteTime.parse(text.get(), ZoneId.systemDefault())
        .filter(time -> time.isAfter(Instant.EPOCH))
        .orElseThrow(() -> ToolException.fatal("Invalid \"verify-time\" option"));
  }
}
