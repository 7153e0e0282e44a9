package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** One run of ssh-lite-keygen. */
public final class Program {
  static final String NAME = "ssh-lite-keygen";

  private static final Set<String> HELP = Set.of("-?", "--help", "-help");
  private static final int FATAL = 255;

  private final Console console;
  private final SigningAgent agent;

  /**
   * @param agent the socket of the user's agent
   */
  public Program(Console console, Optional<Path> agent) {
    this.console = console;
    this.agent = new SigningAgent(agent);
  }

  /** The exit status. */
  public int run(List<String> arguments) {
    try {
      return tryRun(arguments);
    } catch (IOException e) {
      tell(NAME + ": " + Reason.of(e));
      return FATAL;
    }
  }

  private int tryRun(List<String> arguments) throws IOException {
    try {
      if (arguments.size() == 1 && HELP.contains(arguments.getFirst())) {
        console.print(Usage.HELP);
        return 0;
      }
      return operation(CommandLine.parse(arguments)).run();
    } catch (ToolException e) {
      if (!e.getMessage().isEmpty()) {
        console.log(e.getMessage());
      }
      if (e.showsUsage()) {
        console.note(Usage.TEXT.stripTrailing());
      }
      return e.status();
    } catch (InvalidPathException e) {
      console.log(NAME + ": not a file name: " + Printable.line(e.getInput()));
      return FATAL;
    }
  }

  private void tell(String message) {
    try {
      console.log(message);
    } catch (IOException _) {
      // stderr is gone too: the exit status tells
    }
  }

  /** In the order in which ssh-keygen looks for them. */
  private Operation operation(CommandLine line) throws ToolException {
    if (line.has('Y')) {
      return new SignatureOperations(line, console, agent).named(line.value('Y').orElseThrow());
    }
    line.checkOperands();
    if (line.has('k')) {
      return new KrlUpdate(line, console);
    }
    if (line.has('Q')) {
      return new KrlQuery(line, console);
    }
    if (line.has('s')) {
      return new Certification(line, console, agent);
    }
    if (line.has('L')) {
      return new CertificateListing(line, console);
    }
    if (line.has('R') || line.has('H') || line.has('F')) {
      return new KnownHostsOperation(line, console);
    }
    Optional<String> unsupported = line.unsupported();
    if (unsupported.isPresent()) {
      throw ToolException.fatal(unsupported.get());
    }
    return keyOperation(line);
  }

  private Operation keyOperation(CommandLine line) {
    if (line.has('l') || line.has('B')) {
      return new FingerprintListing(line, console);
    }
    if (line.has('p')) {
      return new PassphraseChange(line, console);
    }
    if (line.has('c')) {
      return new CommentChange(line, console);
    }
    if (line.has('e')) {
      return new Export(line, console);
    }
    if (line.has('i') || line.has('X')) {
      return new Import(line, console);
    }
    if (line.has('y')) {
      return new PublicKeyPrinting(line, console);
    }
    if (line.has('r')) {
      return new ResourceRecords(line, console);
    }
    return line.has('A') ? new HostKeyGeneration(line, console) : new Generation(line, console);
  }
}
