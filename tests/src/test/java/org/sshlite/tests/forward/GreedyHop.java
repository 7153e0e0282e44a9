package org.sshlite.tests.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.sshd.ForwardApplication;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;

/**
 * A hop that would like to have the agent: whoever connects to its socket would get to it. It lets
 * everybody in, and forwards.
 */
final class GreedyHop implements ForwardApplication {
  private final Path socket;

  /** Why the client does not open such a channel. */
  final CompletableFuture<IOException> refused = new CompletableFuture<>();

  /**
   * @param socket that it listens at
   */
  GreedyHop(Path socket) {
    this.socket = socket;
  }

  @Override
  public void opening(String user, IncomingChannel channel, Forwards forwards) {
    if (channel.type() instanceof ChannelType.DirectTcpip(var host, var port, _, _)) {
      forwards
          .listen(
              new ListenAt.Unix(socket, 0177, true),
              _ -> new ChannelType.AuthAgent(),
              refused::complete)
          .thenRun(
              () -> forwards.relay(channel, new Target.Tcp(host, (int) port), Optional.empty()));
    } else {
      channel.refuse();
    }
  }

  SshServer start(PrivateKey hostKey) throws IOException {
    return SshServer.start(
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .publicKeys((_, _) -> true)
            .forwards(this)
            .build());
  }
}
