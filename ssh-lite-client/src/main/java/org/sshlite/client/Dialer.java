package org.sshlite.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.netty.SshConnector;

/** Finds the addresses of a host and connects to the first that takes a connection. Blocks. */
final class Dialer {
  private static final int DEFAULT_PORT = 22; // RFC 4253 §4
  private static final long PAUSE_MILLIS = 1000; // between attempts, as ssh

  private final ClientOptions options;
  private final SshConnector connector;
  private final Dialog dialog;

  /** Makes the client's side of a connection to one address. May block. */
  @FunctionalInterface
  interface Applications<A extends ClientApplication> {
    A create(Destination destination, InetAddress address, int port);
  }

  /** A connection whose socket is connected, and the client's side of it. */
  record Dialed<A extends ClientApplication>(Connection connection, A application) {}

  Dialer(ClientOptions options, SshConnector connector) {
    this.options = options;
    this.connector = connector;
    this.dialog = options.dialog();
  }

  /** A connection whose socket is connected; the login is under way. */
  <A extends ClientApplication> Dialed<A> dial(
      Destination destination, Applications<A> applications) throws IOException {
    String host = Printable.line(destination.host());
    int port = destination.port().orElse(DEFAULT_PORT);
    List<InetAddress> addresses = resolve(destination.host());
    String problem = "";
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
          return connect(applications.create(destination, address, port), address, port);
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          problem = reason(e);
          dialog.tell(
              Level.DEBUG,
              "connect to address " + address.getHostAddress() + " port " + port + ": " + problem);
        }
      }
    }
    throw new ConnectFailedException("connect to host " + host + " port " + port + ": " + problem);
  }

  private <A extends ClientApplication> Dialed<A> connect(
      A application, InetAddress address, int port) throws IOException {
    CompletableFuture<Connection> connecting =
        connector.connect(
            new InetSocketAddress(address, port),
            options.network().connectTimeout(),
            options.transport(),
            application);
    try {
      return new Dialed<>(Waiting.on(connecting), application);
    } catch (InterruptedIOException e) {
      connecting.thenAccept(connection -> connection.disconnect("login given up"));
      throw e;
    }
  }

  private List<InetAddress> resolve(String host) throws ConnectFailedException {
    String problem = "Name or service not known";
    try {
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
    throw new ConnectFailedException(
        "Could not resolve hostname " + Printable.line(host) + ": " + problem);
  }

  /** Why, in the words of the operating system, without the address. */
  private static String reason(IOException e) {
    if (e instanceof ConnectException && e.getCause() instanceof IOException cause) {
      return reason(cause);
    }
    String message = String.valueOf(e.getMessage());
    return message.startsWith("connection timed out")
        ? "Connection timed out"
        : Printable.line(message);
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
