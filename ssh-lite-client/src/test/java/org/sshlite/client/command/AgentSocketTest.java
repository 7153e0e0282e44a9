package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSocketTest {
  private static final Map<String, String> VARIABLES =
      Map.of("SSH_AUTH_SOCK", "/run/agent", "OTHER", "/run/other", "EMPTY", "");

  @Test
  void a_path_is_itself_and_a_variable_what_it_holds() {
    assertThat(AgentSocket.of("/some/where", VARIABLES::get)).contains(Path.of("/some/where"));
    assertThat(AgentSocket.of("SSH_AUTH_SOCK", VARIABLES::get)).contains(Path.of("/run/agent"));
    assertThat(AgentSocket.of("$SSH_AUTH_SOCK", VARIABLES::get)).contains(Path.of("/run/agent"));
    assertThat(AgentSocket.of("$OTHER", VARIABLES::get)).contains(Path.of("/run/other"));
  }

  @Test
  void a_variable_that_is_not_set_or_empty_names_no_agent() {
    assertThat(AgentSocket.of("$MISSING", VARIABLES::get)).isEmpty();
    assertThat(AgentSocket.of("$EMPTY", VARIABLES::get)).isEmpty();
    assertThat(AgentSocket.of("SSH_AUTH_SOCK", Map.<String, String>of()::get)).isEmpty();
  }
}
