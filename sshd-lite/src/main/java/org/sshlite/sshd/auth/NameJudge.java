package org.sshlite.sshd.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.Candidate;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.login.TotpDevice;
import org.sshlite.sshd.method.Steps;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Groups;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * Judges a name that wants to log in: whose it is, what holds for him, whether he may at all, and
 * by which methods.
 *
 * @param candidates as who one is asked about in "keyboard-interactive"
 */
record NameJudge(
    ServerConfig server,
    Accounts accounts,
    Passwords passwords,
    Function<Claim, Pam.Candidate> candidates,
    StderrLog log) {
  /** What came of it. */
  record Judged(Claim claim, Steps steps) {}

  /** Of one about whom nothing is known yet. */
  Claim unknown(String name) {
    return Claim.unknown(name, server, accounts.own());
  }

  /** The methods of one whom nobody could be asked about: they are those of all. */
  Judged unasked(Claim claim) {
    return new Judged(claim, Steps.of(server.get(Settings.AUTHENTICATION_METHODS), offered(claim)));
  }

  /** Asks databases, which may be far away: to be called by {@link Accounts#lookups}. */
  Judged judge(String name, ConnectionEnds ends) {
    Optional<Account> of = accounts.find(name);
    // who has a second factor, or no account, is written there: unread, it lets nobody in
    Optional<Optional<UsersFile.Standing>> read = standing(name);
    Optional<UsersFile.Standing> listed = read.orElse(Optional.empty());
    Optional<Account> runsAs =
        of.or(() -> listed.flatMap(UsersFile.Standing::account).flatMap(accounts::find));
    boolean exists = of.isPresent() || listed.isPresent();
    ServerConfig config = config(name, runsAs, exists, ends);
    Claim open =
        new Claim(
            name,
            config,
            runsAs.orElse(accounts.own()),
            runsAs.isPresent(),
            of.isPresent(),
            listed,
            Claim.UNKNOWN,
            config.get(LoginSettings.REFUSE_CONNECTION));
    List<String> refusal =
        of.flatMap(account -> torn(account, listed)).orElseGet(() -> refusal(open, exists, ends));
    refusal.forEach(log::info);
    if (open.prohibited()) {
      log.info(
          "administratively prohibited connection for "
              + (refusal.isEmpty() ? "" : "invalid user ")
              + LoggedName.by(name, ends));
    }
    if (!exists && !accounts.serveAll() && Account.byName(name).isPresent()) {
      log.info(
          "%s has an account here, but a server that root has not started lets in %s alone"
              .formatted(Printable.line(name), accounts.own().name()));
    }
    Claim claim = open.closed(Claim.reason(exists, read.isPresent(), refusal));
    return new Judged(claim, steps(claim, listed));
  }

  /**
   * Why one is refused whose name is an account's, and who is to run as another one by the users
   * file: one of them is not what is wanted, and nobody but who has written it knows which.
   */
  private static Optional<List<String>> torn(Account account, Optional<UsersFile.Standing> listed) {
    return listed
        .flatMap(UsersFile.Standing::account)
        .filter(other -> !other.equals(account.name()))
        .map(
            other ->
                List.of(
                    ("User %s not allowed because that is an account here,"
                            + " and the users file names %s for it")
                        .formatted(Printable.line(account.name()), Printable.line(other))));
  }

  private Steps steps(Claim claim, Optional<UsersFile.Standing> listed) {
    Steps steps = Steps.of(claim.config().get(Settings.AUTHENTICATION_METHODS), offered(claim));
    if (listed.filter(UsersFile.Standing::secondFactor).isPresent()) {
      // who has a second factor gives it, unless AuthenticationMethods say otherwise
      steps = steps.followedBy(Steps.INTERACTIVE + ":" + TotpDevice.NAME);
    }
    if (!steps.any() && steps.methods().names().isEmpty()) {
      log.error("No AuthenticationMethods left after eliminating disabled methods");
    }
    return steps;
  }

  /** What holds for a name; the log follows it. */
  private ServerConfig config(
      String name, Optional<Account> runsAs, boolean exists, ConnectionEnds ends) {
    ServerConfig config =
        server.forLogin(
            new Candidate(
                name,
                exists,
                ends.host(),
                ends.remote(),
                ends.local(),
                ends.localPort(),
                // as AllowGroups: those that his sessions are in
                () ->
                    runsAs
                        .map(account -> Groups.names(account.groups()))
                        .orElseGet(() -> Groups.names(name))));
    if (config.get(Settings.LOG_LEVEL) != server.get(Settings.LOG_LEVEL)) {
      log.level(config.get(Settings.LOG_LEVEL));
    }
    log.overrides(config.get(Settings.LOG_VERBOSE));
    return config;
  }

  /** Once for a login: several readings could contradict each other. Empty when there is none. */
  private Optional<Optional<UsersFile.Standing>> standing(String name) {
    try {
      return Optional.of(passwords.standing(name));
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return Optional.empty();
    }
  }

  /** Why the user may not log in, lines for the log; none when he may. */
  private List<String> refusal(Claim claim, boolean exists, ConnectionEnds ends) {
    if (!exists) {
      new FailedLogins(accounts).record(claim.name(), ends);
      return List.of("Invalid user " + LoggedName.by(claim.name(), ends));
    }
    return UserRules.refusal(
        claim, ends, passwords.isJudgedByModules(claim), passwords.accountStage()::tell);
  }

  private List<String> offered(Claim claim) {
    ServerConfig config = claim.config();
    List<String> methods = new ArrayList<>();
    if (config.get(Settings.PUBKEY_AUTHENTICATION)) {
      methods.add("publickey");
    }
    if (config.get(Settings.PASSWORD_AUTHENTICATION) && passwords.any()) {
      methods.add("password");
    }
    List<LoginDevice> devices = passwords.devices(claim, candidates.apply(claim));
    if (config.get(Settings.KBD_INTERACTIVE_AUTHENTICATION) && !devices.isEmpty()) {
      methods.addAll(Steps.of(devices));
    }
    return methods;
  }
}
