package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;

/**
 * Ports for servers that cannot choose one for themselves. Between our choice and theirs someone
 * else may take it; then another is tried.
 */
public final class LoopbackPort {
  private static final int ATTEMPTS = 10;

  private LoopbackPort() {}

  /** A server that listens. */
  record Listening(Running server, int port) {}

  /**
   * @param start starts a server on a port
   * @param ready what it says when it listens
   */
  static Listening start(IntFunction<Running> start, String ready) {
    for (int attempt = 1; ; attempt++) {
      int port = free();
      Running server = start.apply(port);
      try {
        server.awaitErrors(ready);
        return new Listening(server, port);
      } catch (RuntimeException e) {
        server.close();
        if (attempt == ATTEMPTS || !server.errors().contains("Address already in use")) {
          throw e;
        }
      }
    }
  }

  /** One that nobody listened at a moment ago. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
