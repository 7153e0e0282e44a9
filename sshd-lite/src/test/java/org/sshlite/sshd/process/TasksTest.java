package org.sshlite.sshd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {
  @TempDir private Path mount;

  private void group(String path, String limit) throws IOException {
    Path folder = Files.createDirectories(mount.resolve(path));
    Files.writeString(folder.resolve("pids.max"), limit + "\n");
  }

  @Test
  void a_group_has_the_limits_of_those_that_it_is_in() throws Exception {
    group("system.slice", "4000");
    group("system.slice/sshd.service", "max");
    group("system.slice/sshd.service/main", "5000");
    assertThat(Tasks.limits(mount, List.of("0::/system.slice/sshd.service/main")))
        .containsExactlyInAnyOrder(4000L, 5000L);
  }

  @Test
  void so_it_is_in_groups_of_the_first_version() throws Exception {
    group("pids/docker", "300");
    assertThat(Tasks.limits(mount, List.of("7:pids:/docker/x", "3:cpu:/docker", "0::/")))
        .containsExactly(300L);
  }

  @Test
  void a_path_that_leads_out_has_none() {
    assertThat(Tasks.limits(mount, List.of("0::/../..", "", "x"))).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void this_machine_has_a_limit() {
    assertThat(Tasks.most().orElseThrow()).isPositive();
  }
}
