package org.sshlite.sshd.main;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.program.system.UnixDatagram;

/**
 * Who started us, where that wants to know how we are: sd_notify(3), by the socket that
 * NOTIFY_SOCKET names.
 */
final class Supervisor {
  private final Optional<String> socket =
      Optional.ofNullable(System.getenv("NOTIFY_SOCKET"))
          .filter(name -> name.startsWith("/") || name.startsWith("@"));

  /** It listens. */
  void ready() {
    tell("READY=1");
  }

  /** It takes no more connections, and ends once those it has are over. */
  void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String state) {
    socket.ifPresent(
        name -> {
          UnixDatagram datagram = new UnixDatagram(name);
          datagram.send(state.getBytes(StandardCharsets.US_ASCII));
          datagram.close();
        });
  }
}
