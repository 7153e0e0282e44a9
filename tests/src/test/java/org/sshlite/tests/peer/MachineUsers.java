package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Users of a machine that only servers see which are started here (nss_wrapper), each with a number
 * of his own, a home and an authorized key; and such servers, which must be root's.
 *
 * @param folder where everybody may look in, as users have their homes there
 * @param key of all of them
 * @param real whether the machine itself has them: closing removes them from it
 * @param locks held until it is closed: one machine has one of each name
 */
public record MachineUsers(Path folder, KeyPair key, boolean real, List<MachineLock> locks)
    implements AutoCloseable {
  /** JVMs run tests at the same time: what one's users do is not to be the others'. */
  private static final int NUMBERS = 54_000 + 400 * MachineLock.takeOneOf("numbers", 25);

  public static final User ALICE = new User("sshlite-alice", NUMBERS + 21, NUMBERS + 100);
  public static final User BOB = new User("sshlite-bob", NUMBERS + 22, NUMBERS + 22);
  public static final String PASSWORD = Account.PASSWORD;

  /** The same, as in /etc/shadow. */
  public static final String PASSWORD_HASH = Account.PASSWORD_HASH;

  /** These two, and eight that only servers see. */
  public static final List<User> TEN =
      Stream.concat(
              Stream.of(ALICE, BOB),
              IntStream.rangeClosed(3, 10)
                  .mapToObj(
                      i -> new User("sshlite-user" + i, NUMBERS + 200 + i, NUMBERS + 300 + i)))
          .toList();

  /** A group of both of them. */
  public static final int SHARED_GROUP = NUMBERS + 144;

  /** What may be said of a password in /etc/shadow, of users named for it. */
  private static final List<String> WITHOUT_PAM =
      List.of(
          "starred:*:20000:0:99999:7:::",
          "bare::20000:0:99999:7:::",
          "yescrypt:$y$j75$sshlitetests$Ujjig/M4r4JzhpRX4yN2.GwpE3KEjrbMtom/gHHbPb9:20000::::::",
          "forced:" + Account.PASSWORD_HASH + ":0:0:99999:7:::",
          "aged:" + Account.PASSWORD_HASH + ":" + daysAgo(31) + ":0:30:7:::",
          "aging:" + Account.PASSWORD_HASH + ":" + daysAgo(28) + ":0:30:7::" + daysAgo(-1) + ":");

  private static final Pattern LISTENING = Pattern.compile("Server listening on .* port (\\d+)");

  /** Of those who are named for what is said of their passwords. */
  public static final int LOCKED = NUMBERS + 23;

  /** A user, his number and that of his group. */
  public record User(String name, int uid, int gid) {}

  /** Skips the test where it could not give a server to root. */
  public static void require() {
    Peers.require("ssh", "sftp", Peers.NSS_WRAPPER);
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root, to be other users");
  }

  /** Users that only the servers see. */
  public static MachineUsers create(Scratch scratch) throws IOException {
    return made(scratch, false, List.of());
  }

  /** Users of this very machine, for who asks for them past the C library: PAM. */
  public static MachineUsers createReal(Scratch scratch) throws IOException {
    MachineUsers users = locked(scratch);
    users.remove(); // of a test that was cut off
    for (User user : List.of(ALICE, BOB)) {
      Program.of(Peers.path("groupadd"), "-g", "" + user.gid(), user.name()).runWell();
      Program.of(Peers.path("useradd"), "-M", "-N", "-u", "" + user.uid(), "-g", "" + user.gid())
          .with("-s", "/bin/bash", "-d", "" + users.home(user), "-p", Account.PASSWORD_HASH)
          .with(user.name())
          .runWell();
    }
    return users;
  }

  @Override
  public void close() {
    remove();
    locks.forEach(MachineLock::close);
  }

  private void remove() {
    if (real) {
      for (User user : List.of(ALICE, BOB)) {
        Program.of(Peers.path("userdel"), user.name()).run();
        Program.of(Peers.path("groupdel"), user.name()).run();
      }
    }
  }

  private static MachineUsers locked(Scratch scratch) throws IOException {
    MachineLock lock = MachineLock.take("users");
    try {
      return made(scratch, true, List.of(lock));
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static MachineUsers made(Scratch scratch, boolean real, List<MachineLock> locks)
      throws IOException {
    Path folder = scratch.newFolder();
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    MachineUsers users =
        new MachineUsers(folder, KeyPair.create(folder.resolve("user_key")), real, locks);
    users.writeDatabase();
    for (User user : TEN) {
      users.makeHome(user);
    }
    return users;
  }

  private void writeDatabase() throws IOException {
    StringBuilder passwd =
        new StringBuilder(
            "root:x:0:0:root:/root:/bin/bash\n"
                + "sshd:x:65533:65534:sshd:/nonexistent:/usr/sbin/nologin\n");
    StringBuilder shadow = new StringBuilder("root:*:20000:0:99999:7:::\n");
    for (User user : TEN) {
      passwd.append(line(user.name(), user.uid(), user.gid(), "/bin/bash"));
      shadow.append(shadow(user.name(), Account.PASSWORD_HASH, ""));
    }
    passwd.append(line("locked", LOCKED, LOCKED, "/bin/bash"));
    shadow.append(shadow("locked", "!" + Account.PASSWORD_HASH, ""));
    passwd.append(line("expired", LOCKED, LOCKED, "/bin/bash"));
    shadow.append(shadow("expired", Account.PASSWORD_HASH, "1"));
    passwd.append(line("noshell", LOCKED, LOCKED, "/no/such/shell"));
    shadow.append(shadow("noshell", Account.PASSWORD_HASH, ""));
    for (String each : WITHOUT_PAM) {
      passwd.append(line(each.substring(0, each.indexOf(':')), LOCKED, LOCKED, "/bin/bash"));
      shadow.append(each).append('\n');
    }
    // of whom the shadow database says nothing
    passwd.append(line("unshadowed", LOCKED, LOCKED, "/bin/bash").replace(":x:", ":!x:"));
    // the number that means none to the system's calls
    passwd.append("beyond:x:4294967295:4294967295:beyond:%s:/bin/bash%n".formatted(folder));
    shadow.append(shadow("beyond", Account.PASSWORD_HASH, ""));
    Files.writeString(folder.resolve("passwd"), passwd);
    Files.writeString(folder.resolve("shadow"), shadow);
    Files.setPosixFilePermissions(
        folder.resolve("shadow"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        folder.resolve("group"),
        """
        root:x:0:
        tty:x:5:
        sshlite-alice:x:%d:
        sshlite-bob:x:%d:
        shared:x:%d:sshlite-alice,sshlite-bob
        """
            .formatted(ALICE.gid(), BOB.gid(), SHARED_GROUP));
  }

  private String line(String name, int uid, int gid, String shell) {
    return "%s:x:%d:%d:%s:%s:%s%n".formatted(name, uid, gid, name, folder.resolve(name), shell);
  }

  private static long daysAgo(int days) {
    return LocalDate.now(ZoneOffset.UTC).toEpochDay() - days;
  }

  private static String shadow(String name, String password, String expires) {
    return "%s:%s:20000:0:99999:7::%s:%n".formatted(name, password, expires);
  }

  private void makeHome(User user) throws IOException {
    Path home = Files.createDirectory(home(user));
    Path dotSsh = Files.createDirectory(home.resolve(".ssh"));
    Path keys = Files.writeString(dotSsh.resolve("authorized_keys"), key.line() + "\n");
    for (Path each : List.of(home, dotSsh, keys)) {
      give(each, user);
      Files.setPosixFilePermissions(
          each, PosixFilePermissions.fromString(each.equals(keys) ? "rw-------" : "rwx------"));
    }
  }

  /** Makes a file a user's. */
  public static Path give(Path file, User user) throws IOException {
    Files.setAttribute(file, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
    return file;
  }

  public Path home(User user) {
    return folder.resolve(user.name());
  }

  private Map<String, String> environment() {
    if (real) {
      return Map.of();
    }
    return Map.of(
        "LD_PRELOAD", Peers.NSS_WRAPPER,
        "NSS_WRAPPER_PASSWD", folder.resolve("passwd").toString(),
        "NSS_WRAPPER_GROUP", folder.resolve("group").toString(),
        "NSS_WRAPPER_SHADOW", folder.resolve("shadow").toString());
  }

  /** A server of root's that lets all of them in. */
  public record RootServer(Target alice, Running program) implements AutoCloseable {
    public Target target(User user) {
      return alice.withUser(user.name());
    }

    public Target bob() {
      return target(BOB);
    }

    @Override
    public void close() {
      program.close();
    }
  }

  /**
   * Our sshd-lite.
   *
   * @param configuration lines of sshd_config
   */
  public RootServer sshdLite(String... configuration) {
    return sshdLite(program -> program, configuration);
  }

  /** The same, started in a way of its own. */
  public RootServer sshdLite(UnaryOperator<Program> how, String... configuration) {
    KeyPair hostKey = hostKey();
    Path file = config(hostKey, 0, configuration);
    Program program = OurProgram.smallServer("-D", "-e", "-f", file.toString()).env(environment());
    Running server = how.apply(program).start();
    server.awaitErrors("Server listening on");
    Matcher line = LISTENING.matcher(server.errors());
    if (!line.find()) {
      throw new AssertionError(server.errors());
    }
    return server(Integer.parseInt(line.group(1)), hostKey, server);
  }

  /** OpenSSH's sshd. What it is too old for, {@code PerSourcePenalties}, is left out. */
  public RootServer openSsh(String... configuration) {
    return openSsh(Peers.path("sshd"), configuration);
  }

  /**
   * The same.
   *
   * @param program by any name: older ones take that as the one of their service
   */
  public RootServer openSsh(Path program, String... configuration) {
    KeyPair hostKey = hostKey();
    OpenSshServer.makePrivilegeSeparationFolder();
    String[] lines =
        OpenSshServer.knowsPenalties(program)
            ? configuration
            : Stream.of(configuration)
                .filter(line -> !line.startsWith("PerSourcePenalties"))
                .toArray(String[]::new);
    LoopbackPort.Listening listening =
        LoopbackPort.start(
            port ->
                Program.of(program, "-D", "-e", "-f")
                    .with("" + config(hostKey, port, lines))
                    .env(environment())
                    .start(),
            "Server listening on");
    return server(listening.port(), hostKey, listening.server());
  }

  private RootServer server(int port, KeyPair hostKey, Running server) {
    return new RootServer(
        new Target(ALICE.name(), port, hostKey.publicKey(), key, PASSWORD, folder), server);
  }

  private KeyPair hostKey() {
    try {
      return KeyPair.create(Files.createTempDirectory(folder, "host").resolve("key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path config(KeyPair hostKey, int port, String... lines) {
    String text =
        """
        %s
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s
        PidFile none
        LogLevel VERBOSE
        Subsystem sftp internal-sftp
        """
            .formatted(String.join("\n", lines), port, hostKey.file());
    try {
      return Files.writeString(hostKey.file().resolveSibling("sshd_config"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
