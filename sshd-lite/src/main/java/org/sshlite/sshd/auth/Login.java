package org.sshlite.sshd.auth;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserKeyRules;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.transport.LegacyUse;
import org.sshlite.sshd.account.AccountRules;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.Candidate;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.RootLogin;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.login.TotpDevice;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.method.MethodLists;
import org.sshlite.sshd.method.Steps;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.pam.PamDevice;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Groups;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * One login: to an account, or as a user of the users file. One object for each connection; calls
 * come one at a time.
 */
public final class Login implements UserAuthenticator {
  private static final StderrLog SILENT = new StderrLog(LogLevel.QUIET);

  private final ServerConfig server;
  private final Accounts accounts;
  private final Optional<UsersFile> users;
  private final ConnectionEnds ends;
  private final StderrLog log;
  private final List<LoginDevice> devices;
  private final Optional<Pam> pam;
  private volatile ServerConfig config;
  private volatile KeyGrant grant = KeyGrant.ALL;
  private volatile Optional<Found> found = Optional.empty();
  private volatile Steps steps = Steps.of(MethodLists.ANY, List.of());
  private volatile String user = "";
  private volatile Account account;
  private volatile Optional<Account> runsAs = Optional.empty();
  private volatile Optional<UsersFile.Standing> listed = Optional.empty();
  private volatile boolean known;
  private volatile boolean valid;
  private volatile boolean attempted;
  private volatile int failures;
  private volatile boolean accountAsked;
  private volatile boolean passwordExpired;

  /** What a key was granted when it was asked about last. */
  private record Found(PublicKey key, KeyGrant grant) {}

  /**
   * @param accounts that names lead to
   * @param users empty when there is no users file
   * @param devices what may ask in "keyboard-interactive", in this order, whom PAM does not ask
   * @param pam asks all but those of the users file
   */
  public Login(
      ServerConfig server,
      Accounts accounts,
      Optional<UsersFile> users,
      List<LoginDevice> devices,
      Optional<Pam> pam,
      ConnectionEnds ends,
      StderrLog log) {
    this.server = server;
    this.config = server;
    this.accounts = accounts;
    this.account = accounts.own();
    this.users = users;
    this.devices = List.copyOf(devices);
    this.pam = pam;
    this.ends = ends;
    this.log = log;
  }

  /** The name that was asked for; empty before the first request. Not escaped. */
  public String user() {
    return user;
  }

  /** Whether that user may log in here at all. */
  public boolean isValid() {
    return valid;
  }

  /** Whether a password or a key was ever tried. */
  public boolean wasAttempted() {
    return attempted;
  }

  /** That the user runs as, once he has logged in; empty for one of the users file without one. */
  public Optional<Account> runsAs() {
    return runsAs;
  }

  /** The same, or that of the server. */
  public Account account() {
    return account;
  }

  /** What holds for the user. */
  public ServerConfig config() {
    return config;
  }

  /** What the keys grant together that were used; everything after a password. */
  public KeyGrant grant() {
    return grant;
  }

  @Override
  public NameList methods(String name) {
    forget(name);
    try {
      return accounts.lookups().ask(() -> judge(name), log);
    } catch (NotAskedException e) {
      log.verbose(e.getMessage() + ": " + LoggedName.by(name, ends));
      steps = Steps.of(config.get(Settings.AUTHENTICATION_METHODS), offered());
      return steps.methods();
    }
  }

  /** What was known of the name before; of one that nothing becomes known of, nobody is let in. */
  private void forget(String name) {
    user = name;
    accountAsked = false;
    passwordExpired = false;
    config = server;
    account = accounts.own();
    runsAs = Optional.empty();
    listed = Optional.empty();
    known = false;
    valid = false;
  }

  private NameList judge(String name) {
    Optional<Account> of = accounts.find(name);
    known = of.isPresent();
    boolean usersRead = readStanding(name);
    runsAs = of.or(() -> listed.flatMap(UsersFile.Standing::account).flatMap(accounts::find));
    account = runsAs.orElse(accounts.own());
    boolean exists = known || isOfUsersFile();
    config =
        server.forLogin(
            new Candidate(
                name,
                exists,
                ends.host(),
                ends.remote(),
                ends.local(),
                ends.localPort(),
                () -> Groups.names(name)));
    if (config.get(Settings.LOG_LEVEL) != server.get(Settings.LOG_LEVEL)) {
      log.level(config.get(Settings.LOG_LEVEL));
    }
    Optional<String> refusal =
        exists
            ? accountRefusal().or(() -> rules().refusal(name))
            : Optional.of("Invalid user " + LoggedName.by(name, ends));
    refusal.ifPresent(log::info);
    if (!exists && !accounts.serveAll() && Account.byName(name).isPresent()) {
      log.info(
          "%s has an account here, but a server that root has not started lets in %s alone"
              .formatted(Printable.line(name), accounts.own().name()));
    }
    // who has a second factor, or no account, is written there: unread, it lets nobody in
    valid = refusal.isEmpty() && usersRead;
    steps = Steps.of(config.get(Settings.AUTHENTICATION_METHODS), offered());
    if (listed.filter(UsersFile.Standing::secondFactor).isPresent()) {
      // who has a second factor gives it, unless AuthenticationMethods say otherwise
      steps = steps.followedBy(Steps.INTERACTIVE + ":" + TotpDevice.NAME);
    }
    if (!steps.any() && steps.methods().names().isEmpty()) {
      log.error("No AuthenticationMethods left after eliminating disabled methods");
    }
    return steps.methods();
  }

  /** Once for a login: several readings could contradict each other. False when there is none. */
  private boolean readStanding(String name) {
    try {
      if (users.isPresent()) {
        listed = users.get().standing(name);
      }
      return true;
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return false;
    }
  }

  private Optional<String> accountRefusal() {
    boolean chrooted = !config.get(Settings.CHROOT_DIRECTORY).isEmpty();
    return runsAs.isPresent()
        // PAM is asked about those that it knows by the name they came with
        ? new AccountRules(pam.isPresent() && known, chrooted, Clock.systemUTC()).refusal(account)
        : Optional.empty();
  }

  private UserRules rules() {
    return new UserRules(config, ends, () -> Groups.names(account.groups()));
  }

  private List<String> offered() {
    List<String> methods = new ArrayList<>();
    if (config.get(Settings.PUBKEY_AUTHENTICATION)) {
      methods.add("publickey");
    }
    if (config.get(Settings.PASSWORD_AUTHENTICATION) && (users.isPresent() || pam.isPresent())) {
      methods.add("password");
    }
    if (config.get(Settings.KBD_INTERACTIVE_AUTHENTICATION) && !devices().isEmpty()) {
      methods.addAll(Steps.of(devices()));
    }
    return methods;
  }

  @Override
  public Optional<String> banner(String name) {
    return new BannerFile(config.get(Settings.BANNER)).read(log);
  }

  private boolean isOfUsersFile() {
    return listed.isPresent();
  }

  private List<LoginDevice> devices() {
    return pam.filter(_ -> !isOfUsersFile())
        .map(asked -> List.<LoginDevice>of(new PamDevice(asked, candidate(Steps.INTERACTIVE))))
        .orElse(devices);
  }

  private Pam.Candidate candidate(String method) {
    return new Pam.Candidate(
        user,
        ends.host(),
        valid
            && (account.uid() != Account.ROOT
                || config.get(Settings.PERMIT_ROOT_LOGIN).permits(method, false)),
        config.get(LoginSettings.PERMIT_EMPTY_PASSWORDS));
  }

  /** Whether it is the password; an expired one is. */
  private Pam.Verdict judge(SecretBytes password) {
    if (pam.isPresent() && !isOfUsersFile()) {
      return pam.get().password(candidate("password"), password);
    }
    // the hash is computed in any case: time must not tell who may log in
    return users.map(file -> file.matches(user, password)).orElse(false)
        ? Pam.Verdict.ACCEPTED
        : Pam.Verdict.REFUSED;
  }

  private AuthDecision password(SecretBytes password, String method) {
    Pam.Verdict verdict = judge(password);
    if (verdict == Pam.Verdict.EXPIRED && method.equals("password")) {
      return new AuthDecision.ChangePassword("Your password has expired: choose a new one.");
    }
    boolean right = verdict == Pam.Verdict.ACCEPTED;
    accountAsked |= right && pam.isPresent() && !isOfUsersFile();
    return decide(right && valid && rootMay("password", false), method, "");
  }

  /** The empty password needs no asking for, where it is one: as sshd. */
  @Override
  public AuthDecision none(String name) {
    return takesEmptyPassword(name) && steps.any() && steps.methods().names().contains("password")
        ? password(new SecretBytes(new byte[0]), "none")
        : new AuthDecision.Refused();
  }

  @Override
  public boolean takesEmptyPassword(String name) {
    return config.get(LoginSettings.PERMIT_EMPTY_PASSWORDS);
  }

  @Override
  public AuthDecision changePassword(String name, SecretBytes password, SecretBytes newPassword) {
    attempted = true;
    boolean changed =
        pam.filter(_ -> !isOfUsersFile())
            .map(asked -> asked.changePassword(candidate("password"), password, newPassword))
            .filter(Pam.Verdict.ACCEPTED::equals)
            .isPresent();
    return decide(changed && valid && rootMay("password", false), "password", "");
  }

  @Override
  public AuthDecision password(String name, SecretBytes password) {
    attempted = true;
    return password(password, "password");
  }

  /** Each device that may ask now, in turn, until one is convinced: each once. */
  @Override
  public AuthDecision keyboardInteractive(
      String name, List<String> submethods, Conversation conversation) {
    attempted = true;
    String last = "";
    for (LoginDevice device : steps.asking(devices(), submethods)) {
      last = Steps.stepOf(device);
      try {
        if (device.authenticate(name, conversation) && valid && rootMay(Steps.INTERACTIVE, false)) {
          return decide(true, last, "");
        }
      } catch (ConversationEndedException e) {
        log.debug(Steps.INTERACTIVE + ": " + e.getMessage());
        break;
      }
    }
    return decide(false, last.isEmpty() ? Steps.INTERACTIVE : last, "");
  }

  @Override
  public Optional<UserKeyRules> keyRules(String name) {
    return Optional.of(
        new UserKeyRules(
            config.get(Settings.PUBKEY_ACCEPTED_ALGORITHMS),
            config.get(Settings.REQUIRED_RSA_SIZE)));
  }

  @Override
  public void keyRefused(String name, String reason) {
    attempted = true;
    log.info(reason + " for " + LoggedName.by(name, ends));
    logDecision("Failed", "publickey", "");
  }

  @Override
  public boolean acceptable(String name, PublicKey key, String algorithm) {
    attempted = true;
    found = find(key).map(granted -> new Found(key, granted));
    if (found.isEmpty()) {
      logDecision("Failed", "publickey", ": " + KeyNames.of(key));
    }
    return found.isPresent();
  }

  @Override
  public boolean suffices(String name, PublicKey key, SecurityKeyAssertion assertion) {
    Optional<String> missing =
        granted(key)
            .orElse(KeyGrant.ALL)
            .missing(config.get(Settings.PUBKEY_AUTH_OPTIONS), assertion);
    if (missing.isPresent()) {
      log.error(
          "public key %s signature for %s rejected: %s requirement not met"
              .formatted(KeyNames.of(key), LoggedName.by(name, ends), missing.get()));
      logDecision("Failed", "publickey", ": " + KeyNames.of(key));
    }
    return missing.isEmpty();
  }

  @Override
  public AuthDecision publicKey(String name, PublicKey key, String algorithm) {
    // what the key grants is what the file said for this very request
    Optional<KeyGrant> granted = granted(key);
    found = Optional.empty();
    Optional<KeyGrant> all = granted.flatMap(grant::and);
    if (granted.isPresent() && all.isEmpty()) {
      log.error("key options inconsistent with those of the key before: forced command");
    }
    all.ifPresent(value -> grant = value);
    if (all.isPresent()) {
      LegacyUse.of(key, algorithm)
          .warning()
          .ifPresent(text -> log.info("Warning: user " + LoggedName.by(user, ends) + ": " + text));
    }
    return decide(all.isPresent(), "publickey", ": " + KeyNames.of(key));
  }

  private Optional<KeyGrant> granted(PublicKey key) {
    return found.filter(last -> last.key().equals(key)).map(Found::grant);
  }

  private Optional<KeyGrant> find(PublicKey key) {
    // for a user who is not there the same files are read: time must not tell. What they say of
    // the account's keys is not told
    StderrLog told = valid ? log : SILENT;
    String name = valid ? user : account.name();
    boolean own = !valid || known;
    UserFiles files = new UserFiles(account, name, own, modes(), accounts.actor(account), told);
    KeyAttempt attempt = new KeyAttempt(key, name, ends.host(), ends.remote(), Instant.now());
    // as OpenSSH: no program is told of names that strangers make up
    Optional<AuthorizedCommands> commands =
        valid
            ? Optional.of(new AuthorizedCommands(config, accounts, account, name, known, ends, log))
            : Optional.empty();
    return new UserKeys(config, files, commands, accounts.actor(accounts.own()), told)
        .find(attempt)
        .filter(_ -> valid)
        .filter(grantOfKey -> rootMay("publickey", grantOfKey.permissions().command().isPresent()));
  }

  private Optional<StrictModes> modes() {
    return config.get(Settings.STRICT_MODES)
        ? Optional.of(new StrictModes(Path.of(account.home()), account.uid()))
        : Optional.empty();
  }

  /** PermitRootLogin: it is about the account that is logged in to, whatever the name. */
  private boolean rootMay(String method, boolean forcedCommand) {
    RootLogin rule = config.get(Settings.PERMIT_ROOT_LOGIN);
    boolean may = account.uid() != Account.ROOT || rule.permits(method, forcedCommand);
    if (!may) {
      log.info("ROOT LOGIN REFUSED" + ends.from() + ": PermitRootLogin " + rule);
    }
    return may;
  }

  /** Of a method that succeeded, or did not: whether that was all, or what is left to do. */
  private AuthDecision decide(boolean succeeded, String method, String detail) {
    if (!succeeded) {
      logDecision("Failed", method, detail);
      return new AuthDecision.Refused();
    }
    Steps next = steps.after(method);
    AuthDecision decision = next.decision();
    boolean done = decision instanceof AuthDecision.Accepted;
    if (done && !mayComeIn()) {
      log.info("Access denied for user " + Printable.line(user) + " by PAM account configuration");
      logDecision("Failed", method, detail);
      return new AuthDecision.Refused();
    }
    steps = next;
    logDecision(done ? "Accepted" : "Partial", method, detail);
    return decision;
  }

  /** Whatever the methods were: an account can be closed at night. */
  private boolean mayComeIn() {
    return accountAsked
        || !known
        || pam.map(asked -> asked.account(candidate("publickey")))
            .filter(verdict -> verdict != Pam.Verdict.ACCEPTED)
            .map(verdict -> passwordExpired = verdict == Pam.Verdict.EXPIRED)
            .orElse(true);
  }

  /** Whether one who has logged in must change his password, and may do nothing else. */
  public boolean passwordExpired() {
    return passwordExpired;
  }

  /** PAM, where it has sessions for the one who has logged in: a user of the machine, by root. */
  public Optional<Pam> sessions() {
    return pam.filter(_ -> known && isByRoot());
  }

  /** Whether the server is root's. */
  public boolean isByRoot() {
    return accounts.serveAll();
  }

  /** In OpenSSH's words: programs that ban guessers read them. */
  private void logDecision(String outcome, String method, String detail) {
    boolean loud =
        outcome.equals("Accepted")
            || !valid
            || method.equals("password")
            || failures >= config.get(Settings.MAX_AUTH_TRIES) / 2;
    if (outcome.equals("Failed")) {
      failures++;
    }
    log.log(
        loud ? LogLevel.INFO : LogLevel.VERBOSE,
        outcome
            + " "
            + method.replace(':', '/')
            + " for "
            + (valid ? "" : "invalid user ")
            + LoggedName.by(user, ends)
            + " ssh2"
            + detail);
  }
}
