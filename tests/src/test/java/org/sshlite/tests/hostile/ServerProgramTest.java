package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.OurProgram;

/** What {@code sshd-lite} prints when it cannot start: sshd's words and sshd's status. */
class ServerProgramTest {
  @TempDir Path folder;
  private KeyPair hostKey;

  @BeforeEach
  void makeKey() {
    hostKey = KeyPair.create(folder.resolve("host_key"));
  }

  private Path configuration() {
    return folder.resolve("sshd_config");
  }

  private Finished run(String... lines) throws IOException {
    Files.write(configuration(), List.of(lines));
    return OurProgram.sshdLite("-D", "-e", "-f", configuration().toString()).run();
  }

  @Test
  void the_port_is_in_use() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finished finished =
          run(
              "ListenAddress 127.0.0.1:" + taken.getLocalPort(),
              "HostKey " + hostKey.file(),
              "PidFile none");

      assertThat(finished.errors().strip())
          .isEqualTo(
              "cannot listen on 127.0.0.1 port "
                  + taken.getLocalPort()
                  + ": Address already in use");
      assertThat(finished.status()).isEqualTo(255);
    }
  }

  @Test
  void the_configuration_has_an_error() throws IOException {
    Finished finished = run("Port 22", "LoginGraceTime soon");

    assertThat(finished.errors().strip())
        .isEqualTo(configuration() + " line 2: invalid time value.");
    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void the_configuration_has_a_keyword_that_nobody_knows() throws IOException {
    Finished finished = run("Port 22", "PermitRotLogin no");

    assertThat(finished.errors().strip())
        .isEqualTo(configuration() + " line 2: Bad configuration option: PermitRotLogin");
    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void the_host_key_is_open_to_others() throws IOException {
    Files.setPosixFilePermissions(hostKey.file(), PosixFilePermissions.fromString("rw-r--r--"));

    Finished finished = run("Port 0", "ListenAddress 127.0.0.1", "HostKey " + hostKey.file());

    assertThat(finished.errors().strip())
        .hasLineCount(2)
        .startsWith("Unable to load host key: " + hostKey.file() + ": permissions rw-r--r-- ")
        .endsWith("sshd-lite: no hostkeys available -- exiting.");
    assertThat(finished.status()).isEqualTo(1);
  }

  @Test
  void the_host_key_is_no_key() throws IOException {
    Files.writeString(hostKey.file(), "no key\n");

    Finished finished = run("Port 0", "ListenAddress 127.0.0.1", "HostKey " + hostKey.file());

    assertThat(finished.errors().strip())
        .hasLineCount(2)
        .startsWith("Unable to load host key: " + hostKey.file() + ": not a usable private key")
        .endsWith("sshd-lite: no hostkeys available -- exiting.");
    assertThat(finished.status()).isEqualTo(1);
  }
}
