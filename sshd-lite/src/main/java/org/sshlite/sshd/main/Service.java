package org.sshlite.sshd.main;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.crypto.key.Signer;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.netty.BoundSocket;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.netty.Proxies;
import org.sshlite.sshd.PasswordDevice;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.auth.Login;
import org.sshlite.sshd.auth.Passwords;
import org.sshlite.sshd.auth.ShadowPasswords;
import org.sshlite.sshd.auth.StrictModes;
import org.sshlite.sshd.auth.UsersFile;
import org.sshlite.sshd.config.AddressFamily;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.config.SourceSettings;
import org.sshlite.sshd.event.Event;
import org.sshlite.sshd.event.ObservedApplication;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.login.TotpDevice;
import org.sshlite.sshd.login.UsedCodes;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.penalty.Offence;
import org.sshlite.sshd.penalty.Sources;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/** What serves connections by one reading of the configuration. */
final class Service {
  /** Of this process, over all configurations that it had. */
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  /** Over all configurations, too: a code is good once. */
  private static final UsedCodes USED_CODES = new UsedCodes();

  private final Startup startup;
  private final ServerConfig config;
  private final List<Signer> hostKeys;
  private final StderrLog log;
  private final Observers observers;
  private final HeapGuard heap;
  private final Account account;
  private final Optional<UsersFile> users;
  private final List<LoginDevice> devices;
  private final Sources sources;
  private final Optional<Pam> pam;
  private final Optional<ShadowPasswords> shadow;
  private final Optional<Runnable> onlyOne;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param observers told of what happens
   * @param heap in which its connections are served
   * @param onlyOne called when the first connection has ended, where no second one is taken
   */
  Service(
      Startup startup,
      List<Signer> hostKeys,
      StderrLog log,
      Observers observers,
      HeapGuard heap,
      Optional<Runnable> onlyOne)
      throws ConfigException {
    this.startup = startup;
    this.config = startup.config();
    this.hostKeys = hostKeys;
    this.log = log;
    this.observers = observers;
    this.heap = heap;
    this.onlyOne = onlyOne;
    this.account =
        Account.current().orElseThrow(() -> new ConfigException("You don't exist, go away!"));
    this.users = users();
    this.pam = pam();
    this.shadow = shadow();
    this.devices = users.map(this::devices).orElse(List.of());
    this.sources = new Sources(SourceSettings.rules(config), System::nanoTime, log);
  }

  /** Of "keyboard-interactive", in the order to be tried. */
  private List<LoginDevice> devices(UsersFile users) {
    return List.of(
        new PasswordDevice((name, password) -> Passwords.matches(users, pam, name, password)),
        new TotpDevice(users::totp, InstantSource.system(), USED_CODES));
  }

  ServerConfig config() {
    return config;
  }

  /** How many sources are refused for their penalties now. */
  int penalised() {
    return sources.refused();
  }

  private Optional<Pam> pam() throws ConfigException {
    if (!config.get(Settings.USE_PAM)) {
      return Optional.empty();
    }
    Optional<Pam> found = Pam.of(config.get(Settings.PAM_SERVICE_NAME), log);
    if (found.isEmpty()) {
      throw new ConfigException("UsePAM yes: this machine has no libpam.so.0");
    }
    if (account.uid() != Account.ROOT) {
      log.verbose("UsePAM: its sessions are opened by root's servers alone");
    }
    return found;
  }

  private Optional<UsersFile> users() throws ConfigException {
    String file = config.get(Settings.USERS_FILE);
    if (file.isEmpty()) {
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

  /** Without PAM and a users file; root alone reads it. */
  private Optional<ShadowPasswords> shadow() {
    if (config.get(Settings.USE_PAM) || users.isPresent()) {
      return Optional.empty();
    }
    Optional<ShadowPasswords> found =
        account.uid() == Account.ROOT ? ShadowPasswords.find() : Optional.empty();
    if (found.isEmpty()
        && config.isSet(Settings.PASSWORD_AUTHENTICATION)
        && config.get(Settings.PASSWORD_AUTHENTICATION)) {
      log.info(
          "PasswordAuthentication needs UsePAM or a UsersFile"
              + (account.uid() == Account.ROOT ? ", or libcrypt.so.1" : "")
              + ": without one no password is accepted");
    }
    return found;
  }

  /** Where it is to listen. */
  List<InetSocketAddress> addresses() throws ConfigException {
    return startup.addresses();
  }

  /**
   * Where it listens, and how.
   *
   * @param all whether it is to listen everywhere or nowhere
   */
  ServerOptions options(boolean all) throws ConfigException {
    ServerOptions.Builder options = builder(addresses(), List.of());
    if (!all) {
      // as sshd: one that is not there yet when the machine starts shuts nobody else out
      options.unbound(e -> log.error(e.getMessage()));
    }
    return options.build();
  }

  /**
   * The same, but somewhere else.
   *
   * @param sockets that listen already
   */
  ServerOptions options(List<InetSocketAddress> addresses, List<BoundSocket> sockets) {
    return builder(addresses, sockets).build();
  }

  private ServerOptions.Builder builder(
      List<InetSocketAddress> addresses, List<BoundSocket> sockets) {
    ServerOptions.Builder options =
        ServerOptions.builder()
            .transport(startup.transport())
            .startups(config.get(Settings.MAX_STARTUPS))
            .sources(sources)
            .proxies(
                config
                    .get(SourceSettings.PROXY_PROTOCOL)
                    .<Proxies>map(networks -> new NamedProxies(networks, log))
                    .orElse(Proxies.NONE))
            .keepAlive(config.get(SourceSettings.TCP_KEEP_ALIVE))
            // a Match block may change it: each connection has its own
            .maximumSessions(Integer.MAX_VALUE)
            .dropped((peer, reason) -> observers.tell(new Event.Dropped(peer, reason, 0)))
            .application(this::accept);
    addresses.forEach(options::listen);
    sockets.forEach(options::listen);
    hostKeys.forEach(options::hostKey);
    return options;
  }

  private void ended(PeerAddresses peer, Optional<Offence> offence) {
    Optional<InetAddress> address = Optional.ofNullable(peer.remote().getAddress());
    address.ifPresent(source -> offence.ifPresent(what -> sources.penalise(source, what)));
    onlyOne.ifPresent(Runnable::run);
  }

  private Optional<ServerApplication> accept(PeerAddresses peer) {
    AddressFamily family = config.get(Settings.ADDRESS_FAMILY);
    if (!peer.remote().isUnresolved() && !family.has(peer.remote().getAddress())) {
      // the wildcard address takes both kinds
      log.debug("drop connection from " + peer.remote() + ": AddressFamily " + family);
      return Optional.empty();
    }
    if (heap.refuses(() -> "a connection from " + PeerAddresses.text(peer.remote()))) {
      return Optional.empty();
    }
    if (onlyOne.isPresent() && !taken.compareAndSet(false, true)) {
      return Optional.empty();
    }
    ConnectionEnds ends = ConnectionEnds.of(peer);
    long number = CONNECTIONS.incrementAndGet();
    StderrLog own = log.of(number);
    Login login =
        new Login(
            config,
            new Accounts(account),
            new Passwords(users, devices, pam.map(asked -> asked.withLog(own)), shadow, own),
            ends,
            own);
    SystemConnection connection =
        new SystemConnection(
            login,
            ends,
            own,
            hostKeys,
            heap,
            (path, read, written) ->
                observers.tell(new Event.Transfer(number, path, read, written)),
            offence -> ended(peer, offence));
    return Optional.of(
        observers.any()
            ? new ObservedApplication(connection, number, peer, observers)
            : connection);
  }
}
