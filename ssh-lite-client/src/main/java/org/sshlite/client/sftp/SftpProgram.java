package org.sshlite.client.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.terminal.LineEditor;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.program.stream.StandardStream;

/** One run of {@code ssh-lite-sftp}. */
final class SftpProgram {
  /** sftp(1): the connection failed, or broke. */
  private static final int FATAL = 255;

  private static final int FAILED = 1;

  private final Terminals terminals = new Terminals();

  /** The exit status. */
  int run(String[] words) {
    Screen screen = Screen.standard(false);
    if (List.of(words).equals(List.of("--help"))) {
      screen.out().print(SftpArguments.HELP);
      return 0;
    }
    SftpArguments arguments;
    try {
      arguments = SftpArguments.parse(Arrays.asList(words));
    } catch (ToolException e) {
      return misuse(screen, e);
    }
    screen = Screen.standard(arguments.quiet());
    try (TypedLines lines = lines(arguments)) {
      return serve(arguments, screen, lines);
    } catch (IOException e) {
      screen.error(Printable.line(String.valueOf(e.getMessage())));
      return FATAL;
    }
  }

  static int misuse(Screen screen, ToolException e) {
    if (!e.getMessage().isEmpty()) {
      screen.error(e.getMessage());
    }
    if (e.showsUsage()) {
      screen.err().print(SftpArguments.USAGE);
      return FAILED;
    }
    return FATAL;
  }

  private static TypedLines lines(SftpArguments arguments) throws IOException {
    Optional<String> file = arguments.batch().filter(name -> !name.equals("-"));
    if (file.isEmpty()) {
      return new TypedLines(StandardStream.stdin());
    }
    try {
      return new TypedLines(Files.newInputStream(Path.of(file.get())));
    } catch (IOException e) {
      throw new IOException("No such file or directory (" + file.get() + ").", e);
    }
  }

  private int serve(SftpArguments arguments, Screen screen, TypedLines lines) throws IOException {
    try (Link link = connect(arguments)) {
      boolean batch = arguments.batch().isPresent();
      if (!arguments.quiet()) {
        String to =
            arguments
                .direct()
                .map(command -> "Attached to " + command)
                .orElseGet(() -> "Connected to " + arguments.place().orElseThrow().host());
        screen.err().print(Printable.line(to) + ".\n");
      }
      boolean meter = terminals.out() && terminals.err() && !batch && !arguments.has('q');
      Interpreter interpreter =
          new Interpreter(link.client(), screen, arguments, meter, terminals.columns());
      return converse(arguments, interpreter, screen, lines);
    }
  }

  private static Link connect(SftpArguments arguments) throws IOException {
    if (arguments.direct().isPresent()) {
      List<String> command = List.of(arguments.direct().get().strip().split("\\s+"));
      return Link.start(command, arguments.limit());
    }
    return Link.connect(arguments.program(), arguments.ssh(), arguments.limit());
  }

  private int converse(
      SftpArguments arguments, Interpreter interpreter, Screen screen, TypedLines lines)
      throws IOException {
    boolean batch = arguments.batch().isPresent();
    boolean prompts = !batch && terminals.in();
    Interrupts interrupts = Interrupts.watch(screen, terminals.err(), prompts);
    Optional<String> path = arguments.place().flatMap(Place::path);
    if (path.isPresent()) {
      Interpreter.Next next =
          interrupts.during(() -> interpreter.begin(path.get(), arguments.target()));
      if (next != Interpreter.Next.GO_ON) {
        return next == Interpreter.Next.QUIT ? 0 : FAILED;
      }
    }
    try (Lines typed = lines(interpreter, interrupts, screen, lines)) {
      return obey(typed, interpreter, interrupts, screen, batch, prompts);
    }
  }

  /** A line is edited where both ends of it are on the terminal. */
  private Lines lines(
      Interpreter interpreter, Interrupts interrupts, Screen screen, TypedLines lines)
      throws IOException {
    if (!interrupts.interactive()) {
      return Lines.of(lines);
    }
    return terminals.out()
        ? Lines.edited(LineEditor.open(interpreter.completion(), interrupts::interrupt))
        : Lines.prompting(lines, screen);
  }

  private static int obey(
      Lines lines,
      Interpreter interpreter,
      Interrupts interrupts,
      Screen screen,
      boolean batch,
      boolean prompts)
      throws IOException {
    while (true) {
      Optional<String> line = lines.next();
      if (line.isEmpty()) {
        if (prompts) {
          screen.print("");
        }
        return 0;
      }
      Interpreter.Next next = interrupts.during(() -> interpreter.run(line.get(), !prompts));
      if (next == Interpreter.Next.QUIT) {
        return 0;
      }
      if (next == Interpreter.Next.FAILED && batch) {
        return FAILED;
      }
    }
  }
}
