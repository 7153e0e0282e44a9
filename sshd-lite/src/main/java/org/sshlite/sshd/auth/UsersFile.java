package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.login.TotpSecret;
import org.sshlite.sshd.process.OpenedFile;
import org.sshlite.sshd.process.ThreadRights;

/**
 * Users of the server's own, a line each: {@code name:hash}, and behind it {@code :totp=SECRET},
 * {@code :account=NAME} of the account that the user runs as. Only its owner may read it. Read
 * afresh for each question, so that a change holds at once.
 */
public final class UsersFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Permissions that its owner has, or others: only the owner's reading and writing may be there.
   */
  private static final int OF_OTHERS = 0177;

  // bytes: a hundred thousand users
  private static final int MAXIMUM_SIZE = 16 * 1024 * 1024;

  private static final String TOTP = "totp=";
  private static final String ACCOUNT = "account=";

  private record User(
      String name, PasswordHash hash, Optional<TotpSecret> totp, Optional<String> account) {
    @Override
    public String toString() {
      return name
          + ":"
          + hash
          + totp.map(secret -> ":" + TOTP + secret.base32()).orElse("")
          + account.map(of -> ":" + ACCOUNT + of).orElse("");
    }
  }

  private final Path file;
  private final Optional<StrictModes> modes;
  private final StderrLog log;
  private final PasswordHash unknowable = PasswordHash.unknowable(new SecureRandom());

  /**
   * @param modes who else may not be able to write it; empty with StrictModes no
   */
  public UsersFile(Path file, Optional<StrictModes> modes, StderrLog log) {
    this.file = file;
    this.modes = modes;
    this.log = log;
  }

  /** Whether a name can stand in such a file. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * What a login has to know of a user before it begins.
   *
   * @param secondFactor whether he has to give a code
   * @param account the name of the one that he runs as; empty for none
   */
  public record Standing(boolean secondFactor, Optional<String> account) {}

  /**
   * Empty for a user who is not there.
   *
   * @throws ConfigException when the file cannot be read, and nothing is known of anybody
   */
  public Optional<Standing> standing(String name) throws ConfigException {
    return user(name).map(user -> new Standing(user.totp().isPresent(), user.account()));
  }

  /** Whether it is that user's password. Takes as long for a user who is not there. */
  public boolean matches(String name, SecretBytes password) {
    Optional<User> user = find(name);
    return user.map(User::hash).orElse(unknowable).matches(password) & user.isPresent();
  }

  /** What the user's authenticator app knows; empty for a user without one, or none at all. */
  public Optional<TotpSecret> totp(String name) {
    return find(name).flatMap(User::totp);
  }

  private Optional<User> find(String name) {
    try {
      return user(name);
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Looks whether it can be used at all, for the start of a server.
   *
   * @throws ConfigException when it cannot be read, or others could
   */
  public void check() throws ConfigException {
    read();
  }

  private List<User> read() throws ConfigException {
    List<User> users = new ArrayList<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        users.add(parse(number, line));
      }
    }
    return users;
  }

  private List<String> lines() throws ConfigException {
    try {
      ThreadRights.own();
      try (OpenedFile opened = OpenedFile.open(file)) {
        if ((opened.mode() & OF_OTHERS) != 0) {
          throw new ConfigException(file + ": others may access it; chmod 600 it");
        }
        Optional<String> problem =
            modes.flatMap(strict -> strict.problem(file, opened.owner(), opened.mode()));
        if (problem.isPresent()) {
          throw new ConfigException(problem.get());
        }
        return new String(opened.read(MAXIMUM_SIZE), StandardCharsets.UTF_8).lines().toList();
      }
    } catch (IOException e) {
      throw new ConfigException(file + ": " + ConfigFile.reason(e));
    }
  }

  private User parse(int number, String line) throws ConfigException {
    String[] fields = line.strip().split(":", -1);
    Optional<PasswordHash> password =
        fields.length < 2 ? Optional.empty() : PasswordHash.parse(fields[1].strip());
    if (password.isEmpty() || !isName(fields[0])) {
      throw new ConfigException(file.toString(), number, "not a line of name:argon2id-hash");
    }
    User user = new User(fields[0], password.get(), Optional.empty(), Optional.empty());
    for (int i = 2; i < fields.length; i++) {
      user = with(user, fields[i], number);
    }
    return user;
  }

  private User with(User user, String field, int number) throws ConfigException {
    if (field.startsWith(TOTP) && user.totp().isEmpty()) {
      Optional<TotpSecret> totp = TotpSecret.parse(field.substring(TOTP.length()));
      if (totp.isPresent()) {
        return new User(user.name(), user.hash(), totp, user.account());
      }
      throw new ConfigException(file.toString(), number, "not a totp= with a secret in base32");
    }
    if (field.startsWith(ACCOUNT) && user.account().isEmpty()) {
      String account = field.substring(ACCOUNT.length());
      if (isName(account)) {
        return new User(user.name(), user.hash(), user.totp(), Optional.of(account));
      }
    }
    throw new ConfigException(
        file.toString(), number, "neither a totp= with a secret in base32 nor an account=");
  }

  /**
   * Adds a user or changes his password. The file is replaced in one step.
   *
   * @throws IllegalArgumentException when the name cannot stand in the file
   * @throws ConfigException when the file cannot be read or written
   */
  public void put(String name, PasswordHash hash) throws ConfigException {
    put(name, hash, Optional.empty());
  }

  /**
   * As {@link #put(String, PasswordHash)}.
   *
   * @param account that the user runs as from now on; empty for the one that he has, if any
   */
  public void put(String name, PasswordHash hash, Optional<String> account) throws ConfigException {
    if (!isName(name) || !account.map(UsersFile::isName).orElse(true)) {
      throw new IllegalArgumentException(name);
    }
    Optional<User> before = Files.exists(file) ? user(name) : Optional.empty();
    Optional<String> runsAs = account.or(() -> before.flatMap(User::account));
    write(new User(name, hash, before.flatMap(User::totp), runsAs));
  }

  /**
   * Gives a user a new secret for his authenticator app. The file is replaced in one step.
   *
   * @throws ConfigException when there is no such user, or the file cannot be read or written
   */
  public void put(String name, TotpSecret secret) throws ConfigException {
    User user =
        user(name).orElseThrow(() -> new ConfigException(file + ": there is no user " + name));
    write(new User(name, user.hash(), Optional.of(secret), user.account()));
  }

  private Optional<User> user(String name) throws ConfigException {
    return read().stream().filter(user -> user.name().equals(name)).findFirst();
  }

  private void write(User user) throws ConfigException {
    List<String> lines = new ArrayList<>(Files.exists(file) ? lines() : List.of());
    String changed = user.toString();
    lines.replaceAll(line -> line.startsWith(user.name() + ":") ? changed : line);
    if (!lines.contains(changed)) {
      lines.add(changed);
    }
    try {
      replace(String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new ConfigException(file + ": " + ConfigFile.reason(e));
    }
  }

  private void replace(String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path fresh =
        Files.createTempFile(
            target.getParent(),
            "." + target.getFileName(),
            null,
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(StandardCharsets.UTF_8.encode(text));
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
