package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Ports for servers that cannot choose one for themselves. Between our choice and theirs someone
 * else may take it; then another is tried.
 */
public final class LoopbackPort {
  private static final int ATTEMPTS = 10;
  private static final int FIRST = 20_000;
  private static final int FIRST_OF_CONNECTIONS = 32_768;

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

  /**
   * One that nobody listened at a moment ago. It is none of those that the system takes for the
   * near ends of connections (from 32768 on, or higher): such a one may be busy when it is wanted,
   * for as long as a connection lasts.
   */
  public static int free() {
    for (int attempt = 1; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_OF_CONNECTIONS);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
