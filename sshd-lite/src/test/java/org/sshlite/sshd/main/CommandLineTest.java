package org.sshlite.sshd.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.program.config.LogLevel;
import org.sshlite.sshd.config.AddressFamily;

class CommandLineTest {
  @Test
  void flags_may_be_joined_and_arguments_may_follow_or_stand_apart() throws Exception {
    CommandLine line =
        CommandLine.parse("-4Deddp22", "-p", "2222", "-hkey", "-o", "Port=1", "-oBanner none");
    assertThat(line.family()).contains(AddressFamily.INET);
    assertThat(line.ports()).containsExactly(22, 2222);
    assertThat(line.hostKeys()).containsExactly("key");
    assertThat(line.options()).extracting("keyword").containsExactly("Port", "Banner");
    assertThat(line.debugging()).isTrue();
    assertThat(line.logLevel()).contains(LogLevel.DEBUG2);
    assertThat(line.logToStderr()).isTrue();
  }

  @Test
  void files_and_times_are_taken_as_sshd_takes_them() throws Exception {
    CommandLine line = CommandLine.parse("-f", "conf", "-E", "log.%p", "-g", "1m30s", "-q");
    assertThat(line.configFile()).contains("conf");
    assertThat(line.logFile()).contains(Path.of("log." + ProcessHandle.current().pid()));
    assertThat(line.grace()).contains(Duration.ofSeconds(90));
    assertThat(line.logLevel()).contains(LogLevel.QUIET);
  }

  @ParameterizedTest
  @CsvSource({
    "-t,TEST",
    "-T,PRINT",
    "-G,PRINT_ONLY",
    "-V,VERSION",
    "-D,SERVE",
    "-rQ,SERVE",
    "--,SERVE"
  })
  void the_task_follows_from_the_flags(String word, CommandLine.Task task) throws Exception {
    assertThat(CommandLine.parse(word).task()).isEqualTo(task);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p x|Bad port number.",
        "-p 70000|Bad port number.",
        "-g 1y|Invalid login grace time.",
        "-D extra|Extra argument extra.",
        "extra|Extra argument extra.",
        "-o|option requires an argument -- o",
        "-x|unknown option -- x",
        "-Dx|unknown option -- x"
      })
  void what_sshd_would_not_take_is_told_with_status_1(String words, String message) {
    assertThatThrownBy(() -> CommandLine.parse(words.split(" ")))
        .isInstanceOfSatisfying(
            ExitException.class, e -> assertThat(e.status()).isEqualTo(ExitException.USAGE))
        .hasMessageStartingWith(message);
  }

  /** The init script of Debian for sshd begins nothing whose usage does not name OpenSSH. */
  @Test
  void the_usage_begins_with_the_version_as_sshds_does() {
    for (String word : new String[] {"-?", "-h"}) {
      assertThatThrownBy(() -> CommandLine.parse(word))
          .hasMessageMatching("(?s).*\\nOpenSSH_[0-9.p]+ compatible: sshd-lite .*\\nusage: .*");
    }
  }
}
