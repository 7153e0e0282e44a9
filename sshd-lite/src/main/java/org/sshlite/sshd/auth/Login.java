package org.sshlite.sshd.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserKeyRules;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.RootLogin;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.config.SourceSettings;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.lookup.PeerNames;
import org.sshlite.sshd.method.MethodLists;
import org.sshlite.sshd.method.Steps;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * One login: to an account, or as a user of the users file. One object for each connection; calls
 * come one at a time.
 */
public final class Login implements UserAuthenticator {
  private final ServerConfig server;
  private final Accounts accounts;
  private final StderrLog log;
  private final Passwords passwords;
  private final Attempts attempts;
  private final UsedKeys keys;
  private final NameJudge judge;
  private volatile ConnectionEnds ends;
  private boolean named;
  private volatile Claim claim;
  private volatile Steps steps = Steps.of(MethodLists.ANY, List.of());
  private volatile boolean attempted;

  /**
   * @param accounts that names lead to
   * @param passwords who says whether one is right
   */
  public Login(
      ServerConfig server,
      Accounts accounts,
      Passwords passwords,
      ConnectionEnds ends,
      StderrLog log) {
    this.server = server;
    this.accounts = accounts;
    this.passwords = passwords;
    this.ends = ends;
    this.log = log;
    this.attempts = new Attempts(log);
    this.keys = new UsedKeys(log);
    this.judge =
        new NameJudge(
            server, accounts, passwords, of -> candidate(of, Steps.INTERACTIVE, false), log);
    this.claim = judge.unknown("");
  }

  /** The name that was asked for; empty before the first request. Not escaped. */
  public String user() {
    return claim.name();
  }

  /** Whether that user may log in here at all. */
  public boolean isValid() {
    return claim.valid();
  }

  /** Whether a password was ever tried, or a key of a user who is valid: as sshd counts. */
  public boolean wasAttempted() {
    return attempted;
  }

  /** Whether RefuseConnection turns the user away. */
  public boolean isProhibited() {
    return claim.prohibited();
  }

  /** What has succeeded, as ExposeAuthInfo shows it: a line each. */
  public String information() {
    return attempts.information();
  }

  /** That the user runs as, once he has logged in; empty for one of the users file without one. */
  public Optional<Account> runsAs() {
    return Optional.of(claim.account()).filter(_ -> claim.own());
  }

  /** The same, or that of the server. */
  public Account account() {
    return claim.account();
  }

  /** Both ends of its connection; where names are looked up, the peer's by its name. */
  public ConnectionEnds ends() {
    return ends;
  }

  /** What holds for the user. */
  public ServerConfig config() {
    return claim.config();
  }

  /** What the keys grant together that were used; everything after a password. */
  public KeyGrant grant() {
    return keys.grant();
  }

  @Override
  public NameList methods(String name) {
    forget(name);
    try {
      if (!named && server.get(SourceSettings.USE_DNS)) {
        ends = ends.named(PeerNames.SYSTEM.ask(ends.remote(), log));
        named = true;
      }
      take(accounts.lookups().ask(() -> judge.judge(name, ends), log));
    } catch (NotAskedException e) {
      log.verbose(e.getMessage() + ": " + LoggedName.by(name, ends));
      take(judge.unasked(claim));
    }
    return steps.methods();
  }

  private void take(NameJudge.Judged judged) {
    claim = judged.claim();
    steps = judged.steps();
  }

  /** What was known of the name before. */
  private void forget(String name) {
    claim = judge.unknown(name);
    passwords.accountStage().forget();
  }

  @Override
  public Optional<String> banner(String name) {
    return new BannerFile(config().get(Settings.BANNER)).read(log);
  }

  @Override
  public boolean denies(String name) {
    return claim.prohibited() || passwords.accountStage().denies();
  }

  @Override
  public Optional<String> notice(String name) {
    return passwords.accountStage().notice();
  }

  private List<LoginDevice> devices() {
    return passwords.devices(claim, candidate(Steps.INTERACTIVE));
  }

  private Pam.Candidate candidate(String method) {
    return candidate(claim, method, false);
  }

  private Pam.Candidate candidate(Claim of, String method, boolean forcedCommand) {
    return new Pam.Candidate(
        of.name(),
        ends.host(),
        of.valid(),
        of.valid() && of.rootMay(method, forcedCommand),
        of.config().get(LoginSettings.PERMIT_EMPTY_PASSWORDS),
        modulesEnvironment());
  }

  /**
   * What modules of PAM find in their environment, each {@code NAME=value}, as sshd has it: for
   * scripts that ask who comes from where, and by what. A value that comes later counts.
   */
  public List<String> modulesEnvironment() {
    List<String> all = new ArrayList<>();
    all.add("SSH_CONNECTION=" + ends.text());
    all.addAll(passwords.accountStage().environment());
    all.add("SSH_AUTH_INFO_0=" + attempts.information());
    return all;
  }

  private AuthDecision password(SecretBytes password, String method) {
    Pam.Judgement judged = passwords.judge(claim, candidate("password"), password);
    if (judged.verdict() == Pam.Verdict.EXPIRED && method.equals("password")) {
      return new AuthDecision.ChangePassword("Your password has expired: choose a new one.");
    }
    return decide(judged, method);
  }

  /** Of a password, which is right also where the account is closed. */
  private AuthDecision decide(Pam.Judgement judged, String method) {
    boolean right = judged.verdict() == Pam.Verdict.ACCEPTED;
    boolean he = (right || judged.verdict() == Pam.Verdict.DENIED) && mayLogIn("password");
    if (he) {
      passwords.hear(claim, judged);
    }
    return decide(right && he, Attempt.by(method));
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
    return config().get(LoginSettings.PERMIT_EMPTY_PASSWORDS);
  }

  @Override
  public AuthDecision changePassword(String name, SecretBytes password, SecretBytes newPassword) {
    attempted = true;
    return decide(
        passwords.change(claim, candidate("password"), password, newPassword), "password");
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
    String refused = "";
    for (LoginDevice device : steps.asking(devices(), submethods)) {
      String step = Steps.stepOf(device);
      try {
        if (device.authenticate(name, conversation) && mayLogIn(Steps.INTERACTIVE)) {
          return decide(true, Attempt.by(step));
        }
        refused = step;
      } catch (ConversationEndedException e) {
        log.debug(Steps.INTERACTIVE + ": " + e.getMessage());
        if (refused.isEmpty()) {
          return unanswered(Attempt.by(step));
        }
        break; // a guess that was wrong is told, whoever asks next
      }
    }
    return decide(false, Attempt.by(refused.isEmpty() ? Steps.INTERACTIVE : refused));
  }

  @Override
  public Optional<UserKeyRules> keyRules(String name) {
    return Optional.of(
        new UserKeyRules(
            config().get(Settings.PUBKEY_ACCEPTED_ALGORITHMS),
            config().get(Settings.REQUIRED_RSA_SIZE)));
  }

  @Override
  public void keyRefused(String name, String reason) {
    if (isValid()) {
      log.info(reason + " for " + LoggedName.by(name, ends));
    }
  }

  @Override
  public void signatureRefused(String name, PublicKey key) {
    UserAuthenticator.super.signatureRefused(name, key);
    failed(Attempt.by(key));
  }

  @Override
  public boolean acceptable(String name, PublicKey key, String algorithm) {
    // as sshd, which asks nobody about the keys of one who may not log in
    attempted |= isValid();
    Optional<KeyGrant> granted = find(key);
    keys.found(key, granted);
    if (granted.isEmpty() && isValid()) {
      // as sshd: who is not there has tried nothing, and a key that is not his makes none louder
      attempts.unknown(Attempt.by(key), who(true), isLoud(Attempt.by(key)));
    }
    return granted.isPresent();
  }

  @Override
  public boolean suffices(String name, PublicKey key, SecurityKeyAssertion assertion) {
    Optional<String> missing =
        keys.granted(key)
            .orElse(KeyGrant.ALL)
            .missing(config().get(Settings.PUBKEY_AUTH_OPTIONS), assertion);
    if (missing.isPresent()) {
      log.error(
          "public key %s signature for %s rejected: %s requirement not met"
              .formatted(KeyNames.of(key), LoggedName.by(name, ends), missing.get()));
      failed(Attempt.by(key));
    }
    return missing.isEmpty();
  }

  @Override
  public AuthDecision publicKey(String name, PublicKey key, String algorithm) {
    boolean used = keys.use(key);
    if (used) {
      if (account().uid() == Account.ROOT
          && config().get(Settings.PERMIT_ROOT_LOGIN) == RootLogin.FORCED_COMMANDS_ONLY) {
        log.info("Root login accepted for forced command.");
      }
      keys.warn(key, algorithm, LoggedName.by(user(), ends));
    }
    return decide(used, Attempt.by(key));
  }

  private Optional<KeyGrant> find(PublicKey key) {
    KeySearch search = new KeySearch(config(), accounts, ends, log);
    if (!isValid()) {
      search.inVain(account(), key);
      return Optional.empty();
    }
    return search
        .find(user(), account(), claim.known(), key)
        .filter(granted -> rootMay("publickey", granted.permissions().command().isPresent()));
  }

  private boolean mayLogIn(String method) {
    return isValid() && rootMay(method, false);
  }

  private boolean rootMay(String method, boolean forcedCommand) {
    boolean may = claim.rootMay(method, forcedCommand);
    if (!may) {
      attempts.rootRefused(ends);
    }
    return may;
  }

  /** Who has logged in, by methods that were each permitted: modules know the account. */
  private Pam.Candidate authenticated() {
    return candidate(claim, "publickey", grant().permissions().command().isPresent())
        .as(claim.own() ? claim.account().name() : claim.name());
  }

  /** Of a method that succeeded, or did not: whether that was all, or what is left to do. */
  private AuthDecision decide(boolean succeeded, Attempt attempt) {
    Steps next = steps.after(attempt.step());
    AuthDecision decision = succeeded ? next.decision() : new AuthDecision.Refused();
    boolean done = decision instanceof AuthDecision.Accepted;
    if (!succeeded || done && !passwords.permits(claim, authenticated())) {
      failed(attempt);
      boolean denied = passwords.accountStage().denies();
      if (denied) {
        attempts.denied(user());
      }
      return new AuthDecision.Refused(claim.reason(attempt, succeeded || denied));
    }
    steps = next;
    attempts.succeeded(attempt, who(isValid()), done, isLoud(attempt));
    return decision;
  }

  /** Whether one who has logged in must change his password, and may do nothing else. */
  public boolean passwordExpired() {
    return passwords.accountStage().passwordExpired();
  }

  /** What one who has logged in is told with his shell, lines; without what PAM has said. */
  public String notices() {
    return passwords.accountStage().notices();
  }

  /** PAM, where it has sessions for the one who has logged in: to an account, by root. */
  public Optional<Pam> sessions() {
    return passwords.pam().filter(_ -> claim.own() && isByRoot());
  }

  /**
   * Whether PAM alone judges the account: of those who come by another name the shadow database and
   * /etc/nologin are asked as well.
   */
  public boolean isJudgedByModules() {
    return passwords.isJudgedByModules(claim);
  }

  /** Whether the server is root's. */
  public boolean isByRoot() {
    return accounts.serveAll();
  }

  private void failed(Attempt attempt) {
    attempts.failed(attempt, who(isValid()), isLoud(attempt));
    if (attempt.isTyped()) {
      new FailedLogins(accounts).record(user(), ends);
    }
  }

  /** Nothing was guessed: who gives up, or is cut off, is not told of as one who guesses. */
  private AuthDecision unanswered(Attempt attempt) {
    attempts.failed(attempt, who(isValid()), isAlwaysLoud());
    return new AuthDecision.Refused(claim.reason(attempt, passwords.accountStage().denies()));
  }

  /** Whether sshd tells of it at INFO, of any method. */
  private boolean isAlwaysLoud() {
    return !isValid() || attempts.failures() >= config().get(Settings.MAX_AUTH_TRIES) / 2;
  }

  /**
   * Whether it is told at INFO: as sshd, and of dialogues where PAM, which tells of its own, is not
   * asked. Else one guess on each connection would not be seen by who bans guessers.
   */
  private boolean isLoud(Attempt attempt) {
    return isAlwaysLoud() || attempt.isGuess();
  }

  private String who(boolean exists) {
    return (exists ? "" : "invalid user ") + LoggedName.by(user(), ends);
  }
}
