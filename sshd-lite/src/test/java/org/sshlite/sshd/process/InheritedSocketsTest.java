package org.sshlite.sshd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InheritedSocketsTest {
  private static final String OWN = String.valueOf(ProcessHandle.current().pid());

  @ParameterizedTest
  @CsvSource({
    "own, 2, 2",
    "own, 0, 0",
    "own, -1, 0",
    "own, x, 0",
    "own, 4294967299, 0",
    "own, 99, 64",
    "1, 2, 0",
    "'', 2, 0",
    "own, '', 0"
  })
  void sockets_are_taken_only_by_the_process_they_are_meant_for(String pid, String count, int own) {
    Map<String, String> environment =
        Map.of("LISTEN_PID", pid.replace("own", OWN), "LISTEN_FDS", count);

    assertThat(InheritedSockets.count(environment)).isEqualTo(own);
  }
}
