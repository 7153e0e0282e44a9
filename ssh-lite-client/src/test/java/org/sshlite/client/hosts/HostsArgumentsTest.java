package org.sshlite.client.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.client.command.HostPlan;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class HostsArgumentsTest {
  @ParameterizedTest
  @CsvSource({
    "--hosts, --hosts requires an argument",
    "--hosts a --parallel 0 true, --parallel: 1 to 1024",
    "--hosts a --parallel 1025 true, --parallel: 1 to 1024",
    "--hosts a --timeout x true, invalid time x",
    "--hosts a, --hosts: no command to run",
    "'--hosts , true', ',: no hosts'",
    "--hosts /no/such true, /no/such: cannot be read",
    "--hosts a --what true, unknown option --what",
    "--hosts a -N, '--hosts runs a command: not with -G, -N, -s or -W'",
    "--hosts a -O exit true, --hosts: -O and -E are not for many hosts",
    "--hosts a -E log true, --hosts: -O and -E are not for many hosts",
    "--hosts a -A true, '--hosts: nothing is forwarded, and there is no terminal'",
    "--hosts a -L 1:b:1 true, '--hosts: nothing is forwarded, and there is no terminal'",
    "--hosts a -t true, '--hosts: nothing is forwarded, and there is no terminal'",
    "--hosts a --order x true, unknown order x",
    "--hosts a -! true, unknown option -- !"
  })
  void what_makes_no_sense_is_told(String line, String problem) {
    assertThatThrownBy(() -> check(line.split(" ")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void what_asks_for_nothing_of_that_is_taken() throws Exception {
    check("--hosts a -a -x -T true".split(" "));
  }

  @Test
  void one_address_is_no_file() throws Exception {
    assertThat(HostsArguments.parse(new String[] {"--hosts", "ssh://root@h:22", "true"}).hosts())
        .containsExactly("ssh://root@h:22");
  }

  private static void check(String[] words) throws ConfigException {
    HostsArguments arguments = HostsArguments.parse(words);
    HostPlan.check(
        arguments.hosts().getFirst(), arguments.rest(), false, new StderrLog(LogLevel.QUIET));
  }
}
