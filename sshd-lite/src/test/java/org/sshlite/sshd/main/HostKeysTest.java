package org.sshlite.sshd.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class HostKeysTest {
  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final HostKeys keys = new HostKeys(log, 2048, Optional.empty());

  @BeforeEach
  void log_to_a_file() throws ConfigException {
    log.redirect(folder.resolve("log"));
  }

  @Test
  void a_key_is_made_once_and_found_again() throws Exception {
    Path state = folder.resolve("state/sshd-lite");
    String first = keys.own(state).publicKey().fingerprint();
    assertThat(keys.own(state).publicKey().fingerprint()).isEqualTo(first);
    Path file = state.resolve("ssh_host_ed25519_key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    assertThat(Files.readString(Path.of(file + ".pub"))).startsWith("ssh-ed25519 AAAA");
  }

  @Test
  void a_key_that_others_may_read_is_told_and_left_out() throws Exception {
    keys.own(folder);
    Path file = folder.resolve("ssh_host_ed25519_key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> keys.named(List.of(file.toString())))
        .isInstanceOfSatisfying(
            ExitException.class, e -> assertThat(e.status()).isEqualTo(ExitException.USAGE))
        .hasMessage("sshd-lite: no hostkeys available -- exiting.");
    assertThat(Files.readString(folder.resolve("log"))).contains("Unable to load host key: ");
  }

  @Test
  void one_that_can_be_read_is_enough() throws Exception {
    keys.own(folder);
    String good = folder.resolve("ssh_host_ed25519_key").toString();
    assertThat(keys.named(List.of("/no/such/key", good))).hasSize(1);
  }

  @Test
  void a_folder_that_cannot_be_made_is_one_clear_line() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> keys.own(file.resolve("state")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "Unable to load host key: " + file.resolve("state/ssh_host_ed25519_key") + ": ");
  }
}
