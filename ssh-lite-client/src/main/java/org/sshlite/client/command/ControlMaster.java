package org.sshlite.client.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.client.sharing.ControlListener;
import org.sshlite.client.sharing.MuxClient;
import org.sshlite.client.terminal.Askpass;
import org.sshlite.client.terminal.Undo;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.system.QuitSignal;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * Lets other processes of the same user share our connection: ControlMaster of ssh_config(5). A
 * thread waits for clients, one for each client reads what it asks; none of them is the
 * connection's loop.
 */
final class ControlMaster implements AutoCloseable {
  /** Each may hold four threads and five open files. */
  private static final int MOST_CLIENTS = 256;

  /** As ssh. */
  private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

  private final ControlListener listener;
  private final SharedSessions sessions;
  private final String path;
  private final Set<MuxClient> clients = ConcurrentHashMap.newKeySet();
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastId = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stopped;

  /** Whether any channel of the connection is in use. Under the lock. */
  private boolean used;

  private ControlMaster(ControlListener listener, SharedSessions sessions, String path) {
    this.listener = listener;
    this.sessions = sessions;
    this.path = path;
  }

  /**
   * Listens at {@code path}.
   *
   * @return empty when somebody else does, which was told
   * @throws IOException when that cannot be done
   */
  static Optional<ControlMaster> start(SharedSessions sessions, String path) throws IOException {
    Optional<ControlListener> listener = ControlListener.at(path);
    if (listener.isEmpty()) {
      sessions
          .log()
          .error(
              "ControlSocket " + Printable.line(path) + " already exists, disabling multiplexing");
      return Optional.empty();
    }
    ControlMaster master = new ControlMaster(listener.get(), sessions, path);
    Undo.onEnd(master::close);
    QuitSignal.showsThreads(); // to end of it would leave the socket
    sessions.session().connection().watchUse(used -> master.change(() -> master.used = used));
    try {
      Threads.daemon("mux-listener", master::accept);
    } catch (NoThreadException e) {
      master.close();
      throw e;
    }
    return Optional.of(master);
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        try {
          admit(listener.accept());
        } catch (IOException e) {
          if (!listener.isClosed()) {
            // no open file is left, say; as ssh, which waits for better times as well
            sessions.log().error("mux listener: " + Printable.line(String.valueOf(e.getMessage())));
            Thread.sleep(ACCEPT_PAUSE);
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(Optional<MuxClient> accepted) {
    if (accepted.isEmpty()) {
      sessions.log().error("multiplex uid mismatch: a process of another user was turned away");
      return;
    }
    MuxClient client = accepted.get();
    if (clients.size() >= MOST_CLIENTS) {
      sessions.log().error("too many multiplex clients: one was turned away");
      client.close();
      return;
    }
    change(() -> clients.add(client));
    try {
      Threads.daemon(
          "mux-client", () -> serve(new ControlDialogue(this, sessions, client), client));
    } catch (NoThreadException e) {
      // for the next one there may be one
      client.close();
      change(() -> clients.remove(client));
      sessions.log().error("mux client: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private void serve(ControlDialogue dialogue, MuxClient client) {
    try (client) {
      dialogue.run();
    } catch (NoThreadException e) {
      sessions.log().error("mux client: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      sessions.log().debug("mux client: " + Printable.line(String.valueOf(e.getMessage())));
    } finally {
      dialogue.clientGone();
      change(() -> clients.remove(client));
    }
  }

  // what clients ask of all of us

  /** Takes nobody new; who is there for nothing but clients ends once they are gone, as ssh. */
  void stopListening() {
    listener.close();
    change(() -> stopped = true);
  }

  /** Ends the connection, and with it this process. */
  void terminate() {
    listener.close();
    sessions.session().connection().disconnect("disconnected by user");
  }

  /** Asks our own user, where ControlMaster says so; in a window, for the terminal is in use. */
  boolean permits(String question) {
    return !sessions.config().controlMaster.get().endsWith("ask")
        || Askpass.permits(question, UserEnvironment.variables());
  }

  /** A session of a client begins; its number. */
  long begin() {
    long id = lastId.incrementAndGet();
    running.add(id);
    return id;
  }

  void end(long id) {
    change(() -> running.remove(id));
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no client is there and no channel in use, or the connection is over. */
  void awaitUnused() {
    sessions.session().connection().ended().thenRun(() -> change(() -> {}));
    lock.lock();
    try {
      while (!isIdle() && !isOver()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * ControlPersist: waits until no client was there and no channel in use for {@code time}, or
   * {@code -O stop} was said and there is none any more, or the connection is over.
   *
   * @param time zero for ever
   */
  void awaitIdle(Duration time) {
    sessions.session().connection().ended().thenRun(() -> change(() -> {}));
    lock.lock();
    try {
      long left = time.toNanos();
      while (!isOver() && !(stopped && isIdle())) {
        if (time.isZero() || !isIdle()) {
          changed.awaitUninterruptibly();
          left = time.toNanos();
        } else if (left <= 0) {
          return;
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * For a connection that is only held: waits until {@code -O stop} was said and no client is there
   * any more, or the connection is over.
   *
   * @return false when the connection is over
   */
  boolean awaitStop() {
    awaitIdle(Duration.ZERO);
    return !isOver();
  }

  /** Clients count as well: who said stop waits for its answer. */
  private boolean isIdle() {
    return !used && clients.isEmpty() && running.isEmpty();
  }

  private boolean isOver() {
    return sessions.session().connection().ended().isDone();
  }

  /** {@code -O channels}. */
  String channels() {
    List<String> lines = new ArrayList<>();
    clients.forEach(_ -> lines.add("  mux-control " + Printable.line(path)));
    return sessions.open(lines);
  }

  static String describe(Target target) {
    return switch (target) {
      case Target.Tcp(var host, var port) -> "[" + host + "]:" + port;
      case Target.Unix(var socket) -> "path " + socket;
    };
  }

  /** Removes the socket. */
  @Override
  public void close() {
    listener.close();
  }
}
