package org.sshlite.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sshlite.client.config.Destination;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.transport.Negotiated;

/** Opens connections to SSH servers. Any thread. Closing it ends its connections and threads. */
public final class SshClient implements AutoCloseable {
  private final ClientOptions options;
  private final SshConnector connector = new SshConnector();

  private SshClient(ClientOptions options) {
    this.options = options;
  }

  public static SshClient create(ClientOptions options) {
    return new SshClient(options);
  }

  /**
   * Connects, verifies the host and logs in, and waits for that.
   *
   * @param destination {@code [user@]host} or {@code ssh://[user@]host[:port]}; without a user the
   *     one who runs this process
   * @throws ConnectFailedException when no address of the host can be connected to
   * @throws org.sshlite.protocol.connection.ConnectionEndedException when the host is not believed,
   *     does not believe the user, or is no SSH server; its ending says which
   * @throws java.io.InterruptedIOException when interrupted; the login is then given up
   * @throws IllegalArgumentException when {@code destination} has neither form
   */
  public ClientSession connect(String destination) throws IOException {
    return connect(parse(destination));
  }

  /** As {@link #connect(String)}. */
  public ClientSession connect(Destination destination) throws IOException {
    return connect(destination, _ -> {});
  }

  /**
   * As {@link #connect(String)}.
   *
   * @param beforeLogin told what was negotiated once the host is believed, before the login begins;
   *     may wait
   */
  public ClientSession connect(Destination destination, Consumer<Negotiated> beforeLogin)
      throws IOException {
    return connect(destination, new Route.Direct(), beforeLogin);
  }

  /**
   * As {@link #connect(String)}, through something else than a socket of this machine's: a jump
   * host, a program, streams. The host is judged by its own name all the same.
   */
  public ClientSession connect(Destination destination, Route route) throws IOException {
    return connect(destination, route, _ -> {});
  }

  /** As {@link #connect(Destination, Route)} and {@link #connect(Destination, Consumer)}. */
  public ClientSession connect(
      Destination destination, Route route, Consumer<Negotiated> beforeLogin) throws IOException {
    Dialer.Dialed<LoginApplication> dialed =
        new Dialer(options, connector)
            .dial(
                destination,
                route,
                (to, at, port) -> new LoginApplication(options, to, at, port, beforeLogin));
    Connection connection = dialed.connection();
    try {
      Waiting.on(connection.authenticated());
      LoginApplication application = dialed.application();
      return new ClientSession(
          connection, application.rotation(), application.forwarding(), application.binding());
    } catch (IOException e) {
      connection.disconnect("login given up");
      throw e;
    }
  }

  /**
   * Connects up to the verdict on the host and tells how it came to be: nobody is asked, nothing is
   * learned, no login is tried.
   *
   * @throws ConnectFailedException when no address of the host can be connected to
   * @throws org.sshlite.protocol.connection.ConnectionEndedException when there is no verdict: no
   *     common algorithm, a signature that is wrong, KnownHostsCommand that failed, no SSH server
   */
  public HostReport explain(Destination destination, Route route) throws IOException {
    Dialer.Dialed<Inspection> dialed =
        new Dialer(options, connector)
            .dial(destination, route, (to, at, port) -> new Inspection(options, to, at, port));
    try {
      Waiting.on(dialed.connection().authenticated());
      throw new AssertionError("a host that was to be inspected only took a login");
    } catch (ConnectionEndedException e) {
      return dialed.application().report().orElseThrow(() -> e);
    }
  }

  /** As {@link #explain(Destination, Route)}, by a socket of this machine's. */
  public HostReport explain(Destination destination) throws IOException {
    return explain(destination, new Route.Direct());
  }

  /** As {@link #connect(String)}, without waiting. */
  public CompletableFuture<ClientSession> connectAsync(String destination) {
    return connectAsync(parse(destination));
  }

  /** As {@link #connect(Destination)}, without waiting. Cancelling it gives the login up. */
  public CompletableFuture<ClientSession> connectAsync(Destination destination) {
    CompletableFuture<ClientSession> session = new CompletableFuture<>();
    Thread connecting =
        Thread.ofVirtual().name("ssh-connect").unstarted(() -> connect(destination, session));
    session.whenComplete(
        (_, _) -> {
          if (session.isCancelled()) {
            connecting.interrupt();
          }
        });
    connecting.start();
    return session;
  }

  private void connect(Destination destination, CompletableFuture<ClientSession> result) {
    try {
      ClientSession session = connect(destination);
      if (!result.complete(session)) {
        session.close(); // nobody waits for it any more
      }
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static Destination parse(String destination) {
    return Destination.parse(destination)
        .orElseThrow(() -> new IllegalArgumentException("no destination: " + destination));
  }

  @Override
  public void close() {
    connector.close();
  }
}
