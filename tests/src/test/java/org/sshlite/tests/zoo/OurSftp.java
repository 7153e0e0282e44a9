package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;

/**
 * ssh-lite-sftp, on a server that serves files and runs no commands.
 *
 * @param folder for a terminal, and what is moved
 * @param data what is moved
 */
record OurSftp(Path folder, Path data) {
  private static final String FOLDER_SHOWN = "Remote working directory: ";

  void attempt(Target target, Cell cell, Duration limit) {
    Login login = Login.to(target);
    switch (cell) {
      case PASSWORD -> asksForThePassword(target, login.byPassword());
      case ED25519, ECDSA, RSA -> shows(batch(target, login, "pwd\n").run(limit));
      case DOWN_SERVER_REKEYS -> moves(target, login, "get", limit);
      case UP_SERVER_REKEYS -> moves(target, login, "put", limit);
      case DOWN_CLIENT_REKEYS -> moves(target, login.rekeyEvery("1M"), "get", limit);
      case UP_CLIENT_REKEYS -> moves(target, login.rekeyEvery("1M"), "put", limit);
      case KEEPALIVE ->
          // who does not answer is left after six seconds
          shows(
              batch(
                      target,
                      login,
                      "!sleep 7.5\npwd\n",
                      "-oServerAliveInterval=1",
                      "-oServerAliveCountMax=6")
                  .run(limit));
      case STATUS, SIGNAL, PTY, FILES, TREE ->
          throw new IllegalArgumentException(cell + " needs a command");
    }
  }

  private static Program sftp(Target target, Login login) {
    Program sftp = OurProgram.sftp();
    sftp.with("-F", "none", "-P", "" + target.port());
    OpenSshArguments.of(login).stream().filter(word -> !word.equals("-T")).forEach(sftp::with);
    return sftp.with("-o", "User=" + target.user());
  }

  private static Program batch(Target target, Login login, String commands, String... options) {
    return sftp(target, login).with(options).with("-v", "-b", "-", Target.HOST).input(commands);
  }

  private static void shows(Finished finished) {
    assertThat(finished.text()).as(finished.errors()).contains(FOLDER_SHOWN);
    assertThat(finished.status()).isZero();
  }

  private void asksForThePassword(Target target, Login login) {
    Program program = sftp(target, login).with(Target.HOST);
    try (Terminal terminal = Terminal.open(folder, 100, 20, program)) {
      terminal.awaitScreen("password:");
      terminal.typeLine(Account.PASSWORD);
      terminal.awaitEndOfScreen("sftp>");
      terminal.typeLine("pwd");
      terminal.awaitScreen(FOLDER_SHOWN);
      terminal.awaitEndOfScreen("sftp>");
      terminal.typeLine("bye");
      assertThat(terminal.awaitStatus()).isZero();
    }
  }

  /** Both ends are on this machine. */
  private void moves(Target target, Login login, String command, Duration limit) {
    try {
      Path copy = Files.createTempDirectory(folder, "moved").resolve("copy");
      Finished finished = batch(target, login, command + " " + data + " " + copy + "\n").run(limit);
      assertThat(finished.status()).as(finished.errors()).isZero();
      assertThat(copy).hasSameBinaryContentAs(data);
      Trial.requireRekey(finished.errors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
