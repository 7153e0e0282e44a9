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
import org.sshlite.tests.peer.Running;

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

  /** An address may be there only later: one that is shuts nobody out meanwhile. */
  @Test
  void of_several_addresses_one_cannot_be_listened_at() throws IOException {
    Files.write(
        configuration(),
        List.of(
            "ListenAddress 203.0.113.9:0",
            "ListenAddress 127.0.0.1:0",
            "HostKey " + hostKey.file(),
            "PidFile none"));
    try (Running server =
        OurProgram.sshdLite("-D", "-e", "-f", configuration().toString()).start()) {
      server.awaitErrors("Server listening on 127.0.0.1 port ");
      server.awaitErrors("cannot listen on 203.0.113.9 port 0: Cannot assign requested address");
    }
  }

  @Test
  void an_address_that_has_no_name_is_found_by_a_test_already() throws IOException {
    Files.write(
        configuration(), List.of("ListenAddress no-such.invalid", "HostKey " + hostKey.file()));
    Finished finished = OurProgram.sshdLite("-t", "-f", configuration().toString()).run();

    assertThat(finished.errors().strip())
        .isEqualTo("bad addr or host: no-such.invalid (Name or service not known)");
    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void one_that_calls_itself_OpenSSH_is_warned_of() throws IOException {
    Files.write(
        configuration(), List.of("VersionAddendum My OpenSSH_9.9", "HostKey " + hostKey.file()));
    Finished finished = OurProgram.sshdLite("-t", "-f", configuration().toString()).run();

    assertThat(finished.errors().strip())
        .startsWith("VersionAddendum names OpenSSH: clients ")
        .hasLineCount(1);
    assertThat(finished.status()).isZero();
  }

  @Test
  void a_login_to_print_for_is_said_in_pairs() throws IOException {
    Files.write(configuration(), List.of("HostKey " + hostKey.file()));
    Finished finished =
        OurProgram.sshdLite("-T", "-C", "user", "-f", configuration().toString()).run();

    assertThat(finished.errors().strip()).isEqualTo("Invalid test mode specification user");
    assertThat(finished.status()).isEqualTo(1);
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
