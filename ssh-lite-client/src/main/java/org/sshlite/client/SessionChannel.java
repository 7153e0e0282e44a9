package org.sshlite.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.IdentificationString;

/**
 * A remote program and its streams: a session channel, RFC 4254 §6. The streams wait and are made
 * for virtual threads; who waits in one is given up with {@link InterruptedIOException} when
 * interrupted. All else may be called by any thread. Whoever reads only one of {@link #stdout} and
 * {@link #stderr} will see the program stop once the window is full of the other.
 */
public final class SessionChannel implements AutoCloseable {
  private final Connection connection;
  private final Channel channel;
  private final ExitListener listener;

  private SessionChannel(Connection connection, Channel channel, ExitListener listener) {
    this.connection = connection;
    this.channel = channel;
    this.listener = listener;
  }

  static CompletableFuture<SessionChannel> open(Connection connection) {
    ExitListener listener = new ExitListener();
    return connection
        .open(new ChannelType.Session(), listener)
        .thenApply(channel -> new SessionChannel(connection, channel, listener));
  }

  /** Collects what the peer says of the program's end. */
  private static final class ExitListener implements ChannelHandler {
    private volatile Exit exit = new Exit.Unknown();
    private final CompletableFuture<Exit> over = new CompletableFuture<>();

    @Override
    public boolean request(SessionRequest request) {
      switch (request) {
        case SessionRequest.ExitStatus(long status) -> exit = new Exit.Status(status);
        case SessionRequest.ExitSignal(String name, boolean coreDumped, _, _) ->
            exit = new Exit.Signal(name, coreDumped);
        default -> {
          return false;
        }
      }
      return true;
    }

    @Override
    public void closed() {
      over.complete(exit);
    }
  }

  /** What the host calls itself. */
  public IdentificationString peer() {
    return channel.peer();
  }

  /** The program's stdout; ends when it closed it and all was read. */
  public InputStream stdout() {
    return channel.input();
  }

  /** The program's stderr. With a pty nothing comes here. */
  public InputStream stderr() {
    return channel.extendedInput();
  }

  /** The program's stdin; closing it is its end of file. */
  public OutputStream stdin() {
    return channel.output();
  }

  /**
   * Sends a request: pty-req, env, shell, exec, subsystem.
   *
   * @return completes with whether the peer did it; exceptionally when the channel ends before
   */
  public CompletableFuture<Boolean> request(SessionRequest request) {
    return channel.request(request);
  }

  /** Sends a request that wants no answer: window-change, signal, break, env. */
  public void send(SessionRequest request) {
    channel.send(request);
  }

  /** Tells the program that its terminal has another size. */
  public void resize(int columns, int rows) {
    send(new SessionRequest.WindowChange(columns, rows, 0, 0));
  }

  /**
   * Sends the program a signal; the host passes it on, or does not.
   *
   * @param name without "SIG", RFC 4254 §6.10
   */
  public void signal(String name) {
    send(new SessionRequest.Signal(name));
  }

  /** Completes when the channel is closed, also by the end of the connection. */
  public CompletableFuture<Exit> exit() {
    return listener.over.copy();
  }

  /** Whether the host has closed it, and not the end of the connection. */
  public boolean isClosedByPeer() {
    return channel.isClosedByPeer();
  }

  /**
   * As {@link #exit}, but fails when the connection ended before the peer said how the program did.
   */
  CompletableFuture<Exit> exitInGoodOrder() {
    return exit()
        .thenCompose(
            exit ->
                exit instanceof Exit.Unknown && !channel.isClosedByPeer()
                    ? connection
                        .ended()
                        .thenCompose(
                            ending ->
                                CompletableFuture.failedFuture(
                                    new ConnectionEndedException(ending)))
                    : CompletableFuture.completedFuture(exit));
  }

  /**
   * Waits for {@link #exit}.
   *
   * @throws InterruptedIOException when interrupted
   */
  public Exit waitFor() throws IOException {
    return Waiting.on(exit());
  }

  /**
   * Closes the channel in both directions; the peer ends the program, or does not. Who reads or
   * writes has an exception at once; {@link #exit} completes when the peer has closed it, too.
   */
  @Override
  public void close() {
    channel.abort();
  }
}
