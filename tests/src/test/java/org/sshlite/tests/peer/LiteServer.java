package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our sshd-lite in a process of its own, on a port that it chose. Who started it may log in by key,
 * in their true home folder; a user of the server's own by password.
 */
public final class LiteServer implements Server {
  private static final Pattern LISTENING = Pattern.compile("Server listening on .* port (\\d+)");

  private final Target target;
  private final Running server;

  private LiteServer(Target target, Running server) {
    this.target = target;
    this.server = server;
  }

  /**
   * @param configuration more lines of sshd_config; they come first, so they win
   */
  public static LiteServer start(Path folder, String... configuration) {
    return start(folder, program -> program, configuration);
  }

  /** As {@link #start}, with SIGHUP ignored when it starts, as nohup(1) has it. */
  public static LiteServer startByNohup(Path folder) {
    return start(folder, program -> program.ignoring("HUP"));
  }

  private static LiteServer start(
      Path folder, UnaryOperator<Program> how, String... configuration) {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair userKey = KeyPair.create(folder.resolve("user_key"));
    Path users = folder.resolve("users");
    addUser(users, Account.NAME, Account.PASSWORD);
    Path file = write(folder, hostKey, userKey, users, List.of(configuration));
    Program program = OurProgram.sshdLite("-D", "-e", "-f", file.toString());
    Running server = how.apply(program).start();
    server.awaitErrors("Server listening on");
    return new LiteServer(
        new Target(
            System.getProperty("user.name"),
            port(server),
            hostKey.publicKey(),
            userKey,
            Account.PASSWORD,
            folder),
        server);
  }

  private static int port(Running server) {
    Matcher line = LISTENING.matcher(server.errors());
    if (!line.find()) {
      throw new AssertionError(server.errors());
    }
    return Integer.parseInt(line.group(1));
  }

  private static void addUser(Path users, String name, String password) {
    try (Running passwd = OurProgram.sshdLite("passwd", "" + users, name).start()) {
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
      Files.setPosixFilePermissions(authorizedKeys, PosixFilePermissions.fromString("rw-------"));
      return Files.writeString(folder.resolve("sshd_config"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs in by key as the user who started it. */
  @Override
  public Target target() {
    return target;
  }

  /** Logs in by password as the user of its own. */
  public Target passwordTarget() {
    return target.withUser(Account.NAME);
  }

  @Override
  public String log() {
    return server.errors();
  }

  @Override
  public void awaitLog(String text) {
    server.awaitErrors(text);
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public void close() {
    server.close();
  }
}
