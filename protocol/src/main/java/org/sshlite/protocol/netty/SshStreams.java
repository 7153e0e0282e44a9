package org.sshlite.protocol.netty;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.transport.Carrier;

/** One connection over a pair of streams instead of a socket: for a server started by inetd. */
public final class SshStreams {
  private SshStreams() {}

  /**
   * Runs a connection until it is over, on a loop of its own. Two daemon threads read {@code in}
   * and write {@code out}; one that still waits for its stream then ends with the stream.
   */
  public static void run(
      InputStream in, OutputStream out, Function<Carrier, ConnectionDriver> factory) {
    try (EventLoops loops = new EventLoops("ssh-loop", 1)) {
      CompletableFuture<StreamCarrier> started =
          StreamCarrier.start(loops.group().next(), in, out, () -> {}, factory);
      try {
        started.get().done().get();
      } catch (InterruptedException e) {
        started.join().interrupt();
        started.join().done().join();
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
