package org.sshlite.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;

/** What is read without {@code -f}. */
class SystemConfigurationTest {
  /** In place of the machine's own, for this process alone. */
  private static final String MOUNTS =
      """
      mount -t tmpfs tmpfs /etc/ssh
      mkdir /etc/ssh/sshd_config.d
      echo 'Include /etc/ssh/sshd_config.d/*.conf' > /etc/ssh/sshd_config
      echo 'UsePAM yes' >> /etc/ssh/sshd_config
      echo 'Port 2718' > /etc/ssh/sshd_config.d/port.conf
      chmod 755 /etc/ssh
      """;

  @TempDir private Path folder;

  @Test
  void roots_server_takes_the_configuration_of_the_sshd_whose_place_it_takes() {
    Peers.require("unshare", "mount");
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to mount");

    assertThat(listing("exec \"$@\"")).contains("Port 2718\n", "UsePAM yes\n");
  }

  @Test
  void nobody_elses_does() {
    Peers.require("unshare", "mount", "setpriv");
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to mount");

    String asNobody = "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"";
    assertThat(listing(asNobody)).contains("Port 2222\n", "UsePAM no\n");
  }

  private String listing(String last) {
    Finished finished =
        OurProgram.sshdLite("-G")
            .env("XDG_CACHE_HOME", folder.toString())
            .by("unshare", "--mount", "sh", "-ec", MOUNTS + last, "sh")
            .run();
    assertThat(finished.status()).as(finished.errors()).isZero();
    return finished.text();
  }
}
