package org.sshlite.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exit;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.config.EscapeCharacter;
import org.sshlite.client.terminal.Escapes;
import org.sshlite.client.terminal.SessionTerminal;
import org.sshlite.client.terminal.TerminalSize;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * One remote program joined to this process's stdin, stdout and stderr, until it ends. Platform
 * threads move the bytes: each may wait in a system call for as long as the session lasts.
 */
final class RemoteSession {
  private final ClientSession session;
  private final SessionForwards forwards;
  private final SessionPlan plan;
  private final SessionTerminal terminal;
  private final EscapeCharacter escapeCharacter;
  private final boolean stdinNull;
  private final StderrLog log;
  private final OwnStreams ownStreams;
  private boolean closedByPeer;
  private boolean last;

  RemoteSession(
      ClientSession session,
      SessionPlan plan,
      SessionTerminal terminal,
      EscapeCharacter escapeCharacter,
      boolean stdinNull,
      SessionForwards forwards,
      StderrLog log) {
    this.session = session;
    this.forwards = forwards;
    this.plan = plan;
    this.terminal = terminal;
    this.escapeCharacter = escapeCharacter;
    this.stdinNull = stdinNull;
    this.log = log;
    this.ownStreams = new OwnStreams(log);
  }

  /** The host is told that no other session will be opened. */
  void last() {
    last = true;
  }

  /**
   * Runs the program and waits for its end and all its output.
   *
   * @throws IOException when the server opens no channel
   */
  Exit run() throws IOException {
    CompletableFuture<SessionChannel> opening = session.open();
    if (last) {
      session.connection().noMoreSessions();
    }
    SessionChannel channel = Answer.await(opening);
    session.endQuestions();
    try {
      start(channel);
      Thread stderr =
          Threads.daemon(
              "stderr",
              () -> output(channel, channel.stderr(), StandardStream.ERR, StandardStream.stderr()));
      output(channel, channel.stdout(), StandardStream.OUT, StandardStream.stdout());
      stderr.join();
      Exit exit = channel.waitFor();
      closedByPeer = channel.isClosedByPeer();
      return exit;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      terminal.restore();
    }
  }

  /** Whether it was the host that closed the channel; known when it has ended. */
  boolean isClosedByPeer() {
    return closedByPeer;
  }

  /** Whether some of our own input or output was lost: then {@link #run}'s answer is no success. */
  boolean lostData() {
    return ownStreams.lostData();
  }

  /**
   * Sends all requests at once. Only when the program was started does it get our stdin: a
   * channel's data is in no order with its requests, and an EOF before them would end nothing.
   */
  private void start(SessionChannel channel) throws IOException {
    forwards.request(channel);
    if (plan.terminal()) {
      requestTerminal(channel);
    }
    for (SessionRequest.Env variable : plan.variables()) {
      log.debug("channel 0: setting env " + Printable.line(variable.name()));
      channel.send(variable);
    }
    SessionRequest program = plan.program().orElseThrow();
    onReply(
        channel.request(program),
        () -> startInput(channel),
        () -> {
          log.error(program.type() + " request failed on channel 0");
          // not the channel: a server need not answer a CLOSE, and nothing more is wanted of it
          session.connection().disconnect("nothing to run");
        });
  }

  private void startInput(SessionChannel channel) {
    try {
      Threads.daemon("stdin", () -> stdin(channel));
    } catch (NoThreadException e) {
      noInput(e);
    }
  }

  private void noInput(NoThreadException e) {
    log.error("cannot read standard input: " + e.getMessage());
    session.connection().disconnect("no input");
  }

  private void requestTerminal(SessionChannel channel) {
    terminal.enterRawMode();
    TerminalSize asked = terminal.size();
    onReply(
        channel.request(asked.ptyRequest(plan.terminalType(), terminal.modes())),
        () -> terminal.onResize(asked, () -> resize(channel)),
        () -> {
          log.error("PTY allocation request failed on channel 0");
          terminal.restore();
        });
  }

  private void resize(SessionChannel channel) {
    channel.send(terminal.size().windowChange());
  }

  /** A request that is lost with its channel is not refused: the end of the channel tells more. */
  private static void onReply(CompletableFuture<Boolean> reply, Runnable done, Runnable refused) {
    // no loop completes it: what is done may wait
    reply.thenAccept(success -> (success ? done : refused).run());
  }

  private void stdin(SessionChannel channel) {
    try (OutputStream out = input(channel)) {
      if (!stdinNull && send(channel, out) instanceof Copy.Result.SourceFailed(IOException e)) {
        ownStreams.failed(StandardStream.IN, e);
      }
    } catch (NoThreadException e) {
      noInput(e);
    } catch (IOException _) {
      return; // the channel is over, which the other threads tell
    }
  }

  private OutputStream input(SessionChannel channel) throws IOException {
    return plan.terminal()
        ? ObscuredKeystrokes.on(
            channel.stdin(),
            session.connection(),
            forwards.config().obscureKeystrokeTiming.get().interval())
        : channel.stdin();
  }

  private Copy.Result send(SessionChannel channel, OutputStream out) {
    InputStream in = StandardStream.stdin();
    if (!plan.terminal() || escapeCharacter.isNone()) {
      return Copy.run(in, out);
    }
    Escapes escapes = new Escapes(escapeCharacter.value());
    EscapeCommands commands =
        new EscapeCommands(escapes, session, channel, terminal, forwards, log);
    return Copy.run(in, new TypedInput(escapes, out, commands::obey));
  }

  private void output(
      SessionChannel channel, InputStream from, StandardStream stream, OutputStream to) {
    if (!(Copy.run(from, to) instanceof Copy.Result.TargetFailed(IOException reason))) {
      return;
    }
    ownStreams.failed(stream, reason);
    if (knowsEndOfWriting(session)) {
      channel.send(new SessionRequest.EndOfWriting());
    } else {
      // the program would write for ever, to nobody; Dropbear does not even answer a CLOSE then
      session.connection().disconnect("nobody reads the output");
    }
    try {
      from.close();
    } catch (IOException _) {
      return; // closing says only that we read no more
    }
  }

  /** OpenSSH PROTOCOL §2.1: the program then gets the broken pipe that we got. */
  static boolean knowsEndOfWriting(ClientSession session) {
    return SessionRequest.EndOfWriting.isKnownTo(
        session.connection().info().peerIdentification().orElseThrow().software());
  }
}
