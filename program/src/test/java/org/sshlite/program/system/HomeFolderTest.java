package org.sshlite.program.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HomeFolderTest {
  @Test
  void a_user_has_the_folder_that_the_database_says() {
    String own = System.getProperty("user.home");
    assertThat(HomeFolder.of(System.getProperty("user.name"))).contains(own);
    assertThat(HomeFolder.of("no-such-user")).isEmpty();
    assertThat(HomeFolder.of("")).isEmpty();
  }
}
