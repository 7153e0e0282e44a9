package org.sshlite.tests.mitm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;

/** The attacker's client: logs in to the true server with what a victim gave away. */
final class Impersonator implements AutoCloseable {
  private final InetSocketAddress server;
  private final LoopbackClient client;
  private @Nullable Connection connection;

  Impersonator(InetSocketAddress server, PublicKey trueKey) {
    this.server = server;
    this.client = new LoopbackClient(TransportOptions.defaults(), trueKey);
  }

  /** Whether the true server took the victim's password. */
  synchronized boolean logIn(String user, String password) {
    if (!user.equals(LoopbackClient.USER) || !password.equals(LoopbackClient.PASSWORD)) {
      return false;
    }
    connection = client.logIn(server);
    return true;
  }

  /** Runs the victim's command on the true server, and listens. */
  ChannelHandler passOn(Channel victim) {
    return new ChannelHandler() {
      @Override
      public boolean request(SessionRequest request) {
        return request instanceof SessionRequest.Exec(byte[] command)
            && start(victim, new String(command));
      }

      @Override
      public void closed() {}
    };
  }

  private synchronized boolean start(Channel victim, String command) {
    if (connection == null) {
      throw new IllegalStateException("not logged in");
    }
    Channel server = LoopbackClient.exec(connection, command);
    Thread.ofVirtual().start(() -> copy(victim.input(), server.output()));
    Thread.ofVirtual()
        .start(
            () -> {
              copy(server.input(), victim.output());
              victim.send(new SessionRequest.ExitStatus(0));
              victim.close();
            });
    return true;
  }

  private static void copy(InputStream in, OutputStream out) {
    try (in;
        out) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
