package org.sshlite.sshd.main;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sshlite.program.system.UnixDatagram;

/**
 * Who started us, where that wants to know how we are: sd_notify(3), by the socket that
 * NOTIFY_SOCKET names.
 */
final class Supervisor {
  /** What a server takes besides to end. */
  private static final int LAST_SECONDS = 60;

  private final Optional<String> socket =
      Optional.ofNullable(System.getenv("NOTIFY_SOCKET"))
          .filter(name -> name.startsWith("/") || name.startsWith("@"));

  /** It listens. */
  void ready() {
    tell("READY=1");
  }

  /**
   * It takes no more connections, and ends once those it has are over.
   *
   * @param drain how long they may go on
   */
  void stopping(Duration drain) {
    long microseconds = TimeUnit.SECONDS.toMicros(drain.toSeconds() + LAST_SECONDS);
    tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + microseconds);
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
