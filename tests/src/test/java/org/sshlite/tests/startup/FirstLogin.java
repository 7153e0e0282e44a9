package org.sshlite.tests.startup;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.ConnectFailedException;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.CpuTime;

/**
 * From the start of a server's process to the end of the first login that it accepts. Who logs in
 * is our library in this process, which has done it before, so that only the server is cold.
 *
 * @param wall seconds
 * @param cpu seconds of the server's process until then, not of processes that sshd serves a
 *     connection with; NaN where the system does not tell
 */
record FirstLogin(double wall, double cpu) {
  /** Far above what a JVM without a cache takes on a machine with other things to do. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Until somebody listens: a try costs less than a millisecond. */
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);

  static FirstLogin of(Program program, Target target) throws IOException {
    ClientOptions options =
        OurLibrary.options(
            TransportOptions.defaults(), target.identity().file(), target.knownHosts());
    try (SshClient client = SshClient.create(options)) {
      long start = System.nanoTime();
      try (Running server = program.start();
          ClientSession _ =
              Awaitility.await("first login")
                  .atMost(LIMIT)
                  .pollDelay(Duration.ZERO)
                  .pollInterval(BETWEEN_TRIES)
                  .until(
                      tryLogin(client, server, OurLibrary.destination(target)), Optional::isPresent)
                  .orElseThrow()) {
        double wall = (System.nanoTime() - start) / 1e9;
        return new FirstLogin(wall, CpuTime.isKnown() ? CpuTime.of(server.pid()) : Double.NaN);
      }
    }
  }

  private static Callable<Optional<ClientSession>> tryLogin(
      SshClient client, Running server, String destination) {
    return () -> {
      try {
        return Optional.of(client.connect(destination));
      } catch (ConnectFailedException e) {
        if (!server.isAlive()) {
          throw new IllegalStateException("the server has ended: " + server.errors(), e);
        }
        return Optional.empty();
      }
    };
  }
}
