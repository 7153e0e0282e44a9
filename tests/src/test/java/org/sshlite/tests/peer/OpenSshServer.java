package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.tests.peer.LoopbackPort.Listening;

/** OpenSSH's sshd on a loopback port, with its own host key, configuration and user. */
public final class OpenSshServer implements Server {
  private static final Path PRIVILEGE_SEPARATION_FOLDER = Path.of("/run/sshd");

  private static final Pattern VERSION = Pattern.compile("OpenSSH_(\\d+)\\.(\\d+)");

  private final Target target;
  private final Running server;

  private OpenSshServer(Target target, Running server) {
    this.target = target;
    this.server = server;
  }

  public static void require() {
    Peers.require("sshd", Peers.NSS_WRAPPER);
  }

  /**
   * @param configuration more lines of sshd_config; they come first, so they win
   */
  public static OpenSshServer start(Path folder, String... configuration) {
    Account account = Account.create(folder);
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    makePrivilegeSeparationFolder();
    Listening sshd =
        LoopbackPort.start(
            port -> {
              Path file = write(folder, port, hostKey, List.of(configuration));
              return Program.of(Peers.path("sshd"), "-D", "-e", "-f", file.toString())
                  .env(account.environment())
                  .start();
            },
            "Server listening on");
    return new OpenSshServer(account.target(sshd.port(), hostKey.publicKey()), sshd.server());
  }

  private static Path write(Path folder, int port, KeyPair hostKey, List<String> first) {
    String text =
        """
        %s
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s
        AuthorizedKeysFile .ssh/authorized_keys
        StrictModes no
        UsePAM no
        PermitRootLogin yes
        PasswordAuthentication yes
        KbdInteractiveAuthentication no
        PidFile none
        LogLevel VERBOSE
        %s
        """
            .formatted(String.join("\n", first), port, hostKey.file(), penalties());
    try {
      return Files.writeString(folder.resolve("sshd_config"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Since 9.8, sshd shuts out for seconds whoever ends many logins at once. */
  private static String penalties() {
    String version = Program.of(Peers.path("sshd"), "-V").run().errors();
    Matcher numbers = VERSION.matcher(version);
    return numbers.find()
            && 100 * Integer.parseInt(numbers.group(1)) + Integer.parseInt(numbers.group(2)) >= 908
        ? "PerSourcePenalties no"
        : "";
  }

  /** Whether it is as new as 9.8. */
  public static boolean knowsPenalties(Path sshd) {
    return !Program.of(sshd, "-T", "-f", "/dev/null", "-o", "PerSourcePenalties=yes")
        .run()
        .errors()
        .contains("Bad configuration option");
  }

  /**
   * Packages leave it to the service manager, which does not run everywhere. Only root needs it.
   */
  static void makePrivilegeSeparationFolder() {
    if (Files.isWritable(PRIVILEGE_SEPARATION_FOLDER.getParent())) {
      try {
        Files.createDirectories(PRIVILEGE_SEPARATION_FOLDER);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public long pid() {
    return server.pid();
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
  public void close() {
    server.close();
  }
}
