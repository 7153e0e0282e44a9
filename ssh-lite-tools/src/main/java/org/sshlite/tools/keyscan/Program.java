package org.sshlite.tools.keyscan;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.Flags;
import org.sshlite.program.command.ToolException;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.tools.Console;

/** One run of ssh-lite-keyscan. */
public final class Program {
  static final String NAME = "ssh-lite-keyscan";

  /** Connections at a time: what fits the 256 descriptors that some systems give, as OpenSSH's. */
  private static final int MAXIMUM_CONNECTIONS = 200;

  private static final Set<String> HELP = Set.of("-?", "-h", "--help", "-help");
  private static final int FATAL = 255;

  private final Console console;
  private final Deque<Pending> pending = new ArrayDeque<>();

  private record Pending(Target target, CompletableFuture<Sighting> sighting) {}

  public Program(Console console) {
    this.console = console;
  }

  /** The exit status: 0 when any key was seen. */
  public int run(List<String> arguments) {
    try {
      return tryRun(arguments);
    } catch (IOException e) {
      try {
        console.log(NAME + ": " + Printable.line(String.valueOf(e.getMessage())));
      } catch (IOException _) {
        return FATAL; // stderr is gone too
      }
      return FATAL;
    }
  }

  private int tryRun(List<String> arguments) throws IOException {
    try {
      if (arguments.size() == 1 && HELP.contains(arguments.getFirst())) {
        console.print(Usage.HELP);
        return 0;
      }
      Flags flags = Flags.parse(ScanOptions.LETTERS, arguments);
      ScanOptions options = ScanOptions.of(flags);
      if (flags.operands().isEmpty() && !flags.has('f')) {
        throw ToolException.usage("");
      }
      return scan(options, flags);
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

  private int scan(ScanOptions options, Flags flags) throws ToolException, IOException {
    SightingPrinter printer = new SightingPrinter(options, console);
    try (SshConnector connector = new SshConnector()) {
      Scanner scanner = new Scanner(options, connector);
      HostList hosts =
          new HostList(
              console,
              target -> {
                for (KeyKind kind : options.kinds()) {
                  awaitRoom(printer);
                  pending.add(new Pending(target, scanner.ask(target, kind)));
                }
              });
      for (String file : flags.values('f')) {
        hosts.file(file);
      }
      for (String operand : flags.operands()) {
        hosts.host(operand);
      }
      while (!pending.isEmpty()) {
        printNext(printer);
      }
    }
    return printer.foundAny() ? 0 : 1;
  }

  /** Prints in the order of the question, whichever host answers first. */
  private void awaitRoom(SightingPrinter printer) throws IOException {
    while (!pending.isEmpty()
        && (pending.size() >= MAXIMUM_CONNECTIONS || pending.peek().sighting().isDone())) {
      printNext(printer);
    }
  }

  private void printNext(SightingPrinter printer) throws IOException {
    Pending next = pending.remove();
    printer.print(next.target(), next.sighting().join());
  }
}
