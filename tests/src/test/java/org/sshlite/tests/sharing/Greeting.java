package org.sshlite.tests.sharing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** What whoever comes through a forward is greeted with. */
final class Greeting {
  private Greeting() {}

  /** The first who comes. */
  static void to(ServerSocket target) {
    try (Socket from = target.accept()) {
      from.getOutputStream().write("from here\n".getBytes());
    } catch (IOException _) {
      return; // nobody came, which the test tells
    }
  }
}
