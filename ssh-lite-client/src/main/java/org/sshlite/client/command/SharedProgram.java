package org.sshlite.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.Exit;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.sharing.Ended;
import org.sshlite.client.sharing.Master;
import org.sshlite.client.sharing.MuxClient;
import org.sshlite.client.sharing.PassedInput;
import org.sshlite.client.sharing.PassedOutput;
import org.sshlite.client.terminal.Escapes;
import org.sshlite.client.terminal.PassedTerminal;
import org.sshlite.client.terminal.Resizes;
import org.sshlite.client.terminal.TerminalSize;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.system.Libc;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * A remote program on the open files of a client of our master. Platform threads move the bytes, as
 * for our own: each may wait in a system call, and who waits stops the channel and nobody else.
 */
final class SharedProgram {
  /** Of those that a client of the master may send: what is configured here. */
  private final SharedSessions sessions;

  private final Supplier<String> channels;
  private final MuxClient client;
  private final Master.Session wanted;
  private final long id;
  private final List<Integer> descriptors;
  private final SessionChannel channel;
  private final PassedTerminal terminal;
  private final Ended ended;
  private final Runnable resized = this::resize;

  // under the lock of this
  private boolean over;
  private @Nullable Thread input;

  /**
   * @param channels what {@code ~#} lists
   * @param descriptors stdin, stdout and stderr; this object's from now on
   */
  SharedProgram(
      SharedSessions sessions,
      Supplier<String> channels,
      MuxClient client,
      Master.Session wanted,
      long id,
      List<Integer> descriptors,
      SessionChannel channel)
      throws IOException {
    this.sessions = sessions;
    this.channels = channels;
    this.client = client;
    this.wanted = wanted;
    this.id = id;
    this.descriptors = descriptors;
    this.channel = channel;
    this.terminal = new PassedTerminal(descriptors.get(0));
    this.ended = new Ended();
  }

  /** Sends all requests at once. The terminal is looked at before the client makes it raw. */
  void request() {
    try {
      sessions.forwards().request(channel, wanted.x11(), wanted.agent());
    } catch (IOException e) {
      tell(Printable.line(String.valueOf(e.getMessage())));
    }
    if (wanted.terminal()) {
      TerminalSize asked = terminal.size();
      onReply(
          channel.request(asked.ptyRequest(wanted.terminalType(), terminal.modes())),
          () -> startResizes(asked),
          this::terminalRefused);
    }
    for (SessionRequest.Env variable : sessions.permitted(wanted.environment())) {
      channel.send(variable);
    }
  }

  /**
   * Starts the program, once the client knows that it is there. Does not wait.
   *
   * @throws NoThreadException when it is over before it began
   */
  void start() throws NoThreadException {
    SessionRequest program = program();
    onReply(
        channel.request(program),
        this::startInput,
        () -> {
          tell(program.type() + " request failed on channel " + id);
          channel.close();
        });
    try {
      Threads.daemon("mux-session", this::follow);
    } catch (NoThreadException e) {
      channel.close();
      client.finish();
      closeDescriptors();
      throw e;
    }
  }

  private synchronized void startResizes(TerminalSize asked) {
    if (!over) { // the answer may be late: nobody would remove it any more
      Resizes.add(resized, asked, terminal::size);
    }
  }

  private synchronized void startInput() {
    if (over) {
      return;
    }
    try {
      input = Threads.daemon("mux-stdin", this::input);
    } catch (NoThreadException e) {
      noThread(e);
    }
  }

  private void noThread(NoThreadException e) {
    tell("session " + id + ": " + e.getMessage());
    channel.close();
  }

  /** The client is gone: so is the program's terminal, or its streams. Any thread. */
  void clientGone() {
    ended.tell();
    channel.close();
  }

  private SessionRequest program() {
    if (wanted.subsystem()) {
      return new SessionRequest.Subsystem(new String(wanted.command(), StandardCharsets.UTF_8));
    }
    return wanted.command().length == 0
        ? new SessionRequest.Shell()
        : new SessionRequest.Exec(wanted.command());
  }

  private static void onReply(CompletableFuture<Boolean> reply, Runnable done, Runnable refused) {
    // no loop completes it: what is done may wait
    reply.thenAccept(success -> (success ? done : refused).run());
  }

  private void terminalRefused() {
    tell("PTY allocation request failed on channel " + id);
    try {
      client.terminalRefused(id);
    } catch (IOException _) {
      return; // it is gone, which the thread that reads from it finds
    }
  }

  private void resize() {
    channel.send(terminal.size().windowChange());
  }

  /** On the client's stderr, as what is said of one's own session comes on one's own. */
  private synchronized void tell(String line) {
    if (over) {
      return; // its open files are no more
    }
    try {
      new PassedOutput(descriptors.get(2), ended)
          .write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      return; // nobody reads it
    }
  }

  private void input() {
    PassedInput in = new PassedInput(descriptors.get(0), ended);
    try (OutputStream out = typedInput()) {
      Copy.run(in, wanted.terminal() && wanted.escape() >= 0 ? typed(out) : out);
    } catch (NoThreadException e) {
      noThread(e);
    } catch (IOException _) {
      return; // the channel is over, which its other streams tell
    }
  }

  private OutputStream typedInput() throws NoThreadException {
    return wanted.terminal()
        ? ObscuredKeystrokes.on(
            channel.stdin(),
            sessions.session().connection(),
            sessions.config().obscureKeystrokeTiming.get().interval())
        : channel.stdin();
  }

  private OutputStream typed(OutputStream out) {
    Escapes escapes = new Escapes(wanted.escape());
    PassedOutput answers = new PassedOutput(descriptors.get(2), ended);
    return new TypedInput(
        escapes, out, new SharedEscapes(escapes, sessions, channel, channels, answers)::obey);
  }

  /** Until the program is over, its output is taken, and the client knows how it ended. */
  private void follow() {
    try {
      Thread stderr = Threads.daemon("mux-stderr", () -> output(channel.stderr(), 2));
      output(channel.stdout(), 1);
      stderr.join();
      Exit exit = channel.waitFor();
      endInput();
      if (exit instanceof Exit.Status(long status)) {
        client.exited(id, status & 0xff);
      }
    } catch (NoThreadException e) {
      noThread(e);
    } catch (IOException e) {
      sessions.log().debug("session " + id + ": " + Printable.line(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      client.finish();
      closeDescriptors();
    }
  }

  /** After this nothing more is taken of what its user types. */
  private void endInput() throws InterruptedException {
    ended.tell();
    Thread last;
    synchronized (this) {
      over = true;
      Resizes.remove(resized);
      last = input;
    }
    if (last != null) {
      last.join();
    }
  }

  private void closeDescriptors() {
    try {
      endInput();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ended.close();
    descriptors.forEach(descriptor -> Libc.call("close", descriptor));
  }

  private void output(InputStream from, int descriptor) {
    PassedOutput to = new PassedOutput(descriptors.get(descriptor), ended);
    if (Copy.run(from, to) instanceof Copy.Result.TargetFailed) {
      // the program then gets the broken pipe that we got
      if (RemoteSession.knowsEndOfWriting(sessions.session())) {
        channel.send(new SessionRequest.EndOfWriting());
      } else {
        channel.close();
      }
      try {
        from.close();
      } catch (IOException _) {
        return; // closing says only that we read no more
      }
    }
  }
}
