package org.sshlite.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sshlite.client.config.Destination;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.transport.Negotiated;

/** Opens connections to SSH servers. Any thread. Closing it ends its connections and threads. */
public final class SshClient implements AutoCloseable {
  private final ClientOptions options;
  private final SshConnector connector;

  private SshClient(ClientOptions options, SshConnector connector) {
    this.options = options;
    this.connector = connector;
  }

  public static SshClient create(ClientOptions options) {
    return new SshClient(options, new SshConnector());
  }

  /** The same client, its threads too, with other options. Closing either ends both. */
  public SshClient with(ClientOptions other) {
    return new SshClient(other, connector);
  }

  /**
   * Connects, verifies the host and logs in, and waits for that.
   *
   * @param destination {@code [user@]host} or {@code ssh://[user@]host[:port]}; without a user the
   *     one who runs this process
   * @throws ResolveFailedException when the host's name has no address
   * @throws ConnectFailedException when no address of the host can be connected to
   * @throws NegotiationFailedException when it is no SSH server, or one with nothing in common
   * @throws HostNotTrustedException when the host is not believed
   * @throws AuthenticationFailedException when it does not believe the user
   * @throws ConnectionLostException when the connection ends otherwise
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
    try {
      return logIn(destination, route, beforeLogin);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private ClientSession logIn(
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
          connection,
          options.queuesSessions(),
          Optional.of(application.rotation()),
          application.forwarding(),
          Optional.of(application.binding()));
    } catch (IOException e) {
      connection.disconnect("login given up");
      throw e;
    }
  }

  /**
   * Uses the connection of a master that passes it on, proxy mode of OpenSSH's PROTOCOL.mux,
   * section 9: trust and login are the master's.
   *
   * @param in what comes from it; read by a thread that ends with it
   * @param out what goes to it
   */
  public ClientSession proxied(InputStream in, OutputStream out) throws IOException {
    ProxiedSession application = new ProxiedSession(options.network().addressFamily().protocol());
    Connection connection = Waiting.on(connector.connect(in, out, application));
    Waiting.on(connection.authenticated());
    return new ClientSession(
        connection,
        options.queuesSessions(),
        Optional.empty(),
        application.forwarding(),
        Optional.empty());
  }

  /**
   * As {@link #connect(String)}, through other hosts, each reached from the one before it and
   * judged by its own name. They are closed when the connection ends.
   *
   * @param jumps of the same form as {@code destination}, the first to be connected to first
   */
  public ClientSession connectThrough(String destination, List<String> jumps) throws IOException {
    Deque<ClientSession> hops = new ArrayDeque<>();
    try {
      Route route = new Route.Direct();
      for (String jump : jumps) {
        hops.push(connect(parse(jump), route));
        route = new Route.Jump(hops.peek());
      }
      ClientSession session = connect(parse(destination), route);
      session.connection().ended().thenRun(() -> hops.forEach(ClientSession::closeAsync));
      return session;
    } catch (IOException | RuntimeException e) {
      hops.forEach(ClientSession::closeAsync);
      throw e;
    }
  }

  /** As {@link #connectThrough}, without waiting. */
  public CompletableFuture<ClientSession> connectThroughAsync(
      String destination, List<String> jumps) {
    return Waiting.async(
        "ssh-connect", () -> connectThrough(destination, jumps), ClientSession::close);
  }

  /**
   * Several connections to one host, which are opened as calls need them.
   *
   * @param maximum how many at most
   * @throws IllegalArgumentException when {@code destination} is none, or {@code maximum} below 1
   */
  public HostPool pool(String destination, int maximum) {
    return new HostPool(this, parse(destination), maximum);
  }

  /**
   * Connects up to the verdict on the host and tells how it came to be: nobody is asked, nothing is
   * learned, no login is tried.
   *
   * @throws ConnectFailedException when no address of the host can be connected to
   * @throws SshException when there is no verdict: no common algorithm, a signature that is wrong,
   *     KnownHostsCommand that failed, no SSH server
   */
  public HostReport explain(Destination destination, Route route) throws IOException {
    Dialer.Dialed<Inspection> dialed =
        new Dialer(options, connector)
            .dial(destination, route, (to, at, port) -> new Inspection(options, to, at, port));
    try {
      Waiting.on(dialed.connection().authenticated());
      throw new AssertionError("a host that was to be inspected only took a login");
    } catch (SshException e) {
      return dialed.application().report().orElseThrow(() -> e);
    } finally {
      dialed.connection().disconnect("inspection over"); // also of one that was given up
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
    return connectAsync(destination, new Route.Direct(), _ -> {});
  }

  /** As {@link #connect(Destination, Route)}, without waiting. Cancelling it gives the login up. */
  public CompletableFuture<ClientSession> connectAsync(Destination destination, Route route) {
    return connectAsync(destination, route, _ -> {});
  }

  /** As {@link #connect(Destination, Route, Consumer)}, without waiting. */
  public CompletableFuture<ClientSession> connectAsync(
      Destination destination, Route route, Consumer<Negotiated> beforeLogin) {
    return Waiting.async(
        "ssh-connect",
        () -> connect(destination, route, beforeLogin),
        ClientSession::close); // nobody waits for it any more
  }

  /** As {@link #explain(Destination, Route)}, without waiting. */
  public CompletableFuture<HostReport> explainAsync(Destination destination, Route route) {
    return Waiting.async("ssh-explain", () -> explain(destination, route), _ -> {});
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
