package org.sshlite.sshd.main;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.QualityOfService;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.connection.ServiceClasses;
import org.sshlite.protocol.forward.SocketCount;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.transport.LegacyWatch;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.sftp.server.Transfers;
import org.sshlite.sftp.server.UserHandles;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.auth.Login;
import org.sshlite.sshd.config.ConfiguredPermit;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.OperationSettings;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.config.SourceSettings;
import org.sshlite.sshd.forward.ConnectionForwards;
import org.sshlite.sshd.penalty.Offence;
import org.sshlite.sshd.permit.KeyPermissions;
import org.sshlite.sshd.permit.Permit;
import org.sshlite.sshd.permit.Refusal;
import org.sshlite.sshd.permit.Subject;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.LoginProcess;
import org.sshlite.sshd.session.AuthInfoFile;
import org.sshlite.sshd.session.ChrootDirectory;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.LoginRecords;
import org.sshlite.sshd.session.NoLoginSession;
import org.sshlite.sshd.session.SessionRules;
import org.sshlite.sshd.session.SystemSession;
import org.sshlite.sshd.session.UnlessClosed;
import org.sshlite.sshd.session.UserShare;
import org.sshlite.sshd.session.UserShare.Part;
import org.sshlite.sshd.session.UserShares;
import org.sshlite.sshd.session.VariableRoom;
import org.sshlite.sshd.session.Welcome;

/** One connection to the executable: its login, and its sessions with the operating system. */
final class SystemConnection implements ServerApplication {
  private final Login login;
  private volatile Account account;
  private final ConnectionEnds ends;
  private final StderrLog log;
  private final List<Signer> hostKeys;
  private final HeapGuard heap;
  private final Transfers transfers;
  private final Consumer<Optional<Offence>> onEnded;
  private final SessionIds ids = new SessionIds();
  private volatile boolean authenticated;
  private final LegacyWatch legacy = new LegacyWatch();
  private volatile Permit permit = new Permit();
  private volatile @Nullable ConnectionForwards forwards;
  private volatile Optional<Timeouts> timeouts = Optional.empty();
  private volatile Optional<LoginProcess> process = Optional.empty();
  private volatile Optional<AuthInfoFile> authInfo = Optional.empty();
  private volatile boolean over;
  private volatile UserShare share = UserShare.uncounted();

  /** What is said in place of sessions. */
  private volatile Optional<String> notice = Optional.empty();

  /**
   * @param hostKeys that the client is told of
   * @param heap that it shares with all others
   * @param transfers told of files that were served
   * @param onEnded told what its peer is to be penalised for when the connection is over
   */
  SystemConnection(
      Login login,
      ConnectionEnds ends,
      StderrLog log,
      List<Signer> hostKeys,
      HeapGuard heap,
      Transfers transfers,
      Consumer<Optional<Offence>> onEnded) {
    this.login = login;
    this.account = login.account();
    this.ends = ends;
    this.log = log;
    this.hostKeys = hostKeys;
    this.heap = heap;
    this.transfers = transfers;
    this.onEnded = onEnded;
    log.verbose(
        "Connection from %s port %d on %s port %d rdomain \"\""
            .formatted(ends.remote(), ends.remotePort(), ends.local(), ends.localPort()));
  }

  @Override
  public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
    legacy
        .keysAgreed(negotiated, hostKey)
        .ifPresent(
            text ->
                log.info(
                    "Warning: connection from %s port %d: %s"
                        .formatted(ends.remote(), ends.remotePort(), text)));
  }

  @Override
  public UserAuthenticator authenticator() {
    return login;
  }

  @Override
  public void authenticated(Connection connection, String user, String method) {
    String peer = "%s port %d".formatted(ends.remote(), ends.remotePort());
    account = login.account();
    Subject subject = new Subject(Subject.firstPort(account.uid()), peer);
    if (!takeShare()) {
      // nothing of it is begun: what it asks for meanwhile is refused
      tellTooMuch("connection");
      connection.disconnect("Too many connections of " + Printable.line(login.user()));
      authenticated = true;
      return;
    }
    openSession();
    if (login.config().get(LoginSettings.EXPOSE_AUTH_INFO) && login.runsAs().isPresent()) {
      authInfo = AuthInfoFile.write(login.information(), Actor.of(account), log);
    }
    permit = new ConfiguredPermit(login.config(), granted(), subject).permit();
    forwards = new ConnectionForwards(connection, permit, account, sockets(), log);
    timeouts = Timeouts.of(permit, "user " + Printable.line(user) + " " + peer, log);
    timeouts.ifPresent(connection::limit);
    heap.users().add(this, connection, Printable.line(user), peer);
    connection.serviceClasses(serviceClasses());
    authenticated = true;
  }

  /** IPQoS, a Match block's once there is a user. */
  @Override
  public ServiceClasses serviceClasses() {
    QualityOfService quality = login.config().get(SourceSettings.IP_QOS);
    return new ServiceClasses(quality.interactive(), quality.bulk());
  }

  @Override
  public List<Signer> announcedHostKeys() {
    return hostKeys;
  }

  /** Of what there is for all. Whoever runs the server may take what it has. */
  private boolean takeShare() {
    boolean trusted =
        login.runsAs().isPresent() && (account.uid() == Account.ROOT || !login.isByRoot());
    if (!trusted) {
      share = UserShares.OF_PROCESS.of(identity());
    }
    if (over) {
      share.close(); // it went meanwhile
    }
    return share.take(Part.CONNECTION)
        && (login.sessions().isEmpty() || share.take(Part.SESSION_OF_PAM));
  }

  private void tellTooMuch(String what) {
    UserShares.OF_PROCESS.tell(
        "a %s of %s from %s port %d"
            .formatted(what, Printable.line(login.user()), ends.remote(), ends.remotePort()),
        log);
  }

  @Override
  public void opening(IncomingChannel channel) {
    boolean isSession = channel.type() instanceof ChannelType.Session;
    Part part = isSession ? Part.SESSION : Part.FORWARD;
    if (heap.refuses(
        () ->
            (isSession ? "a session of " : "a forwarded connection of ")
                + Printable.line(login.user()))) {
      channel.refuse(OpenFailureReason.RESOURCE_SHORTAGE, "little memory is left");
      return;
    }
    if (forwards == null || !share.take(part)) {
      tellTooMuch(isSession ? "session" : "forwarded connection");
      channel.refuse(
          OpenFailureReason.RESOURCE_SHORTAGE,
          "too many sessions and connections of " + Printable.line(login.user()));
      return;
    }
    ConnectionForwards forwarding = Objects.requireNonNull(forwards);
    if (!isSession) {
      channel.channel().closed().whenComplete((_, _) -> share.giveBack(part));
      forwarding.opening(channel);
      return;
    }
    Optional<Refusal> refusal = permit.session().refusesSession(channel.others());
    if (refusal.isPresent()) {
      log.log(refusal.get().level(), refusal.get().log());
      share.giveBack(part);
      channel.refuse();
      return;
    }
    Optional<NoLoginSession> closed = closedForHim(channel.channel());
    if (closed.isPresent()) {
      channel.accept(counted(closed.get()));
      return;
    }
    int id = ids.take();
    channel.channel().closed().whenComplete((_, _) -> closed(id));
    SessionRules rules =
        new SessionRules(
            id,
            login.user(),
            permit,
            login.config().get(Settings.SUBSYSTEM),
            ChrootDirectory.of(
                login.config().get(Settings.CHROOT_DIRECTORY), account, login.user()),
            process,
            welcome(),
            login.passwordExpired(),
            authInfo.map(AuthInfoFile::name),
            transfers,
            handles(),
            new VariableRoom(identity()),
            OperationSettings.recordings(login.config()));
    SystemSession session =
        new SystemSession(channel.channel(), rules, account, login.ends(), forwarding);
    timeouts.ifPresent(limits -> limits.add(channel.channel(), session));
    ChannelHandler unlessClosed = new UnlessClosed(session, () -> closedForAll(channel.channel()));
    forwarding.session(() -> channel.accept(counted(unlessClosed)));
  }

  private ChannelHandler counted(ChannelHandler session) {
    return new LastWord(session, () -> share.giveBack(Part.SESSION));
  }

  /** Who has no account has his own all the same, and not those of the server's owner. */
  private UserHandles handles() {
    return UserHandles.of(identity(), new Counted(Part.HANDLE, "file of sftp"));
  }

  /** Those that listen for the client, and those of who connects to them. */
  private SocketCount sockets() {
    return new Counted(Part.FORWARD, "socket of a forward") {
      @Override
      public boolean take() {
        return !heap.refuses(() -> "a socket of a forward of " + Printable.line(login.user()))
            && super.take();
      }
    };
  }

  private class Counted implements SocketCount, UserHandles.Count {
    private final Part part;
    private final String what;

    Counted(Part part, String what) {
      this.part = part;
      this.what = what;
    }

    @Override
    public boolean take() {
      boolean may = share.take(part);
      if (!may) {
        tellTooMuch(what);
      }
      return may;
    }

    @Override
    public void giveBack() {
      share.giveBack(part);
    }
  }

  private Object identity() {
    return login.runsAs().isPresent() ? account.uid() : login.user();
  }

  private void openSession() {
    process =
        login
            .sessions()
            .flatMap(
                pam -> pam.openSession(account, login.ends().host(), login.modulesEnvironment()));
    if (over) {
      process.ifPresent(LoginProcess::close); // it went while modules were at work
    }
    notice =
        login.sessions().isEmpty() || process.filter(LoginProcess::isOpen).isPresent()
            ? Optional.empty()
            : process.map(LoginProcess::takeMessages).or(() -> Optional.of(""));
  }

  private KeyPermissions granted() {
    if (notice.isPresent() || login.passwordExpired()) {
      return KeyPermissions.RESTRICTED;
    }
    KeyPermissions granted = login.grant().permissions();
    // what is forwarded is forwarded by an account
    return login.runsAs().isPresent()
        ? granted
        : KeyPermissions.NONE.and(granted).orElse(KeyPermissions.NONE);
  }

  private Welcome welcome() {
    return new Welcome(
        login.config().get(Settings.PRINT_MOTD),
        login.config().get(Settings.PRINT_LAST_LOG),
        login.isByRoot() ? LoginRecords.system() : Optional.empty(),
        login.notices());
  }

  private Optional<NoLoginSession> closedForHim(Channel channel) {
    return login.runsAs().isEmpty() && !hasFilesOfHisOwn()
        ? Optional.of(withoutAccount(channel))
        : Optional.empty();
  }

  /** Looks for a file: not on the loop. */
  private Optional<NoLoginSession> closedForAll(Channel channel) {
    return Optional.of(NoLoginSession.FILE)
        .filter(_ -> !login.isJudgedByModules())
        .filter(file -> NoLoginSession.isClosed(file, account))
        .map(file -> NoLoginSession.byFile(channel, file, Actor.of(account)))
        .or(() -> notice.map(text -> NoLoginSession.byModules(channel, text)));
  }

  private NoLoginSession withoutAccount(Channel channel) {
    String name = Printable.line(login.user());
    String files =
        account.uid() == Account.ROOT ? "" : ", or ChrootDirectory a folder with files for him";
    String missing =
        "The users file may name one (sshd-lite passwd USERSFILE %s ACCOUNT)%s."
            .formatted(name, files);
    log.info("User " + name + " has no account: no session for him. " + missing);
    return NoLoginSession.saying(
        channel,
        "%s has no account on this machine, and so no session.%nFor its administrator: %s%n"
            .formatted(name, missing));
  }

  private void closed(int id) {
    ids.giveBack(id);
    log.verbose(
        "Close session: user %s from %s port %d id %d"
            .formatted(Printable.line(login.user()), ends.remote(), ends.remotePort(), id));
  }

  /**
   * One without an account gets no shell of the server's owner. He may have files, which are the
   * owner's, where the owner has set apart a folder for them; root's own rights are for nobody.
   */
  private boolean hasFilesOfHisOwn() {
    return account.uid() != Account.ROOT
        && !login.config().get(Settings.CHROOT_DIRECTORY).isEmpty();
  }

  @Override
  public void globalRequest(IncomingRequest request) {
    ConnectionForwards forwarding = forwards;
    if (forwarding == null) {
      request.fail(); // the connection is one too many
    } else {
      forwarding.globalRequest(request);
    }
  }

  @Override
  public void ended(Ending ending) {
    try {
      giveBack();
      log(ending);
    } finally {
      onEnded.accept(offence(ending));
    }
  }

  private void giveBack() {
    heap.users().remove(this);
    over = true;
    try (AuthInfoFile _ = authInfo.orElse(null);
        LoginProcess _ = process.orElse(null);
        UserShare _ = share;
        ConnectionForwards _ = forwards) {
      // each is closed in any case, the last one first
    }
  }

  private void log(Ending ending) {
    String who =
        authenticated
            ? "user " + Printable.line(login.user()) + " "
            : login.user().isEmpty()
                ? ""
                : (login.isValid() ? "authenticating user " : "invalid user ")
                    + Printable.line(login.user())
                    + " ";
    EndingLine.ofGuesser(ending, login.user(), login.isValid(), ends).ifPresent(log::error);
    new EndingLine(who, ends, authenticated).of(ending).forEach(line -> line.to(log));
  }

  private Optional<Offence> offence(Ending ending) {
    if (authenticated) {
      return Optional.empty();
    }
    return switch (ending) {
      // we are going
      case Ending.Closed _ -> Optional.empty();
      // ours, and whoever mends it must get in
      case Ending.Failed failed when failed.isForMemory() -> Optional.empty();
      // an agent that does not sign, a disk that is full: no crash of the peer's making
      case Ending.Failed(var failure) when !(failure instanceof IOException) ->
          Optional.of(Offence.CRASH);
      case Ending.Refused(org.sshlite.protocol.message.Refusal.TimedOut _) ->
          Optional.of(Offence.GRACE_EXCEEDED);
      default ->
          Optional.of(
              login.isProhibited()
                  ? Offence.REFUSECONNECTION
                  : login.wasAttempted()
                      ? Offence.AUTHFAIL
                      : login.user().isEmpty() || login.isValid()
                          ? Offence.NOAUTH
                          : Offence.INVALIDUSER);
    };
  }
}
