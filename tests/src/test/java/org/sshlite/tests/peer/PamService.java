package org.sshlite.tests.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.sshlite.tests.peer.MachineUsers.RootServer;

/**
 * A service of PAM's that only tests ask, and servers that do; for who has the machine's real
 * users, and so is alone.
 */
public final class PamService implements AutoCloseable {
  private static final String NAME = "sshlite-tests";
  private static final Path STACK = Path.of("/etc/pam.d", NAME);

  private final MachineUsers users;

  /**
   * @param stack as pam.d(5) has it
   */
  public PamService(MachineUsers users, String stack) throws IOException {
    this.users = users;
    Files.writeString(STACK, stack);
  }

  /** Skips the test where there is no PAM. */
  public static void require() {
    Assumptions.assumeTrue(Files.isDirectory(STACK.getParent()), "needs PAM, /etc/pam.d");
    Peers.require("useradd", "userdel", "groupadd", "groupdel", "usermod", "chage");
  }

  /** Our server, by this service. */
  public RootServer sshdLite(String... configuration) {
    return users.sshdLite(with("PAMServiceName " + NAME, configuration));
  }

  /** OpenSSH's. Before OpenSSH 10 its name is the one of its service. */
  public RootServer openSsh(String... configuration) throws IOException {
    Path sshd = Peers.path("sshd");
    String named = "PAMServiceName=" + NAME;
    Finished asked = Program.of(sshd, "-G", "-f", "/dev/null", "-o", named).run();
    if (asked.status() == 0) {
      return users.openSsh(with("PAMServiceName " + NAME, configuration));
    }
    Path folder = Files.createTempDirectory(users.folder(), "sshd");
    return users.openSsh(
        Files.createSymbolicLink(folder.resolve(NAME), sshd), with("", configuration));
  }

  private static String[] with(String line, String... configuration) {
    return Stream.concat(Stream.of("UsePAM yes", line), Stream.of(configuration))
        .toArray(String[]::new);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(STACK);
  }
}
