package org.sshlite.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.sharing.PassedConnection;
import org.sshlite.client.sharing.ProxyDialer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.netty.SocketSettings;
import org.sshlite.protocol.netty.SshConnector;

/** Reaches a host, by whatever {@link Route}: of its addresses the first that takes it. Blocks. */
final class Dialer {
  private static final int DEFAULT_PORT = 22; // RFC 4253 §4

  /** The system's words, and ours for a limit of ours. */
  private static final String TIMED_OUT = "Connection timed out";

  private static final long PAUSE_MILLIS = 1000; // between attempts, as ssh

  /**
   * What waits for the host to close takes a round trip; what never ends costs each command this.
   */
  private static final long PROXY_FAREWELL_MILLIS = 500;

  private final ClientOptions options;
  private final SshConnector connector;
  private final Dialog dialog;

  /** Makes the client's side of a connection. May block. */
  @FunctionalInterface
  interface Applications<A extends ClientApplication> {
    /**
     * @param address empty where the host is reached through something else
     */
    A create(Destination destination, Optional<InetAddress> address, int port);
  }

  /** A connection whose socket is connected, and the client's side of it. */
  record Dialed<A extends ClientApplication>(Connection connection, A application) {}

  Dialer(ClientOptions options, SshConnector connector) {
    this.options = options;
    this.connector = connector;
    this.dialog = options.dialog();
  }

  /** A connection that carries bytes; the login is under way. */
  <A extends ClientApplication> Dialed<A> dial(
      Destination destination, Route route, Applications<A> applications) throws IOException {
    if (route instanceof Route.Direct) {
      return dial(destination, applications);
    }
    if (destination.host().isEmpty() && options.trust().hostKeyAlias().isEmpty()) {
      // a line of known_hosts for no name would be none
      throw new ResolveFailedException("a host without a name needs a HostKeyAlias");
    }
    int port = destination.port().orElse(DEFAULT_PORT);
    A application = applications.create(destination, Optional.empty(), port);
    CompletableFuture<Connection> connecting =
        switch (route) {
          case Route.Jump(var host) -> jump(host, destination.host(), port, application);
          case Route.Command(var line) -> command(line, application);
          case Route.Dialer(var line) -> passed(line, application);
          case Route.Streams(var in, var out) ->
              connector.connect(in, out, options.transport(), application);
          case Route.Direct() -> throw new AssertionError("dialled above");
        };
    return new Dialed<>(await(connecting), application);
  }

  private CompletableFuture<Connection> jump(
      ClientSession host, String target, int port, ClientApplication application) {
    // as ssh: who asks is nobody's business
    ChannelType.DirectTcpip channel = new ChannelType.DirectTcpip(target, port, "127.0.0.1", 65535);
    return connector
        .connect(host.connection(), channel, options.transport(), application)
        .exceptionallyCompose(
            e ->
                CompletableFuture.failedFuture(
                    new ConnectFailedException(
                        "connect to host "
                            + Printable.line(target)
                            + " port "
                            + port
                            + " from the jump host: "
                            + Printable.line(Failures.of(e).getMessage()),
                        false,
                        Failures.of(e))));
  }

  private CompletableFuture<Connection> command(String line, ClientApplication application)
      throws IOException {
    dialog.tell(Level.DEBUG, "Executing proxy command: exec " + Printable.line(line));
    Process proxy =
        UserEnvironment.program(List.of(shell(), "-c", "exec " + line))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return connector
        .connect(
            proxy.getInputStream(),
            proxy.getOutputStream(),
            () -> end(proxy),
            options.transport(),
            application)
        .whenComplete(
            (connection, failure) -> {
              if (failure == null) {
                connection.ended().thenRun(proxy::destroy);
              } else {
                proxy.destroy();
              }
            });
  }

  /** It has our farewell in its input: it gets the end of that, and a moment to pass both on. */
  private static void end(Process proxy) {
    try {
      proxy.getOutputStream().close();
      proxy.waitFor(PROXY_FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException _) {
      // it reads no more
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    proxy.destroy();
  }

  private CompletableFuture<Connection> passed(String line, ClientApplication application)
      throws IOException {
    dialog.tell(Level.DEBUG, "Executing proxy dialer command: exec " + Printable.line(line));
    PassedConnection passed;
    try (ProxyDialer proxy =
        ProxyDialer.start(shell(), "exec " + UserEnvironment.shellPrefix() + line)) {
      passed = Waiting.on(proxy.passed());
    }
    return connector
        .connect(passed.input(), passed.output(), options.transport(), application)
        .whenComplete(
            (connection, failure) -> {
              if (failure == null) {
                connection.ended().thenRun(passed::close);
              } else {
                passed.close();
              }
            });
  }

  private static String shell() {
    String shell = System.getenv().getOrDefault("SHELL", "");
    return shell.isEmpty() ? "/bin/sh" : shell;
  }

  private <A extends ClientApplication> Dialed<A> dial(
      Destination destination, Applications<A> applications) throws IOException {
    String host = Printable.line(destination.host());
    int port = destination.port().orElse(DEFAULT_PORT);
    List<InetAddress> addresses = resolve(destination.host());
    IOException problem = new IOException("no address");
    for (int attempt = 1; attempt <= options.network().attempts(); attempt++) {
      if (attempt > 1) {
        pause();
        dialog.tell(Level.DEBUG, "Trying again...");
      }
      for (InetAddress address : addresses) {
        dialog.tell(
            Level.DEBUG,
            "Connecting to " + host + " [" + address.getHostAddress() + "] port " + port + ".");
        try {
          Dialed<A> dialed =
              connect(applications.create(destination, Optional.of(address), port), address, port);
          dialog.tell(Level.DEBUG, "Connection established.");
          return dialed;
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          problem = e;
          dialog.tell(
              Level.DEBUG,
              "connect to address "
                  + address.getHostAddress()
                  + " port "
                  + port
                  + ": "
                  + reason(e));
        }
      }
    }
    throw new ConnectFailedException(
        "connect to host " + host + " port " + port + ": " + reason(problem),
        reason(problem).equals(TIMED_OUT),
        problem);
  }

  private <A extends ClientApplication> Dialed<A> connect(
      A application, InetAddress address, int port) throws IOException {
    CompletableFuture<Connection> connecting =
        connector.connect(
            new InetSocketAddress(address, port),
            settings(address),
            options.network().connectTimeout(),
            options.transport(),
            application);
    return new Dialed<>(await(connecting), application);
  }

  private SocketSettings settings(InetAddress target) throws IOException {
    NetworkOptions network = options.network();
    return new SocketSettings(
        local(target), network.keepAlive(), network.serviceClasses().interactive());
  }

  /** Where to connect from: of the same family as the target. */
  private Optional<InetAddress> local(InetAddress target) throws IOException {
    Optional<String> address = options.network().bindAddress();
    Optional<String> name = options.network().bindInterface();
    if (address.isEmpty() && name.isEmpty()) {
      return Optional.empty();
    }
    List<InetAddress> known;
    if (address.isPresent()) {
      known = List.of(InetAddress.getAllByName(address.get()));
    } else {
      NetworkInterface found = NetworkInterface.getByName(name.get());
      known = found == null ? List.of() : Collections.list(found.getInetAddresses());
    }
    return Optional.of(
        known.stream()
            .filter(each -> each instanceof Inet4Address == target instanceof Inet4Address)
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        address.or(() -> name).orElseThrow() + ": no suitable addresses")));
  }

  private static Connection await(CompletableFuture<Connection> connecting) throws IOException {
    try {
      return Waiting.on(connecting);
    } catch (InterruptedIOException e) {
      connecting.thenAccept(connection -> connection.disconnect("login given up"));
      throw e;
    }
  }

  private List<InetAddress> resolve(String host) throws ResolveFailedException {
    String problem = "Name or service not known";
    try {
      if (host.isEmpty()) {
        throw new UnknownHostException(); // which Java takes for this machine
      }
      List<InetAddress> addresses =
          Stream.of(InetAddress.getAllByName(host))
              .filter(options.network().addressFamily()::includes)
              .toList();
      if (!addresses.isEmpty()) {
        return addresses;
      }
      problem = "Address family for hostname not supported";
    } catch (UnknownHostException _) {
      // told below
    }
    throw new ResolveFailedException(
        "Could not resolve hostname " + Printable.line(host) + ": " + problem);
  }

  /** Why, in the words of the operating system, without the address. */
  private static String reason(IOException e) {
    if (e.getCause() instanceof IOException cause) {
      return reason(cause);
    }
    String message = String.valueOf(e.getMessage());
    return message.startsWith("connection timed out") ? TIMED_OUT : Printable.line(message);
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
