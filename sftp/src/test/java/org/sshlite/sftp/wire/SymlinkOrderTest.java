package org.sshlite.sftp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymlinkOrderTest {
  private static final FileName ONE = FileName.of("one");
  private static final FileName OTHER = FileName.of("other");

  @ParameterizedTest
  @CsvSource({
    "OpenSSH_9.2p1 Debian-2+deb12u10, TARGET_FIRST, TARGET_FIRST",
    "sshlite_0.2, TARGET_FIRST, TARGET_FIRST",
    "paramiko_2.12.0, TARGET_FIRST, TARGET_FIRST",
    "APACHE-SSHD-2.20.0, TARGET_FIRST, TARGET_FIRST",
    "libssh2_1.10.0, TARGET_FIRST, TARGET_FIRST",
    "mod_sftp, TARGET_FIRST, TARGET_FIRST",
    "proxied, TARGET_FIRST, TARGET_FIRST",
    "ssh2js1.17.0, LINK_FIRST, LINK_FIRST",
    "AsyncSSH_2.10.1, LINK_FIRST, LINK_FIRST",
    "libssh_0.10.6, LINK_FIRST, LINK_FIRST",
    "phpseclib_3.0, LINK_FIRST, TARGET_FIRST",
    "WinSCP_release_6.5.1, LINK_FIRST, TARGET_FIRST",
    "SSHJ_0.40.0, TARGET_FIRST, TARGET_FIRST",
    "Erlang/4.15.2, TARGET_FIRST, LINK_FIRST",
    "Twisted_22.4.0, TARGET_FIRST, LINK_FIRST"
  })
  void software_has_its_order(String software, SymlinkOrder client, SymlinkOrder server) {
    assertThat(SymlinkOrder.ofClient(software)).isEqualTo(client);
    assertThat(SymlinkOrder.ofServer(software)).isEqualTo(server);
  }

  @Test
  void only_the_other_order_is_turned_and_only_in_this_request() {
    Request.Symlink request = new Request.Symlink(1, ONE, OTHER);
    Request.Rename rename = new Request.Rename(2, ONE, OTHER);

    assertThat(SymlinkOrder.TARGET_FIRST.turn(request)).isEqualTo(request);
    assertThat(SymlinkOrder.LINK_FIRST.turn(request)).isEqualTo(new Request.Symlink(1, OTHER, ONE));
    assertThat(SymlinkOrder.LINK_FIRST.turn(rename)).isEqualTo(rename);
  }
}
