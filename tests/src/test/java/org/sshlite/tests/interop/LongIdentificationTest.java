package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;

/** What administrators let sshd say of itself, beyond RFC 4253 §4.2. */
class LongIdentificationTest {
  @TempDir Path folder;

  @Test
  void a_host_may_say_more_of_itself_than_the_RFC_allows_and_by_other_letters() {
    OpenSshServer.require();
    String words = "Müller\tAG " + "x".repeat(300);
    try (OpenSshServer server = OpenSshServer.start(folder, "VersionAddendum " + words)) {
      Finished finished = Login.to(server.target()).command("echo out").by(Client.SSH_LITE).run();
      assertThat(finished.text()).isEqualTo("out\n");
      assertThat(finished.status()).isZero();
    }
  }
}
