package org.sshlite.sshd.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.sshlite.crypto.key.Signer;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.protocol.netty.BoundSocket;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.thread.Carriers;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.config.SourceSettings;
import org.sshlite.sshd.process.InheritedSockets;
import org.sshlite.sshd.process.Orphans;
import org.sshlite.sshd.process.Signals;
import org.sshlite.sshd.process.ThreadRights;

/**
 * The server in the foreground or background, for one connection ({@code -d}, {@code -i}) or all.
 */
final class Daemon {
  private static final String UNKNOWN = "UNKNOWN";
  private static final int UNKNOWN_PORT = 65535;

  /** What the thread that runs the server waits for. */
  enum Call {
    RESTART,
    TERMINATE,
    END
  }

  private final CommandLine line;
  private final StderrLog log;
  private final LogPlace place;
  private final BlockingQueue<Call> calls;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Observers observers;
  private final HeapGuard heap;

  /** By which connections are served that come now. */
  private Service service;

  /** Of whoever started us, once they are taken. */
  private List<BoundSocket> inherited = List.of();

  /**
   * @param calls to which a SIGHUP adds from before the configuration was read
   */
  Daemon(
      CommandLine line,
      Startup startup,
      List<Signer> hostKeys,
      StderrLog log,
      LogPlace place,
      BlockingQueue<Call> calls)
      throws ConfigException {
    this.line = line;
    this.log = log;
    this.place = place;
    this.calls = calls;
    this.observers = new Observers(log);
    this.heap = new HeapGuard(log, this::outOfMemory);
    this.service = service(startup, hostKeys);
  }

  private Service service(Startup startup, List<Signer> hostKeys) throws ConfigException {
    Optional<Runnable> onlyOne =
        line.debugging() ? Optional.of(() -> calls.add(Call.END)) : Optional.empty();
    return new Service(startup, hostKeys, log, observers, heap, onlyOne);
  }

  /**
   * Serves until it is told to end.
   *
   * @param background whether to let go of the standard streams once it listens
   */
  void run(boolean background) throws ConfigException, ExitException {
    nameProcess();
    Signals.restoreDefaultOfChildren();
    place.byConfiguration(service.config().get(Settings.SYSLOG_FACILITY));
    if (line.inetd()) {
      observers.configure(service.config(), service::penalised).keep();
      serveStandardStreams();
      observers.close();
      log.flush();
      return;
    }
    // before it says that it listens: who reads that may send one at once
    SignalTask.handle("TERM", () -> calls.add(Call.TERMINATE));
    SshServer server = listenFirst();
    Optional<Path> pidFile = writePidFile();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, pidFile), "stop"));
    try {
      serve(server, background);
    } finally {
      ending.set(true);
      server.close();
    }
  }

  private void serve(SshServer server, boolean background) throws ConfigException {
    heap.start();
    adoptOrphans();
    Supervisor supervisor = new Supervisor();
    supervisor.ready();
    if (background) {
      detach();
    }
    try {
      Call call = calls.take();
      while (call == Call.RESTART) {
        restart(server);
        call = calls.take();
      }
      if (call == Call.TERMINATE) {
        log.info("Received signal 15; terminating.");
        supervisor.stopping(service.config().get(Settings.DRAIN_TIME));
        drain(server);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void adoptOrphans() {
    try {
      Orphans.adopt();
    } catch (NoThreadException e) {
      log.error("nobody waits for processes without a parent: " + e.getMessage());
    }
  }

  /** For ps, ss and journalctl: it would be "java" there. */
  private static void nameProcess() {
    try {
      Files.writeString(Path.of("/proc/self/comm"), "sshd-lite", StandardCharsets.US_ASCII);
    } catch (IOException _) {
      return; // another system
    }
  }

  private SshServer listenFirst() throws ConfigException, ExitException {
    try {
      observers.configure(service.config(), service::penalised).keep();
      Carriers.keep();
      ThreadRights.own(); // to know them later takes a file, which there may be no room for then
      inherited = InheritedSockets.take(InheritedSockets.count(System.getenv()));
      SshServer server = SshServer.start(options(service, false));
      tellAddresses(server);
      return server;
    } catch (ConfigException | IOException e) {
      place.fatal(e.getMessage());
      throw new ExitException(ExitException.FATAL, "");
    }
  }

  /**
   * @param all fails unless it listens everywhere
   */
  private ServerOptions options(Service wanted, boolean all) throws ConfigException {
    return inherited.isEmpty() ? wanted.options(all) : wanted.options(List.of(), inherited);
  }

  private void tellAddresses(SshServer server) {
    for (InetSocketAddress address : server.addresses()) {
      log.info(
          "Server listening on %s port %d."
              .formatted(PeerAddresses.text(address), address.getPort()));
    }
  }

  /**
   * Serves by the configuration as it is now. Connections that are open keep theirs. Deviation:
   * sshd ends when it cannot use the new configuration, or when somebody else takes its port while
   * it starts again; this goes on with the one it has, so that a mistake in a file locks nobody
   * out, and never lets go of a port that it still wants.
   */
  private void restart(SshServer server) {
    log.info("Received SIGHUP; restarting.");
    try {
      place.reopen();
    } catch (ConfigException e) {
      log.error(e.getMessage() + ": the log goes on where it was");
    }
    try {
      Startup startup = Startup.read(line, log);
      change(server, service(startup, startup.hostKeys(true)));
    } catch (ConfigException | ExitException e) {
      e.getMessage().lines().forEach(log::error);
      log.error("The configuration cannot be used: serving by the one before");
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      // sessions are not ended for it
      log.error("The configuration cannot be used: serving by the one before: " + e);
      return;
    }
    place.change(service.config().get(Settings.SYSLOG_FACILITY));
    log.level(line.logLevel().orElse(service.config().get(Settings.LOG_LEVEL)));
    log.overrides(service.config().get(Settings.LOG_VERBOSE));
  }

  private void change(SshServer server, Service next) throws ConfigException {
    Observers.Change change = observers.configure(next.config(), next::penalised);
    boolean done = false;
    try {
      // one that was not wanted before may be a mistake
      server.change(options(next, !service.addresses().containsAll(next.addresses())));
      service = next;
      done = true;
    } catch (ConfigException | IOException e) {
      log.error(e.getMessage() + ": serving by the configuration before");
    } finally {
      if (done) {
        change.keep();
      } else {
        change.undo();
      }
    }
    tellAddresses(server);
  }

  private void serveStandardStreams() throws ConfigException {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved(UNKNOWN, UNKNOWN_PORT);
    InputStream in = StandardStream.stdin();
    OutputStream out = StandardStream.stdout();
    PeerAddresses peer = new PeerAddresses(unknown, unknown);
    try {
      // takes the standard streams over only where they are a socket
      Channel inherited = isOneStream() ? System.inheritedChannel() : null;
      if (inherited instanceof SocketChannel socket) {
        in = Channels.newInputStream(socket);
        out = Channels.newOutputStream(socket);
        // one of the machine's own (AF_UNIX) has no addresses, as pipes have none
        if (socket.getRemoteAddress() instanceof InetSocketAddress remote
            && socket.getLocalAddress() instanceof InetSocketAddress local) {
          peer = new PeerAddresses(remote, local);
          socket.setOption(
              StandardSocketOptions.SO_KEEPALIVE,
              service.config().get(SourceSettings.TCP_KEEP_ALIVE));
        }
      }
    } catch (IOException e) {
      throw new ConfigException("standard input: " + e.getMessage());
    }
    SshServer.serve(in, out, peer, service.options(List.of(unknown), List.of()));
  }

  /** Who has a socket of its own for each, as Node.js gives, is answered on the second. */
  private static boolean isOneStream() throws IOException {
    Path in = Path.of("/proc/self/fd/0");
    Path out = Path.of("/proc/self/fd/1");
    return !Files.isSymbolicLink(in)
        || Files.readSymbolicLink(in).equals(Files.readSymbolicLink(out));
  }

  private Optional<Path> writePidFile() {
    String name = service.config().get(Settings.PID_FILE);
    if (name.isEmpty() || line.debugging()) {
      return Optional.empty();
    }
    Path file = Path.of(name);
    try {
      Files.writeString(file, ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
      return Optional.of(file);
    } catch (IOException e) {
      log.error("Couldn't create pid file \"" + file + "\": " + ConfigFile.reason(e));
      return Optional.empty();
    }
  }

  /** At once: there is nothing left to end in order with. */
  private void outOfMemory(Supplier<String> reason) {
    try {
      place.fatal(reason.get());
      log.flush();
    } finally {
      Runtime.getRuntime().halt(ExitException.OUT_OF_MEMORY);
    }
  }

  /** Lets sessions go on for DrainTime, or until it is told once more to end. */
  private void drain(SshServer server) throws InterruptedException {
    Duration limit = service.config().get(Settings.DRAIN_TIME);
    if (limit.isZero()) {
      return;
    }
    server.stopAccepting();
    log.info("Waiting up to " + limit.toSeconds() + " seconds for open sessions");
    Runnable waiting =
        () -> {
          server.awaitEnd(limit);
          calls.add(Call.END);
        };
    try {
      Threads.virtual("drain", waiting);
    } catch (NoThreadException _) {
      waiting.run(); // another signal has to wait as well
    }
    Call call = calls.take();
    while (call == Call.RESTART) {
      call = calls.take();
    }
  }

  /** The shutdown hook: after SIGINT, and when all is over anyway. */
  private void stop(SshServer server, Optional<Path> pidFile) {
    boolean signalled = !ending.get();
    if (signalled) {
      log.info("Received signal 2; terminating.");
      server.close();
    }
    try {
      if (pidFile.isPresent()) {
        Files.deleteIfExists(pidFile.get());
      }
    } catch (IOException e) {
      log.error("Couldn't remove pid file: " + ConfigFile.reason(e));
    }
    observers.close();
    log.flush();
    if (signalled) {
      // sshd's status after SIGTERM; the virtual machine's would tell of the signal
      Runtime.getRuntime().halt(0);
    }
  }

  /** Tells the launcher that it listens, and lets go of terminal and pipes. */
  private void detach() throws ConfigException {
    place.detach();
    System.out.println("ready");
    System.out.close();
    if (!line.logToStderr()) {
      System.err.close();
    }
  }
}
