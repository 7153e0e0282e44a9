package org.sshlite.protocol.forward;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelRefusedException;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.netty.EchoServer;
import org.sshlite.protocol.netty.PlainClient;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.netty.SshListener;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * A connection whose server relays whatever it is asked for, and whose client has streams: of what
 * it opens, and of what the server's listeners open.
 */
final class ForwardPair implements AutoCloseable {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final SshListener listener;
  private final SshConnector connector = new SshConnector();
  private final Relaying server;
  private final Streaming client = new Streaming();
  private final Connection connection;

  ForwardPair() throws Exception {
    this(SocketRights.OWN);
  }

  /**
   * @param rights of whom the server's sockets are
   */
  ForwardPair(SocketRights rights) throws Exception {
    server = new Relaying(rights);
    listener = SshListener.bind(List.of(ANY_PORT), EchoServer.setup(server));
    connection =
        soon(
            soon(connector.connect(
                    listener.addresses().getFirst(),
                    Duration.ofSeconds(20),
                    TransportOptions.defaults(),
                    client))
                .authenticated());
    soon(server.connection);
  }

  /** The server's: it has logged in. */
  private static class Relaying extends EchoServer {
    private final SocketRights rights;
    private volatile @Nullable Forwards forwards;

    /** The last channel that was asked for. */
    private volatile @Nullable Channel relayed;

    Relaying(SocketRights rights) {
      this.rights = rights;
    }

    @Override
    public void authenticated(Connection of, String user, String method) {
      forwards = new Forwards(of, rights, SocketCount.UNLIMITED);
      super.authenticated(of, user, method);
    }

    @Override
    public void opening(IncomingChannel channel) {
      relayed = channel.channel();
      Target target =
          switch (channel.type()) {
            case ChannelType.DirectTcpip(var host, var port, _, _) ->
                new Target.Tcp(host, (int) port);
            case ChannelType.DirectStreamlocal(var path, _, _) -> new Target.Unix(Path.of(path));
            default -> throw new AssertionError(channel.type());
          };
      forwards().relay(channel, target, Optional.empty());
    }

    Forwards forwards() {
      Forwards made = forwards;
      if (made == null) {
        throw new AssertionError("not logged in");
      }
      return made;
    }

    @Override
    public void ended(Ending ending) {
      forwards().close();
      super.ended(ending);
    }
  }

  private static final class Streaming extends PlainClient {
    private final BlockingQueue<Channel> arrived = new LinkedBlockingQueue<>();
    private volatile boolean refuses;

    @Override
    public void opening(IncomingChannel channel) {
      if (refuses) {
        channel.refuse();
      } else {
        channel.accept(() -> {});
        arrived.add(channel.channel());
      }
    }
  }

  /** Others of the server. */
  Forwards forwards(SocketRights rights, SocketCount count) throws Exception {
    return new Forwards(soon(server.connection), rights, count);
  }

  /** Of the server. */
  Forwards forwards() {
    return server.forwards();
  }

  /** The server's side of the channel that was opened last. */
  Channel relayed() {
    Channel last = server.relayed;
    if (last == null) {
      throw new AssertionError("no channel was opened");
    }
    return last;
  }

  /** A channel to a port of this machine, by way of the server. */
  Channel open(int port) throws Exception {
    return open("127.0.0.1", port);
  }

  Channel open(String host, int port) throws Exception {
    return open(new ChannelType.DirectTcpip(host, port, "127.0.0.1", 1));
  }

  Channel open(ChannelType type) throws Exception {
    return soon(connection.open(type, () -> {}));
  }

  /** Asks for a channel that may never come. */
  void opening(ChannelType type) {
    connection.open(type, () -> {});
  }

  /** How the opening of a channel fails. */
  ChannelRefusedException refusal(ChannelType type) throws Exception {
    try {
      open(type);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ChannelRefusedException refused) {
        return refused;
      }
      throw e;
    }
    throw new AssertionError("it was opened");
  }

  /** The next channel that the server has opened. */
  Channel arrived() throws Exception {
    Channel channel = client.arrived.poll(60, TimeUnit.SECONDS);
    if (channel == null) {
      throw new AssertionError("no channel was opened");
    }
    return channel;
  }

  /** Has the client refuse what the server opens. */
  void refuse() {
    client.refuses = true;
  }

  /** Ends the connection; the server knows when this returns. */
  void disconnect() throws Exception {
    connection.disconnect("bye");
    soon(server.ended);
  }

  static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    connector.close();
    listener.close();
  }
}
