package org.sshlite.tests.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ConnectionLostException;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;

/** A directory of an application's that fails lets nobody in, and its owner finds out why. */
@Timeout(120)
class DirectoryFailureTest {
  private final List<LogRecord> told = new CopyOnWriteArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          told.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Test
  void the_peer_is_told_nothing_of_it_and_the_log_all() throws Exception {
    PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
    ServerOptions options =
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .passwords(
                (_, _) -> {
                  throw new IllegalStateException("no database");
                })
            .shell(_ -> 0)
            .build();
    ClientOptions trusting =
        ClientOptions.builder()
            .trust(TrustPolicy.pinned(hostKey.publicKey()))
            .login(LoginOptions.withPassword("anything"))
            .build();
    Logger log = Logger.getLogger("sshd");
    log.addHandler(handler);
    try (SshServer server = SshServer.start(options);
        SshClient client = SshClient.create(trusting)) {
      assertThatThrownBy(() -> client.connect("ssh://alice@127.0.0.1:" + server.port()))
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageNotContaining("database");
      await()
          .untilAsserted(
              () ->
                  assertThat(told)
                      .anySatisfy(
                          entry -> {
                            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
                            assertThat(entry.getThrown()).hasMessage("no database");
                          }));
    } finally {
      log.removeHandler(handler);
    }
  }
}
