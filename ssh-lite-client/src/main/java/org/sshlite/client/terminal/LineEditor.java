package org.sshlite.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ffm.FfmTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/**
 * Reads lines that are edited as they are typed, with the last ones to go back to, on the terminal
 * that stdin and stdout are. Between two lines the terminal is as it was found. One thread.
 */
public final class LineEditor implements AutoCloseable {
  /** Lines to go back to, as sftp(1). */
  private static final int HISTORY_LINES = 100;

  private static final String QUIT = "quit";

  private final Terminal terminal;
  private final LineReader reader;

  private LineEditor(Terminal terminal, LineReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  /**
   * Loading it takes a tenth of a second, so that is done where somebody types.
   *
   * @param interrupted run when Ctrl-C is pressed while no line is read
   * @throws IOException when there is no terminal
   */
  public static LineEditor open(Completion completion, Runnable interrupted) throws IOException {
    FfmTerminalProvider provider = new FfmTerminalProvider();
    if (!provider.isSystemStream(SystemStream.Input)) {
      throw new IOException("stdin is not a terminal");
    }
    Undo.beforeJLine();
    Terminal terminal =
        provider.sysTerminal(
            "ssh-lite",
            Optional.ofNullable(System.getenv("TERM")).orElse("dumb"),
            false,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            true,
            Terminal.SignalHandler.SIG_DFL,
            false,
            SystemStream.Output);
    terminal.handle(Terminal.Signal.INT, _ -> interrupted.run());
    LineReader reader = reader(terminal, completion);
    reader
        .getWidgets()
        .put(
            QUIT,
            () -> {
              throw new QuitTyped();
            });
    return new LineEditor(terminal, reader);
  }

  /** "!" begins a command and is no event of the history; nothing is kept in a file. */
  private static LineReader reader(Terminal terminal, Completion completion) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("ssh-lite")
        .parser((line, cursor, _) -> Typed.of(completion, line, cursor))
        .completer(
            (_, line, found) ->
                completion.choices(line.line().substring(0, line.cursor())).stream()
                    .map(LineEditor::candidate)
                    .forEach(found::add))
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.HISTORY_IGNORE_SPACE, false)
        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
        .option(LineReader.Option.INSERT_TAB, false)
        .option(LineReader.Option.AUTO_MENU, false)
        .option(LineReader.Option.AUTO_REMOVE_SLASH, false)
        .option(LineReader.Option.AUTO_PARAM_SLASH, false)
        // lines that are pasted are commands each, and not one
        .option(LineReader.Option.BRACKETED_PASTE, false)
        .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
        .build();
  }

  private static Candidate candidate(Completion.Choice choice) {
    return new Candidate(
        choice.text(), choice.shown(), null, null, null, choice.text(), choice.whole(), 0);
  }

  /**
   * Reads a line; one that Ctrl-C gives up is forgotten, and the next one read. Empty at the end of
   * input.
   */
  public Optional<String> read(String prompt) {
    Attributes found = terminal.getAttributes();
    int quit = found.getControlChar(ControlChar.VQUIT);
    Attributes editing = new Attributes(found);
    if (quit != PassedTerminal.LAYOUT.disabled()) {
      editing.setControlChar(ControlChar.VQUIT, PassedTerminal.LAYOUT.disabled());
      reader
          .getKeyMaps()
          .get(LineReader.MAIN)
          .bind(new Reference(QUIT), String.valueOf((char) quit));
    }
    terminal.setAttributes(editing);
    try {
      return line(prompt);
    } catch (QuitTyped _) {
      terminal.setAttributes(found);
      Undo.dieOfQuit();
      return Optional.empty();
    } finally {
      terminal.setAttributes(found);
    }
  }

  private Optional<String> line(String prompt) {
    while (true) {
      try {
        return Optional.of(reader.readLine(prompt));
      } catch (UserInterruptException _) {
        Thread.interrupted();
      } catch (EndOfFileException _) {
        return Optional.empty();
      }
    }
  }

  /** The key that quits was typed: it is read as others are, for the terminal is changed. */
  private static final class QuitTyped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  /** A line of which only the word before the cursor matters; it is replaced as it was typed. */
  private record Typed(String line, int cursor, int start) implements CompletingParsedLine {
    static ParsedLine of(Completion completion, String line, int cursor) {
      return new Typed(line, cursor, completion.wordStart(line.substring(0, cursor)));
    }

    @Override
    public String word() {
      return line.substring(start, cursor);
    }

    @Override
    public int wordCursor() {
      return cursor - start;
    }

    @Override
    public int wordIndex() {
      return start == 0 ? 0 : 1;
    }

    @Override
    public List<String> words() {
      return start == 0 ? List.of(word()) : List.of(line.substring(0, start), word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return wordCursor();
    }
  }
}
