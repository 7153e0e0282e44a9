package org.sshlite.sshd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GroupsTest {
  @Test
  void they_are_those_that_id_tells() throws Exception {
    for (String user : new String[] {"root", "nobody", System.getProperty("user.name")}) {
      Process id = new ProcessBuilder("id", "-Gn", user).start();
      String told = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Groups.names(user)).containsExactlyInAnyOrder(told.strip().split(" "));
    }
  }

  @Test
  void one_who_does_not_exist_has_none() {
    assertThat(Groups.names("no-such-user")).isEmpty();
    assertThat(Groups.names("")).isEmpty();
    assertThat(Groups.names("x".repeat(32768))).isEmpty();
  }
}
