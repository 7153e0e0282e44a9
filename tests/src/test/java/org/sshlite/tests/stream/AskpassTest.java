package org.sshlite.tests.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;

/** Programs that ask in the place of the terminal, when they do and what they are told. */
class AskpassTest {
  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    Peers.require("setsid");
    server = LiteServer.start(shared);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  /** Writes down each question, and answers yes to the first and the password to all others. */
  @BeforeEach
  void writeAskpass() throws IOException {
    script(
        "askpass",
        "echo \"$1\" >>${0%%/*}/asked\ncase $1 in *yes/no*) echo yes;; *) echo %s;; esac");
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text.formatted(Account.PASSWORD) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A login by password at a host that is not known yet. */
  private Program client() {
    Target target = server.passwordTarget();
    return OurProgram.sshLite("-F", "none", "-o", "PreferredAuthentications=password")
        .with("-o", "UserKnownHostsFile=" + folder.resolve("known_hosts"))
        .with("-o", "GlobalKnownHostsFile=none", "-o", "NumberOfPasswordPrompts=1")
        .with("-p", "" + target.port(), "-l", target.user(), Target.HOST, "echo in");
  }

  private Program withoutTerminal(String environment) {
    Program program =
        Program.of(Peers.path("setsid"), "-w", "env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY");
    for (String variable : environment.split(" ")) {
      program.with(variable);
    }
    return program.with(client().command().toArray(String[]::new)).in(folder);
  }

  @Test
  void a_program_asks_where_there_is_no_terminal() {
    Finished finished = withoutTerminal("SSH_ASKPASS=./askpass DISPLAY=:0").run();

    assertThat(finished.text()).isEqualTo("in\n");
    assertThat(folder.resolve("asked"))
        .content()
        .contains("Are you sure you want to continue connecting (yes/no/[fingerprint])?")
        .endsWith(Account.NAME + "@127.0.0.1's password: \n");
  }

  /** When one may: AskpassTest of the client. */
  @Test
  void no_program_asks_where_it_must_not() {
    Finished finished =
        withoutTerminal("SSH_ASKPASS=./askpass DISPLAY=:0 SSH_ASKPASS_REQUIRE=never").run();

    assertThat(finished.errors()).contains("Host key verification failed.");
    assertThat(folder.resolve("asked")).doesNotExist();
  }

  @Test
  void a_program_that_cannot_be_run_is_named() {
    Finished finished = withoutTerminal("SSH_ASKPASS=/nonexistent SSH_ASKPASS_REQUIRE=force").run();

    assertThat(finished.errors())
        .startsWith("ssh_askpass: exec(/nonexistent): No such file or directory")
        .contains("Host key verification failed.");
  }

  @Test
  void a_window_that_is_closed_is_no_consent() throws IOException {
    script("closed", "echo yes; exit 1");

    Finished finished = withoutTerminal("SSH_ASKPASS=./closed SSH_ASKPASS_REQUIRE=force").run();

    assertThat(finished.errors()).contains("Host key verification failed.");
    assertThat(folder.resolve("known_hosts")).doesNotExist();
  }

  @Test
  void a_terminal_is_asked_although_there_is_a_display() {
    Terminal.require();
    try (Terminal terminal = Terminal.open(folder, 90, 20, withDisplay(""))) {
      terminal.awaitScreen("(yes/no/[fingerprint])?");
      terminal.typeLine("no");

      assertThat(terminal.awaitStatus()).isEqualTo(255);
    }
  }

  @Test
  void a_program_that_is_preferred_asks_although_there_is_a_terminal() {
    Terminal.require();
    try (Terminal terminal = Terminal.open(folder, 90, 20, withDisplay("Prefer"))) {
      assertThat(terminal.awaitStatus()).isZero();
      assertThat(terminal.screen()).doesNotContain("yes/no");
    }
  }

  private Program withDisplay(String requirement) {
    return client()
        .env("SSH_ASKPASS", folder.resolve("askpass").toString())
        .env("SSH_ASKPASS_REQUIRE", requirement)
        .env("DISPLAY", ":0");
  }
}
