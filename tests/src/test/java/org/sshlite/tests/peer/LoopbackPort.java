package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Ports for servers that cannot choose one for themselves. Between our choice and theirs someone
 * else, if no other test, may take it; then another is tried.
 */
public final class LoopbackPort {
  private static final int ATTEMPTS = 10;
  private static final int FIRST = 20_000;
  private static final int FIRST_OF_CONNECTIONS = 32_768;
  private static final int SHARE = 128;
  private static final int SHARES = (FIRST_OF_CONNECTIONS - FIRST) / SHARE;

  /** Open for as long as this process is. */
  private static final List<ServerSocket> CLAIMS = new ArrayList<>();

  private static int next;
  private static int end;

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
   * One that no other test gets, and that nobody listened at a moment ago. It is none of those that
   * the system takes for the near ends of connections (from 32768 on, or higher): such a one may be
   * busy when it is wanted, for as long as a connection lasts.
   */
  public static synchronized int free() {
    while (true) {
      if (next == end) {
        claim();
      }
      int port = next++;
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException _) {
        // somebody who is no test of ours
      }
    }
  }

  /** Tests of another process keep off a share whose first port is listened at. */
  private static void claim() {
    IOException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS * SHARES; attempt++) {
      int first = FIRST + SHARE * ThreadLocalRandom.current().nextInt(SHARES);
      try {
        CLAIMS.add(new ServerSocket(first));
        next = first + 1;
        end = first + SHARE;
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException(last);
  }
}
