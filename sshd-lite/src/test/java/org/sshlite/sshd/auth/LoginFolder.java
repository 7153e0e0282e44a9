package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.sshd.PasswordDevice;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.ConfiguredPermit;
import org.sshlite.sshd.config.ServerConfigReader;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.login.TotpDevice;
import org.sshlite.sshd.login.TotpSecret;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.permit.SessionPermit;
import org.sshlite.sshd.permit.Subject;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/** The home of alice, whose account the server runs as, and logins from 192.0.2.7 to it. */
final class LoginFolder {
  private static final int UID = 1000;

  final Path home;
  private final Path users;
  private final Path logFile;
  private final StderrLog log = new StderrLog(LogLevel.VERBOSE);
  private final List<LoginDevice> devices;

  /** How users are looked up. */
  Lookups lookups = Lookups.USERS;

  /** What codes of users are of: 2026-11-29T06:00:00Z until it is changed. */
  volatile Instant now = Instant.ofEpochSecond(1_795_932_000);

  LoginFolder(Path folder) throws IOException, ConfigException {
    home = Files.createDirectories(folder.toRealPath().resolve("home/alice"));
    users = home.resolve("users");
    logFile = folder.resolve("log");
    Files.createDirectories(home.resolve(".ssh"));
    log.redirect(logFile);
    UsersFile file = new UsersFile(users, Optional.empty(), log);
    devices = List.of(new PasswordDevice(file::matches), new TotpDevice(file::totp, () -> now));
  }

  /** What is logged is told from this level on, {@code VERBOSE} before. */
  void logs(LogLevel level) {
    log.level(level);
  }

  static String line(PublicKey key) {
    return new PublicKeyLine("", key, "") + "\n";
  }

  void authorize(String text) throws IOException {
    write(".ssh/authorized_keys", text);
  }

  Path write(String name, String text) throws IOException {
    Path file = Files.writeString(home.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  void addUser(String name, String password) throws ConfigException {
    new UsersFile(users, Optional.empty(), log)
        .put(name, PasswordHash.of(secret(password), new SecureRandom()));
  }

  Login login(String... lines) throws ConfigException {
    ServerConfigReader reader = new ServerConfigReader(log);
    // the test's files need not be alice's
    reader.option(ConfigFile.parseOption("StrictModes=no"));
    for (String line : lines) {
      reader.option(ConfigFile.parseOption(line));
    }
    return new Login(
        reader.finish(),
        new Accounts(new Account("alice", UID, home.toString(), "/bin/sh"), lookups),
        new Passwords(
            Files.exists(users)
                ? Optional.of(new UsersFile(users, Optional.empty(), log))
                : Optional.empty(),
            Files.exists(users) ? devices : List.of(),
            Optional.empty(),
            Optional.empty(),
            log),
        new ConnectionEnds("192.0.2.7", "192.0.2.7", 4000, "192.0.2.1", 22),
        log);
  }

  /** What the sessions of one who logged in may do. */
  static SessionPermit session(Login login) {
    Subject subject = new Subject(1024, "192.0.2.7 port 4000");
    return new ConfiguredPermit(login.config(), login.grant().permissions(), subject)
        .permit()
        .session();
  }

  /** Whether the key alone logs the user in. */
  static boolean accepts(Login login, String user, PublicKey key) {
    login.methods(user);
    String algorithm = key.signatureAlgorithms().getFirst();
    return login.acceptable(user, key, algorithm)
        && login.publicKey(user, key, algorithm) instanceof AuthDecision.Accepted;
  }

  static AuthDecision byKey(Login login, String user, PublicKey key) {
    String algorithm = key.signatureAlgorithms().getFirst();
    return login.acceptable(user, key, algorithm)
        ? login.publicKey(user, key, algorithm)
        : new AuthDecision.Refused();
  }

  static AuthDecision byPassword(Login login, String user, String password) {
    return login.password(user, secret(password));
  }

  /** Gives a user a secret for codes. */
  TotpSecret addTotp(String name) throws ConfigException {
    TotpSecret secret = TotpSecret.random(new SecureRandom());
    new UsersFile(users, Optional.empty(), log).put(name, secret);
    return secret;
  }

  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(UTF_8));
  }

  String logged() throws IOException {
    return Files.readString(logFile);
  }

  List<String> logLines() throws IOException {
    return Files.readAllLines(logFile);
  }
}
