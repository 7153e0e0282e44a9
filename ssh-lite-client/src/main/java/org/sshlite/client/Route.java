package org.sshlite.client;

import java.io.InputStream;
import java.io.OutputStream;

/** How a host is reached. */
public sealed interface Route {
  /** By a socket of this machine's, to one of the addresses of the host's name. */
  record Direct() implements Route {}

  /**
   * From another host, which is connected already, and which looks up the name: as ProxyJump of
   * ssh_config(5). It sees nothing of the connection but its length. It stays the caller's: what
   * goes through it ends with it.
   */
  record Jump(ClientSession host) implements Route {}

  /**
   * Through the streams of a program that is started for it: as ProxyCommand of ssh_config(5).
   *
   * @param line for the user's shell
   */
  record Command(String line) implements Route {}

  /**
   * By a program that connects, hands over the connected socket by its standard output, a unix
   * socket, and ends: as ProxyUseFdpass of ssh_config(5).
   *
   * @param line for the user's shell
   */
  record Dialer(String line) implements Route {}

  /** Through a pair of streams that is connected already, and closed by nobody here. */
  record Streams(InputStream in, OutputStream out) implements Route {}
}
