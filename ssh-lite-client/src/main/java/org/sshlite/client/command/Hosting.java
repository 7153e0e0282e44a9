package org.sshlite.client.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.sshlite.client.ClientSession;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;

/**
 * What this process is beside its own session: a master for others, or one that goes into the
 * background.
 */
final class Hosting {
  private final ClientConfig config;
  private final StderrLog log;
  private Optional<ControlMaster> master = Optional.empty();

  Hosting(ClientConfig config, StderrLog log) {
    this.config = config;
    this.log = log;
  }

  /** Shares the connection, where ControlMaster says so and nobody else does at that path. */
  void share(ClientSession session, SessionForwards forwards, String host) throws IOException {
    if (!config.controlMaster.get().equals("false") && config.controlPath.get().isPresent()) {
      master =
          ControlMaster.start(
              new SharedSessions(config, session, forwards, host, log),
              config.controlPath.get().get());
    }
  }

  /**
   * Whether nobody else will ask for sessions: there is no master, and ControlMaster asks for none,
   * or in vain.
   */
  boolean isAlone() {
    return master.isEmpty()
        && (config.controlMaster.get().equals("false") || config.controlPath.get().isPresent());
  }

  /** Whether it lives as long as somebody uses it: ControlPersist. */
  boolean persists() {
    return master.isPresent() && Background.isIt() && Background.persists(config);
  }

  /** Whether somebody waits for a master, and there is none. */
  boolean isInVain() {
    return master.isEmpty() && Background.isIt() && Background.persists(config) && !forks();
  }

  private boolean forks() {
    return config.forkAfterAuthentication.get();
  }

  /**
   * Leaves the terminal, where this process is to.
   *
   * @param writes whether a program of ours still writes there
   * @return the status to end with; empty to go on
   */
  OptionalInt leave(boolean writes) {
    if (!Background.isIt()) {
      return OptionalInt.empty();
    }
    boolean talks = log.level().compareTo(LogLevel.DEBUG1) >= 0;
    boolean connected = Routes.takeStreams(config);
    return Background.detach(connected, writes || connected, writes || talks);
  }

  /** ControlPersist: until nobody has used it for its time, or the connection is over. */
  int persist(ClientSession session) {
    String time = config.controlPersist.get();
    Duration idle = time.equals("yes") ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(time));
    master.orElseThrow().awaitIdle(idle);
    close();
    session.close();
    return 0;
  }

  /** Our own streams are done with: until nobody uses a connection that is shared. */
  void awaitOthers() {
    master.ifPresent(ControlMaster::awaitUnused);
    close();
  }

  /**
   * Our own session is over: until nobody uses the connection, as ssh. What is forwarded goes on
   * until it is closed.
   *
   * @return how the connection ended, where it did before
   */
  Optional<Ending> awaitUnused(Connection connection) {
    awaitOthers();
    CompletableFuture<Optional<Ending>> left = new CompletableFuture<>();
    boolean told =
        connection.watchUse(
            used -> {
              if (used) {
                connection.ended().thenAccept(ending -> left.complete(Optional.of(ending)));
              } else {
                left.complete(Optional.empty());
              }
            });
    // over and nothing cut off: a server need not wait for us
    return told ? left.join() : Optional.empty();
  }

  /**
   * A connection that is only held: until {@code -O stop} and the end of who still used it.
   *
   * @return false when it is not shared, or over
   */
  boolean awaitStop() {
    return master.map(ControlMaster::awaitStop).orElse(false);
  }

  void close() {
    master.ifPresent(ControlMaster::close);
  }
}
