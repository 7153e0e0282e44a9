package org.sshlite.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** LocalCommand, as OpenSSH's ssh runs it. */
class LocalCommandTest {
  private static final String TOKENS =
      "LocalCommand=echo %n %h %p %r %u %l %L %k %C %d %i %T %% \"$HOME\"; read line; echo $line";

  @TempDir static Path folder;
  private static LiteServer server;

  @BeforeAll
  static void start() {
    server = LiteServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void require() {
    Peers.require("ssh");
  }

  private static Finished run(Program ssh, String permission, String command) {
    Target target = server.target();
    return ssh.with(
            "-F",
            "none",
            "-p",
            "" + target.port(),
            "-i",
            target.identity().file().toString(),
            "-o",
            "UserKnownHostsFile=" + target.knownHosts(),
            "-o",
            "PermitLocalCommand=" + permission,
            "-o",
            command,
            target.user() + "@" + Target.HOST,
            "cat; exit 4")
        .input("one\ntwo\n")
        .run();
  }

  private static Program ssh() {
    return Program.of(Peers.path("ssh"));
  }

  @Test
  void it_runs_after_the_login_and_before_the_session_on_our_own_streams() {
    Finished ours = run(OurProgram.sshLite(), "yes", TOKENS);
    assertThat(ours.errors()).isEmpty();
    assertThat(ours.text()).isEqualTo(run(ssh(), "yes", TOKENS).text()).contains(" NONE % /");
    assertThat(ours.status()).isEqualTo(4);
  }

  @Test
  void it_does_not_run_unless_permitted() {
    assertThat(run(OurProgram.sshLite(), "no", TOKENS).text())
        .isEqualTo(run(ssh(), "no", TOKENS).text())
        .isEqualTo("one\ntwo\n");
  }

  @Test
  void its_failure_ends_nothing() {
    assertThat(run(OurProgram.sshLite(), "yes", "LocalCommand=exit 9").status()).isEqualTo(4);
  }

  @Test
  void one_with_an_unknown_token_is_refused_before_the_connection() {
    assertThat(run(OurProgram.sshLite(), "yes", "LocalCommand=echo %q").status()).isEqualTo(255);
    assertThat(run(ssh(), "yes", "LocalCommand=echo %q").status()).isEqualTo(255);
  }
}
