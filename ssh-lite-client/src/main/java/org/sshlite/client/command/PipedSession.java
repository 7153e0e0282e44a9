package org.sshlite.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.Threads;

/**
 * What a process of {@code ssh} would be to a program that speaks through it: its streams, without
 * the process. What the far side says beside them goes to our stderr.
 */
public final class PipedSession implements AutoCloseable {
  private final String software;
  private final InputStream input;
  private final OutputStream output;
  private final Runnable end;

  /**
   * @param software empty where nobody tells
   * @param end closes both streams
   */
  PipedSession(String software, InputStream input, OutputStream output, Runnable end) {
    this.software = software;
    this.input = input;
    this.output = output;
    this.end = end;
  }

  /**
   * Connects, or finds who is connected, and starts what the arguments of ssh(1) name.
   *
   * @return empty when that failed, which was told on stderr
   */
  public static Optional<PipedSession> start(List<String> arguments) {
    return new Program().pipe(arguments.toArray(String[]::new));
  }

  /** Empty when the far side starts nothing, which was told. */
  static Optional<PipedSession> start(
      ClientSession session, SessionPlan plan, ClientConfig config, StderrLog log)
      throws IOException {
    CompletableFuture<SessionChannel> opening = session.open();
    session.connection().noMoreSessions();
    SessionChannel channel = Answer.await(opening);
    session.endQuestions();
    // no display, as sftp and scp say to ssh
    new SessionForwards(config, session, new RequestedForwards(config, session, log), log)
        .request(channel, false, true);
    for (SessionRequest.Env variable : plan.variables()) {
      channel.send(variable);
    }
    SessionRequest program = plan.program().orElseThrow();
    if (!Answer.await(channel.request(program))) {
      log.error(program.type() + " request failed on channel 0");
      channel.close();
      session.close();
      return Optional.empty();
    }
    Threads.daemon("stderr", () -> Copy.run(channel.stderr(), StandardStream.stderr()));
    return Optional.of(
        new PipedSession(
            channel.peer().software(),
            channel.stdout(),
            channel.stdin(),
            () -> {
              channel.close();
              session.close();
            }));
  }

  /** What the host calls itself; empty where nobody tells. */
  public String software() {
    return software;
  }

  public InputStream input() {
    return input;
  }

  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    end.run();
  }
}
