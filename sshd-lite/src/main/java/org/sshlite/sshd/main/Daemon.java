package org.sshlite.sshd.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.config.ConfigException;
import org.sshlite.protocol.config.ConfigFile;
import org.sshlite.protocol.config.LogLevel;
import org.sshlite.protocol.config.StderrLog;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.auth.Login;
import org.sshlite.sshd.auth.StrictModes;
import org.sshlite.sshd.auth.UsersFile;
import org.sshlite.sshd.config.AddressFamily;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * The server in the foreground or background, for one connection ({@code -d}, {@code -i}) or all.
 */
final class Daemon {
  private static final String UNKNOWN = "UNKNOWN";
  private static final int UNKNOWN_PORT = 65535;

  private final CommandLine line;
  private final Startup startup;
  private final ServerConfig config;
  private final List<Signer> hostKeys;
  private final StderrLog log;
  private final Account account;
  private final Optional<UsersFile> users;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicBoolean taken = new AtomicBoolean();

  Daemon(CommandLine line, Startup startup, List<Signer> hostKeys, StderrLog log)
      throws ConfigException {
    this.line = line;
    this.startup = startup;
    this.config = startup.config();
    this.hostKeys = hostKeys;
    this.log = log;
    this.account =
        Account.current().orElseThrow(() -> new ConfigException("You don't exist, go away!"));
    this.users = users();
  }

  private Optional<UsersFile> users() throws ConfigException {
    String file = config.get(Settings.USERS_FILE);
    if (file.isEmpty()) {
      if (config.isSet(Settings.PASSWORD_AUTHENTICATION)
          && config.get(Settings.PASSWORD_AUTHENTICATION)) {
        log.info("PasswordAuthentication needs a UsersFile: without one no password is accepted");
      }
      return Optional.empty();
    }
    Optional<StrictModes> modes =
        config.get(Settings.STRICT_MODES)
            ? Optional.of(new StrictModes(Path.of(account.home()), account.uid()))
            : Optional.empty();
    UsersFile found = new UsersFile(Path.of(file), modes, log);
    found.check();
    return Optional.of(found);
  }

  /**
   * Serves until it is told to end.
   *
   * @param background whether to let go of the standard streams once it listens
   */
  void run(boolean background) throws ConfigException, ExitException {
    if (line.inetd()) {
      serveStandardStreams();
      return;
    }
    try (SshServer server = SshServer.start(options(startup.addresses()))) {
      server
          .addresses()
          .forEach(
              address ->
                  log.info(
                      "Server listening on %s port %d."
                          .formatted(PeerAddresses.text(address), address.getPort())));
      Optional<Path> pidFile = writePidFile();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, pidFile), "stop"));
      if (background) {
        detach();
      }
      end.await();
    } catch (IOException e) {
      throw new ConfigException(e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ServerOptions options(List<InetSocketAddress> addresses) {
    ServerOptions.Builder options =
        ServerOptions.builder()
            .transport(startup.transport())
            .startups(config.get(Settings.MAX_STARTUPS))
            // a Match block may change it: each connection has its own
            .maximumSessions(Integer.MAX_VALUE)
            .application(this::accept);
    addresses.forEach(options::listen);
    hostKeys.forEach(options::hostKey);
    return options.build();
  }

  private Optional<ServerApplication> accept(PeerAddresses peer) {
    AddressFamily family = config.get(Settings.ADDRESS_FAMILY);
    if (!peer.remote().isUnresolved() && !family.has(peer.remote().getAddress())) {
      // the wildcard address takes both kinds
      log.debug("drop connection from " + peer.remote() + ": AddressFamily " + family);
      return Optional.empty();
    }
    boolean once = line.debugging();
    if (once && !taken.compareAndSet(false, true)) {
      return Optional.empty();
    }
    ConnectionEnds ends = ConnectionEnds.of(peer);
    Login login = new Login(config, account, users, ends, log);
    Runnable onEnded = once ? end::countDown : () -> {};
    return Optional.of(new SystemConnection(login, account, ends, log, hostKeys, onEnded));
  }

  private void serveStandardStreams() throws ConfigException {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved(UNKNOWN, UNKNOWN_PORT);
    InputStream in = System.in;
    OutputStream out = System.out;
    PeerAddresses peer = new PeerAddresses(unknown, unknown);
    try {
      // takes the standard streams over only where they are a socket
      Channel inherited = System.inheritedChannel();
      if (inherited instanceof SocketChannel socket) {
        in = Channels.newInputStream(socket);
        out = Channels.newOutputStream(socket);
        peer =
            new PeerAddresses(
                (InetSocketAddress) socket.getRemoteAddress(),
                (InetSocketAddress) socket.getLocalAddress());
      }
    } catch (IOException | ClassCastException e) {
      throw new ConfigException("standard input: " + e.getMessage());
    }
    SshServer.serve(in, out, peer, options(List.of(unknown)));
  }

  private Optional<Path> writePidFile() {
    String name = config.get(Settings.PID_FILE);
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

  /** The shutdown hook: after SIGTERM or SIGINT, and when all is over anyway. */
  private void stop(SshServer server, Optional<Path> pidFile) {
    boolean signalled = end.getCount() > 0;
    if (signalled) {
      log.info("Received a signal; terminating.");
      server.close();
    }
    try {
      if (pidFile.isPresent()) {
        Files.deleteIfExists(pidFile.get());
      }
    } catch (IOException e) {
      log.error("Couldn't remove pid file: " + ConfigFile.reason(e));
    }
    if (signalled) {
      // sshd's status after SIGTERM; the virtual machine's would tell of the signal
      Runtime.getRuntime().halt(0);
    }
  }

  /** Tells the launcher that it listens, and lets go of terminal and pipes. */
  private void detach() throws ConfigException {
    if (line.logFile().isEmpty() && !line.logToStderr()) {
      Path file = Folders.state().resolve("sshd-lite.log");
      log.log(LogLevel.VERBOSE, "logging to " + file);
      log.redirect(file);
    }
    System.out.println("ready");
    System.out.close();
    if (!line.logToStderr()) {
      System.err.close();
    }
  }
}
