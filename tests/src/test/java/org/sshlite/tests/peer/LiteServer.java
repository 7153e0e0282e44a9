package org.sshlite.tests.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Our sshd-lite in a process of its own, on a port that it chose. Who started it may log in by key,
 * in their true home folder; a user of the server's own, who runs as the same account, by password.
 */
public final class LiteServer implements Server {
  private static final Pattern LISTENING = Pattern.compile("Server listening on .* port (\\d+)");

  /** What sd_listen_fds(3) describes, in front of a command line. */
  private static final String LISTENING_STARTER =
      """
      import os, socket, sys
      for fd in 3, 4:
          listening = socket.create_server(("127.0.0.1", 0))
          if listening.fileno() == fd:
              os.set_inheritable(listening.detach(), True)
          else:
              os.dup2(listening.fileno(), fd)
      os.environ["LISTEN_PID"] = str(os.getpid())
      os.environ["LISTEN_FDS"] = "2"
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private static final String IGNORING_STARTER =
      """
      import os, signal, sys
      signal.signal(getattr(signal, sys.argv[1]), signal.SIG_IGN)
      os.execvp(sys.argv[2], sys.argv[2:])
      """;

  /** Who reads keeps the pipe open until the server, its parent, is gone. */
  private static final String UNREAD_STARTER =
      """
      import os, sys, time
      reading, writing = os.pipe()
      if os.fork() == 0:
          os.close(writing)
          text = b""
          while b"Server listening on" not in text or not text.endswith(b"\\n"):
              piece = os.read(reading, 4096)
              if not piece:
                  break
              text += piece
          os.write(2, text)
          server = os.getppid()
          while os.getppid() == server:
              time.sleep(0.05)
          sys.exit()
      os.close(reading)
      os.dup2(writing, 2)
      os.close(writing)
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private static @Nullable String usersOfAll;

  private final Optional<Path> logFile;
  private final Running server;
  // set before anybody has it
  private @Nullable Target target;

  private LiteServer(Optional<Path> logFile, Running server) {
    this.logFile = logFile;
    this.server = server;
  }

  /**
   * @param configuration more lines of sshd_config; they come first, so they win
   */
  public static LiteServer start(Path folder, String... configuration) {
    return start(folder, program -> program, Optional.empty(), configuration);
  }

  /** As {@link #start}, with a signal ignored when it starts: HUP, as nohup(1) has it. */
  public static LiteServer startIgnoring(Path folder, String signal) {
    return start(
        folder,
        program -> program.by("python3", "-c", IGNORING_STARTER, "SIG" + signal),
        Optional.empty());
  }

  /** As {@link #start}; of its standard error nobody reads more than that it listens. */
  public static LiteServer startUnread(Path folder, String... configuration) {
    return start(
        folder,
        program -> program.by("python3", "-c", UNREAD_STARTER),
        Optional.empty(),
        configuration);
  }

  /** As {@link #start}, by who is to be told how it is, as systemd does. */
  public static LiteServer startSupervised(Path folder, Path socket, String... configuration) {
    return start(
        folder,
        program -> program.env("NOTIFY_SOCKET", socket.toString()),
        Optional.empty(),
        configuration);
  }

  /** As {@link #start}, with mounts that nobody else sees: a script of the shell's makes them. */
  public static LiteServer startWithMounts(Path folder, String script, String... configuration) {
    return start(
        folder,
        program -> program.by("unshare", "--mount", "sh", "-ec", script + "\nexec \"$@\"", "sh"),
        Optional.empty(),
        configuration);
  }

  /** As {@link #start}, as the first process of a machine, as it is in a container. */
  public static LiteServer startAsFirstProcess(Path folder) {
    return start(
        folder,
        program ->
            program.by("unshare", "--pid", "--fork", "--kill-child", "--mount", "--mount-proc"),
        Optional.empty());
  }

  /**
   * As {@link #start}, by nobody where it would be root: for whom there are limits. The folder
   * becomes his.
   */
  public static LiteServer startAsNobody(Path folder, String... configuration) {
    if (!System.getProperty("user.name").equals("root")) {
      return start(folder, configuration);
    }
    String script =
        "chown -R nobody \"$0\"; exec setpriv --reuid=nobody --regid=nogroup --clear-groups \"$@\"";
    LiteServer server =
        start(
            folder,
            program -> program.by("sh", "-ec", script, folder.toString()),
            Optional.empty(),
            configuration);
    server.target = server.target().withUser("nobody");
    return server;
  }

  /** As {@link #start}, with more options of the JVM's. */
  public static LiteServer startWithJava(Path folder, String options, String... configuration) {
    return start(
        folder,
        program -> program.env("JDK_JAVA_OPTIONS", options),
        Optional.empty(),
        configuration);
  }

  /** As {@link #start}, by who listens for it on two ports, as systemd does. */
  public static LiteServer startBySocket(Path folder, String... configuration) {
    return start(
        folder,
        program -> program.by("python3", "-c", LISTENING_STARTER),
        Optional.empty(),
        configuration);
  }

  /** As {@link #start}, with the log in a file. */
  public static LiteServer startWithLog(Path folder, Path log, String... configuration) {
    try {
      Files.createFile(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(
        folder, program -> program.with("-E", log.toString()), Optional.of(log), configuration);
  }

  private static LiteServer start(
      Path folder, UnaryOperator<Program> how, Optional<Path> log, String... configuration) {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair userKey = KeyPair.create(folder.resolve("user_key"));
    Path users = folder.resolve("users");
    writeUsers(users);
    Path file = write(folder, hostKey, userKey, users, List.of(configuration));
    Program program = OurProgram.smallServer("-D", "-e", "-f", file.toString());
    Running server = how.apply(program).start();
    LiteServer started = new LiteServer(log, server);
    started.awaitLog("Server listening on");
    started.target =
        new Target(
            System.getProperty("user.name"),
            port(started.log()),
            hostKey.publicKey(),
            userKey,
            Account.PASSWORD,
            folder);
    return started;
  }

  private static int port(String log) {
    Matcher line = LISTENING.matcher(log);
    if (!line.find()) {
      throw new AssertionError(log);
    }
    return Integer.parseInt(line.group(1));
  }

  /** By the program the first time; all servers have the same user, and Argon2id takes its time. */
  private static synchronized void writeUsers(Path file) {
    try {
      if (usersOfAll == null) {
        addUser(file, Account.NAME, Account.PASSWORD);
        usersOfAll = Files.readString(file);
      } else {
        Files.writeString(file, usersOfAll);
        Files.setPosixFilePermissions(file, OWNER);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addUser(Path users, String name, String password) {
    try (Running passwd =
        OurProgram.sshdLite("passwd", "" + users, name, System.getProperty("user.name")).start()) {
      passwd.send(password + "\n" + password + "\n");
      passwd.endInput();
      Finished finished = passwd.awaitEnd();
      if (finished.status() != 0) {
        throw new AssertionError(finished.toString());
      }
    }
  }

  private static Path write(
      Path folder, KeyPair hostKey, KeyPair userKey, Path users, List<String> first) {
    Path authorizedKeys = folder.resolve("authorized_keys");
    // bash reads ~/.bashrc where a network daemon started it, whatever that takes: not when it
    // believes to run inside another shell
    String text =
        """
        %s
        SetEnv SHLVL=1
        Port 0
        ListenAddress 127.0.0.1
        HostKey %s
        AuthorizedKeysFile %s
        UsersFile %s
        StrictModes no
        PermitRootLogin yes
        PasswordAuthentication yes
        PerSourcePenalties no
        PidFile none
        LogLevel VERBOSE
        """
            .formatted(String.join("\n", first), hostKey.file(), authorizedKeys, users);
    try {
      Files.writeString(authorizedKeys, userKey.line() + "\n");
      Files.setPosixFilePermissions(authorizedKeys, OWNER);
      return Files.writeString(folder.resolve("sshd_config"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs in by key as the user who started it. */
  @Override
  public Target target() {
    return Objects.requireNonNull(target);
  }

  /** Logs in by password as the user of its own. */
  public Target passwordTarget() {
    return target().withUser(Account.NAME);
  }

  @Override
  public String log() {
    return logFile.map(LiteServer::read).orElseGet(() -> OurProgram.withoutNote(server.errors()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void awaitLog(String text) {
    if (logFile.isEmpty()) {
      server.awaitErrors(text);
    } else {
      Awaitility.await(text)
          .atMost(Running.PATIENCE)
          .until(() -> log().contains(text) || !server.isAlive());
      assertThat(log()).contains(text);
    }
  }

  @Override
  public long pid() {
    return server.pid();
  }

  /** Waits for its end by itself. */
  public int awaitStatus() {
    return server.awaitEnd().status();
  }

  @Override
  public void close() {
    server.close();
  }
}
