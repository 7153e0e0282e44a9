package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sshlite.crypto.file.EditLock;
import org.sshlite.crypto.file.Replacement;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.RateLimit;
import org.sshlite.sshd.login.TotpSecret;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.process.OpenedFile;
import org.sshlite.sshd.process.ThreadRights;

/**
 * Users of the server's own, a line each: {@code name:hash}, and behind it {@code :totp=SECRET},
 * {@code :account=NAME} of the account that the user runs as. Only its owner may read it. Looked at
 * afresh for each question, so that a change holds at once; read when it has changed, for strangers
 * ask, and for each code, for secrets do not stay in memory. Any thread.
 */
public final class UsersFile {
  /**
   * Permissions that its owner has, or others: only the owner's reading and writing may be there.
   */
  private static final int OF_OTHERS = 0177;

  // bytes: a hundred thousand users
  private static final int MAXIMUM_SIZE = 16 * 1024 * 1024;

  /**
   * What was read.
   *
   * @param stamp of the file that was read; empty where it may have changed since without a trace
   * @param nobodys compared with what is said to be the password of one who is not there
   */
  private record Content(
      Optional<OpenedFile.Stamp> stamp, Map<String, Known> users, NobodysHashes nobodys) {
    Optional<Known> user(String name) {
      return Optional.ofNullable(users.get(name));
    }
  }

  /** What stays of a user. */
  private record Known(PasswordHash hash, Standing standing) {
    static Known of(ListedUser user) {
      return new Known(user.hash(), new Standing(user.totp().isPresent(), user.account()));
    }
  }

  private final Path file;
  private final Optional<StrictModes> modes;
  private final StderrLog log;
  private final NobodysHashes unread = new NobodysHashes(List.of());
  private final RateLimit unasked = new RateLimit(RateLimit.PENALTIES);
  private final ReentrantLock reading = new ReentrantLock();
  private Content content = new Content(Optional.empty(), Map.of(), unread);

  /** Whether that was read, and says who there is. */
  private boolean known;

  /** Of a file with a wrong line, which was told of. */
  private Optional<OpenedFile.Stamp> wrong = Optional.empty();

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
    return ListedUser.isName(name);
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
    return content().user(name).map(Known::standing);
  }

  /** Whether it is that user's password. Takes as long for a user who is not there. */
  public boolean matches(String name, SecretBytes password) {
    return matches(name, password, PasswordHash.PATIENCE);
  }

  /**
   * @param patience how long it waits for its turn
   */
  boolean matches(String name, SecretBytes password, Duration patience) {
    Optional<Content> found = readable();
    Optional<Known> user = found.flatMap(read -> read.user(name));
    PasswordHash nobodys = found.map(Content::nobodys).orElse(unread).of(name);
    PasswordHash hash = user.map(Known::hash).orElse(nobodys);
    try {
      return hash.matches(password, patience) & user.isPresent();
    } catch (NotAskedException e) {
      tellUnasked(e);
      return false;
    }
  }

  private void tellUnasked(NotAskedException e) {
    RateLimit.Verdict verdict = unasked.event();
    if (verdict.told()) {
      log.error(e.getMessage() + verdict.before());
    }
  }

  /** What the user's authenticator app knows; empty for a user without one, or none at all. */
  public Optional<TotpSecret> totp(String name) {
    try {
      boolean has = standing(name).map(Standing::secondFactor).orElse(false);
      return has ? listed(name, linesNow()).flatMap(ListedUser::totp) : Optional.empty();
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      log.error(unreadable(e).getMessage());
      return Optional.empty();
    }
  }

  private Optional<Content> readable() {
    try {
      return Optional.of(content());
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
    Content _ = content(true);
  }

  private Content content() throws ConfigException {
    return content(false);
  }

  /**
   * By one at a time: what all ask for is read once.
   *
   * @param strict whether a wrong line counts, though it is known who was there before
   */
  private Content content(boolean strict) throws ConfigException {
    reading.lock();
    try {
      ThreadRights.own();
      try (OpenedFile opened = open()) {
        if (!strict && known && wrong.equals(Optional.of(opened.stamp()))) {
          return content;
        }
        if (!content.stamp().equals(Optional.of(opened.stamp()))) {
          Optional<OpenedFile.Stamp> stamp =
              Optional.of(opened.stamp()).filter(now -> now.isSettled(Instant.now()));
          content = orAsBefore(strict, stamp, lines(opened));
        }
        return content;
      }
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      reading.unlock();
    }
  }

  /** One slip of an editor's locks nobody out, and lets nobody in who was not there. */
  private Content orAsBefore(boolean strict, Optional<OpenedFile.Stamp> stamp, List<String> lines)
      throws ConfigException {
    try {
      Content read = content(stamp, lines);
      known = true;
      return read;
    } catch (ConfigException e) {
      if (strict || !known) {
        throw e;
      }
      wrong = stamp;
      log.error(e.getMessage() + ": the file as it was before holds");
      return content;
    }
  }

  private ConfigException unreadable(IOException e) {
    return new ConfigException(file + ": " + ConfigFile.reason(e));
  }

  private OpenedFile open() throws ConfigException, IOException {
    OpenedFile opened = OpenedFile.open(file);
    Optional<String> problem =
        (opened.mode() & OF_OTHERS) != 0
            ? Optional.of(file + ": others may access it; chmod 600 it")
            : modes.flatMap(strict -> strict.problem(file, opened.owner(), opened.mode()));
    if (problem.isPresent()) {
      opened.close();
      throw new ConfigException(problem.get());
    }
    return opened;
  }

  private static List<String> lines(OpenedFile opened) throws IOException {
    return new String(opened.read(MAXIMUM_SIZE), StandardCharsets.UTF_8).lines().toList();
  }

  private Content content(Optional<OpenedFile.Stamp> stamp, List<String> lines)
      throws ConfigException {
    Map<String, Known> users = new HashMap<>();
    List<PasswordHash> hashes = new ArrayList<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (ListedUser.isIn(line)) {
        ListedUser user = user(line, number);
        if (users.putIfAbsent(user.name(), Known.of(user)) != null) {
          throw new ConfigException(file.toString(), number, user.name() + " is there already");
        }
        hashes.add(user.hash());
      }
    }
    return new Content(stamp, users, new NobodysHashes(hashes));
  }

  private Optional<ListedUser> listed(String name, List<String> lines) throws ConfigException {
    int number = 0;
    for (String line : lines) {
      number++;
      // what is wrong with another's line is not his mistake
      if (ListedUser.isIn(line) && line.strip().startsWith(name + ":")) {
        return Optional.of(user(line, number));
      }
    }
    return Optional.empty();
  }

  private ListedUser user(String line, int number) throws ConfigException {
    try {
      return ListedUser.parse(line);
    } catch (ListedUser.NoneException e) {
      throw new ConfigException(file.toString(), number, e.getMessage());
    }
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
    boolean _ =
        change(
            name,
            before ->
                Optional.of(
                    new ListedUser(
                        name,
                        hash,
                        before.flatMap(ListedUser::totp),
                        account.or(() -> before.flatMap(ListedUser::account)))));
  }

  /**
   * Gives a user a new secret for his authenticator app. The file is replaced in one step.
   *
   * @throws ConfigException when there is no such user, or the file cannot be read or written
   */
  public void put(String name, TotpSecret secret) throws ConfigException {
    boolean known =
        change(
            name,
            before ->
                before.map(
                    user ->
                        new ListedUser(name, user.hash(), Optional.of(secret), user.account())));
    if (!known) {
      throw new ConfigException(file + ": there is no user " + name);
    }
  }

  /**
   * While nobody else changes it.
   *
   * @param wanted given what is there of the user; empty to leave all as it is
   * @return whether anything was changed
   */
  private boolean change(String name, Function<Optional<ListedUser>, Optional<ListedUser>> wanted)
      throws ConfigException {
    try {
      boolean there = Files.exists(file);
      // a link stays one
      Path target = there ? file.toRealPath() : file.toAbsolutePath();
      try (EditLock _ = EditLock.acquire(target)) {
        List<String> lines = Files.exists(target) ? linesNow() : List.of();
        Content _ = content(Optional.empty(), lines); // where that fails nothing is changed
        Optional<ListedUser> changed = wanted.apply(listed(name, lines));
        if (changed.isPresent()) {
          replace(target, with(changed.get(), lines));
        }
        return changed.isPresent();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private List<String> linesNow() throws ConfigException, IOException {
    ThreadRights.own();
    try (OpenedFile opened = open()) {
      return lines(opened);
    }
  }

  /** All others stay as they are written. */
  private String with(ListedUser changed, List<String> lines) throws ConfigException {
    List<String> all = new ArrayList<>();
    boolean there = false;
    for (String line : lines) {
      boolean his =
          ListedUser.isIn(line) && user(line, all.size() + 1).name().equals(changed.name());
      there |= his;
      all.add(his ? changed.toString() : line);
    }
    if (!there) {
      all.add(changed.toString());
    }
    return String.join("\n", all) + "\n";
  }

  private static void replace(Path target, String text) throws IOException {
    try (Replacement fresh = new Replacement(target, Replacement.OWNER_ONLY)) {
      fresh.write(text.getBytes(StandardCharsets.UTF_8));
      fresh.commit();
    }
  }
}
