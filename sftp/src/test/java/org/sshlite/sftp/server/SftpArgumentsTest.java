package org.sshlite.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a Subsystem line says behind internal-sftp. */
class SftpArgumentsTest {
  /** CVE-2026-59997: OpenSSH's server read nine of them. */
  @Test
  void what_stands_behind_many_others_counts_too() throws Exception {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      arguments.addAll(List.of("-l", "ERROR"));
    }
    arguments.add("-R");

    assertThat(SftpArguments.parse(arguments).permissions().readOnly()).isTrue();
    assertThat(SftpArguments.parse(List.of()).permissions().readOnly()).isFalse();
  }
}
