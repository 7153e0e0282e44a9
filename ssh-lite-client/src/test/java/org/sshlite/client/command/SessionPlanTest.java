package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.message.SessionRequest;

class SessionPlanTest {
  private final ClientConfig config = new ClientConfig();

  private SessionPlan plan(String command, boolean stdinIsTerminal) {
    return SessionPlan.of(config, command, stdinIsTerminal, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    // RequestTTY, command, stdin is a terminal, gets one, missed one
    "AUTO, '', true, true, false",
    "AUTO, '', false, false, true",
    "AUTO, ls, true, false, false",
    "YES, ls, true, true, false",
    "YES, ls, false, false, true",
    "FORCE, ls, false, true, false",
    "NO, '', true, false, false",
  })
  void who_gets_a_terminal(
      RequestTty tty, String command, boolean stdinIsTerminal, boolean gets, boolean missed) {
    config.requestTty.override(tty);
    SessionPlan plan = plan(command, stdinIsTerminal);
    assertThat(plan.terminal()).isEqualTo(gets);
    assertThat(plan.terminalMissed()).isEqualTo(missed);
  }

  @Test
  void without_stdin_there_is_no_terminal() {
    config.stdinNull.override(true);
    assertThat(plan("", true).terminal()).isFalse();
  }

  @Test
  void what_is_run() {
    assertThat(plan("", true).program()).contains(new SessionRequest.Shell());
    assertThat(plan("ls -l", true).program())
        .get()
        .isInstanceOfSatisfying(
            SessionRequest.Exec.class, exec -> assertThat(exec.text()).isEqualTo("ls -l"));
    config.sessionType.override(SessionType.SUBSYSTEM);
    assertThat(plan("sftp", true).program()).contains(new SessionRequest.Subsystem("sftp"));
    config.sessionType.override(SessionType.NONE);
    assertThat(plan("", true).program()).isEmpty();
    assertThat(plan("", true).terminal()).isFalse();
  }

  @Test
  void variables_that_are_named_and_no_others_are_sent() throws Exception {
    ConfigReader reader = new ConfigReader(config, new StderrLog(LogLevel.QUIET));
    reader.option("SendEnv=LANG LC_*");
    reader.option("SetEnv=A=1=2");
    Map<String, String> environment =
        new TreeMap<>(Map.of("LANG", "C", "LC_ALL", "x", "SECRET", "y", "XLANG", "z"));
    assertThat(SessionPlan.of(config, "", true, environment).variables())
        .extracting(env -> env.name() + "=" + env.text())
        .containsExactly("LANG=C", "LC_ALL=x", "A=1=2");
  }

  @Test
  void the_terminals_type_is_ours_or_that_of_SetEnv() throws Exception {
    Map<String, String> environment = Map.of("TERM", "xterm");
    assertThat(SessionPlan.of(config, "", true, environment).terminalType()).isEqualTo("xterm");
    new ConfigReader(config, new StderrLog(LogLevel.QUIET)).option("SetEnv=TERM=vt100");
    assertThat(SessionPlan.of(config, "", true, environment).terminalType()).isEqualTo("vt100");
    assertThat(plan("", true).terminalType()).isEqualTo("vt100");
  }
}
