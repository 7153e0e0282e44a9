package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.config.ConfigFile;
import org.sshlite.protocol.config.LogLevel;
import org.sshlite.protocol.config.StderrLog;
import org.sshlite.sshd.config.Candidate;
import org.sshlite.sshd.config.RootLogin;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.SessionRules;

/**
 * One login to the account that runs the server: by the account's own name, or by that of a user in
 * the users file. One object for each connection; calls come one at a time.
 */
public final class Login implements UserAuthenticator {
  private final ServerConfig server;
  private final Account account;
  private final Optional<UsersFile> users;
  private final ConnectionEnds ends;
  private final StderrLog log;
  private volatile ServerConfig config;
  private volatile KeyGrant grant = KeyGrant.ALL;
  private volatile String user = "";
  private volatile boolean valid;

  /**
   * @param users empty when there is no users file
   */
  public Login(
      ServerConfig server,
      Account account,
      Optional<UsersFile> users,
      ConnectionEnds ends,
      StderrLog log) {
    this.server = server;
    this.config = server;
    this.account = account;
    this.users = users;
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

  /** What holds for the user. */
  public ServerConfig config() {
    return config;
  }

  /** What the key allows that was used; everything after a password. */
  KeyGrant grant() {
    return grant;
  }

  /** What the user's sessions may do, by the configuration and by the key. */
  public SessionRules sessionRules() {
    Optional<String> forced =
        Optional.of(config.get(Settings.FORCE_COMMAND)).filter(command -> !command.isEmpty());
    return new SessionRules(
        user,
        forced.or(grant::command),
        config.get(Settings.PERMIT_TTY) && grant.pty(),
        config.get(Settings.ACCEPT_ENV),
        config.get(Settings.SET_ENV),
        config.get(Settings.SUBSYSTEM));
  }

  @Override
  public NameList methods(String name) {
    user = name;
    valid = name.equals(account.name()) || users.map(file -> file.contains(name)).orElse(false);
    config =
        server.forLogin(
            new Candidate(name, valid, ends.host(), ends.remote(), ends.local(), ends.localPort()));
    if (!valid) {
      log.info("Invalid user " + Printable.line(name) + from());
    }
    List<String> methods = new ArrayList<>();
    if (config.get(Settings.PUBKEY_AUTHENTICATION)) {
      methods.add("publickey");
    }
    if (config.get(Settings.PASSWORD_AUTHENTICATION) && users.isPresent()) {
      methods.add("password");
    }
    return new NameList(methods);
  }

  @Override
  public Optional<String> banner(String name) {
    String file = config.get(Settings.BANNER);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.debug("no banner: " + file + ": " + ConfigFile.reason(e));
      return Optional.empty();
    }
  }

  @Override
  public AuthDecision password(String name, SecretBytes password) {
    // the hash is computed in any case: time must not tell who may log in
    boolean matches = users.map(file -> file.matches(name, password)).orElse(false);
    boolean accepted = matches && valid && rootMay("password", false);
    logDecision(accepted, "password", "");
    return decision(accepted);
  }

  @Override
  public boolean acceptable(String name, PublicKey key, String algorithm) {
    boolean acceptable = find(key, algorithm).isPresent();
    if (!acceptable) {
      logDecision(false, "publickey", ": " + describe(key));
    }
    return acceptable;
  }

  @Override
  public AuthDecision publicKey(String name, PublicKey key, String algorithm) {
    // asked anew: what the key grants is what the file says now
    Optional<KeyGrant> found = find(key, algorithm);
    found.ifPresent(value -> grant = value);
    logDecision(found.isPresent(), "publickey", ": " + describe(key));
    return decision(found.isPresent());
  }

  private Optional<KeyGrant> find(PublicKey key, String algorithm) {
    // for a user who is not there the same files are read: time must not tell
    return new AuthorizedKeys(files(), modes(), log)
        .find(key, ends.host(), ends.remote())
        .filter(_ -> valid)
        .filter(_ -> config.get(Settings.PUBKEY_ACCEPTED_ALGORITHMS).contains(algorithm))
        .filter(found -> rootMay("publickey", found.command().isPresent()));
  }

  private Optional<StrictModes> modes() {
    return config.get(Settings.STRICT_MODES)
        ? Optional.of(new StrictModes(Path.of(account.home()), account.uid()))
        : Optional.empty();
  }

  /** A users file's user has no folder of his own: only files that carry his name are his. */
  private List<Path> files() {
    boolean own = !valid || user.equals(account.name());
    String name = valid ? user : account.name();
    return config.get(Settings.AUTHORIZED_KEYS_FILE).stream()
        .filter(file -> own || namesUser(file))
        .map(file -> expand(file, name))
        .toList();
  }

  private static boolean namesUser(String file) {
    return file.replace("%%", "").contains("%u");
  }

  private Path expand(String file, String name) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < file.length(); i++) {
      char c = file.charAt(i);
      char next = i + 1 < file.length() ? file.charAt(i + 1) : 0;
      String value =
          switch (c == '%' ? next : 0) {
            case '%' -> "%";
            case 'h' -> account.home();
            case 'u' -> name;
            case 'U' -> String.valueOf(account.uid());
            default -> "";
          };
      if (value.isEmpty()) {
        path.append(c);
      } else {
        path.append(value);
        i++;
      }
    }
    String text = path.toString();
    String fromHome = text.startsWith("~/") ? text.substring(2) : text;
    return Path.of(account.home()).resolve(fromHome);
  }

  /** PermitRootLogin: it is about the account that is logged in to, whatever the name. */
  private boolean rootMay(String method, boolean forcedCommand) {
    if (account.uid() != 0) {
      return true;
    }
    boolean may =
        switch (config.get(Settings.PERMIT_ROOT_LOGIN)) {
          case YES -> true;
          case PROHIBIT_PASSWORD -> !method.equals("password");
          case FORCED_COMMANDS_ONLY -> method.equals("publickey") && forcedCommand;
          case NO -> false;
        };
    if (!may) {
      RootLogin rule = config.get(Settings.PERMIT_ROOT_LOGIN);
      log.info("ROOT LOGIN REFUSED" + from() + ": PermitRootLogin " + rule);
    }
    return may;
  }

  private static AuthDecision decision(boolean accepted) {
    return accepted ? new AuthDecision.Accepted() : new AuthDecision.Refused();
  }

  /** In OpenSSH's words: programs that ban guessers read them. */
  private void logDecision(boolean accepted, String method, String detail) {
    boolean loud = accepted || !valid || method.equals("password");
    log.log(
        loud ? LogLevel.INFO : LogLevel.VERBOSE,
        (accepted ? "Accepted " : "Failed ")
            + method
            + " for "
            + (valid ? "" : "invalid user ")
            + Printable.line(user)
            + from()
            + " ssh2"
            + detail);
  }

  private String from() {
    return " from " + ends.remote() + " port " + ends.remotePort();
  }

  private static String describe(PublicKey key) {
    String type = key.type().replaceFirst("@.*", "").replaceFirst("^(sk-)?ssh-", "$1");
    String family = type.startsWith("ecdsa-") ? "ecdsa" : type;
    return family.toUpperCase(java.util.Locale.ROOT) + " " + key.fingerprint();
  }
}
