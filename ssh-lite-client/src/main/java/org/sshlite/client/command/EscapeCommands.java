package org.sshlite.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.terminal.Escapes;
import org.sshlite.client.terminal.SessionTerminal;
import org.sshlite.client.terminal.TerminalDialog;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.message.SessionRequest;

/** What the escape sequences of ssh(1) do. Answers go to stderr, for a terminal in raw mode. */
final class EscapeCommands {
  static final long BREAK_MILLISECONDS = 1000; // as ssh

  private final Escapes escapes;
  private final ClientSession session;
  private final SessionChannel channel;
  private final SessionTerminal terminal;
  private final SessionForwards forwards;
  private final StderrLog log;

  EscapeCommands(
      Escapes escapes,
      ClientSession session,
      SessionChannel channel,
      SessionTerminal terminal,
      SessionForwards forwards,
      StderrLog log) {
    this.escapes = escapes;
    this.session = session;
    this.channel = channel;
    this.terminal = terminal;
    this.forwards = forwards;
    this.log = log;
  }

  void obey(char letter) {
    switch (letter) {
      case '.' -> session.connection().disconnect("disconnected by user");
      case 'B' -> {
        say("B\r\n");
        channel.send(new SessionRequest.Break(BREAK_MILLISECONDS));
      }
      case 'I' -> say("I\r\n" + text(ConnectionReport.of(session).connection(forwards.config())));
      case 'R' -> session.connection().rekey();
      case 'V', 'v' -> changeLogLevel(letter);
      case '#' -> say("#\r\n" + open());
      case 'C' -> commandLine();
      case '\032' -> {
        say("^Z [suspend ssh-lite]\r\n");
        terminal.suspend();
      }
      case '?' -> write(escapes.help(place()));
      // a virtual machine cannot fork, nor hand its connections over
      default -> say(letter + " is not available: ssh-lite cannot go into the background here\r\n");
    }
  }

  private Escapes.Place place() {
    return forwards.config().enableEscapeCommandline.get()
        ? Escapes.Place.OWN_WITH_COMMAND_LINE
        : Escapes.Place.OWN;
  }

  private String open() {
    List<String> lines = new ArrayList<>();
    lines.add(ConnectionReport.OPEN);
    lines.addAll(ConnectionReport.of(session).channels());
    forwards.requested().lines().forEach(line -> lines.add("  " + line));
    return text(lines);
  }

  private static String text(List<String> lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private void commandLine() {
    if (!forwards.config().enableEscapeCommandline.get()) {
      say("C\r\ncommandline disabled: EnableEscapeCommandline\r\n");
      return;
    }
    // the key that interrupts gives the line up and not the session, as in ssh
    OptionalInt interrupt = terminal.editLine();
    try {
      Optional<String> line =
          new TerminalDialog(log, false, UserEnvironment.variables())
              .askLine("\r\nssh-lite> ", interrupt);
      if (line.isPresent()) {
        boolean permitsCommands = forwards.config().permitLocalCommand.get();
        new ForwardPrompt(forwards.requested(), permitsCommands, terminal::lend, log)
            .obey(line.get());
      }
    } catch (IOException e) {
      log.error(String.valueOf(e.getMessage()));
    } finally {
      terminal.enterRawMode();
    }
  }

  private void changeLogLevel(char letter) {
    int step = letter == 'v' ? 1 : -1;
    int level = Math.clamp(log.level().ordinal() + step, 0, LogLevel.values().length - 1);
    log.level(LogLevel.values()[level]);
    say(letter + " [LogLevel " + log.level() + "]\r\n");
  }

  private void say(String text) {
    write(escapes.display() + text);
  }

  private static void write(String text) {
    try {
      StandardStream.stderr().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      return; // nobody reads it
    }
  }
}
