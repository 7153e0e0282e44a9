package org.sshlite.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.GlobalRequestType;

/** What the far end listens at for us, RFC 4254 §7.1. Any thread. */
public final class RemoteForward implements AutoCloseable {
  private final Connection connection;
  private final GlobalRequestType cancellation;
  private final int port;
  private final Runnable onClosed;

  RemoteForward(
      Connection connection, GlobalRequestType cancellation, int port, Runnable onClosed) {
    this.connection = connection;
    this.cancellation = cancellation;
    this.port = port;
    this.onClosed = onClosed;
  }

  /** The port listened at, the one that was found for port 0; 0 for a unix socket. */
  public int port() {
    return port;
  }

  /** Whether the far end says that it listens no more; waits for it. */
  public boolean cancel() throws IOException {
    return Waiting.on(cancelAsync());
  }

  /** As {@link #cancel}, without waiting. */
  public CompletableFuture<Boolean> cancelAsync() {
    onClosed.run();
    return Failures.typed(connection.globalRequest(cancellation)).thenApply(Optional::isPresent);
  }

  /** The far end listens no more; connections that are open go on. Does not wait. */
  @Override
  public void close() {
    onClosed.run();
    connection.globalRequest(cancellation);
  }
}
