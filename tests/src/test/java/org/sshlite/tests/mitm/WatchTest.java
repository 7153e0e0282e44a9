package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.mitm.watch.Lookout;
import org.sshlite.mitm.watch.Sight;
import org.sshlite.mitm.watch.State;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Target;

class WatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void a_host_is_seen_directly_and_through_a_jump_host(@TempDir Path folder) throws Exception {
    OpenSshServer.require();
    try (OpenSshServer server = OpenSshServer.start(folder)) {
      Target target = server.target();
      LoginOptions login =
          new LoginOptions(
              List.of("publickey"),
              List.of(),
              List.of(),
              List.of(new KeyLocation(target.identity().file(), true)),
              List.of(),
              Optional.empty(),
              true,
              1,
              2048);
      TrustOptions trust =
          TrustOptions.builder()
              .knownHosts(KnownHosts.open(List.of(target.knownHosts()), List.of()))
              .build();
      Destination host = Destination.parseJump("127.0.0.1:" + target.port()).orElseThrow();
      Destination jump =
          Destination.parseJump(target.user() + "@127.0.0.1:" + target.port()).orElseThrow();
      ClientOptions options = ClientOptions.builder().trust(trust).login(login).build();
      try (SshClient client = SshClient.create(options)) {
        List<Sight> sights = new Lookout(client, List.of(jump), LIMIT, 2).look(List.of(host));

        assertThat(sights).extracting(Sight::way).containsExactly(Lookout.DIRECT, jump.asJump());
        assertThat(sights)
            .allSatisfy(
                sight -> {
                  assertThat(sight.state()).isEqualTo(State.BELIEVED);
                  assertThat(sight.fingerprint()).isEqualTo(target.hostKey().fingerprint());
                });
      }
    }
  }
}
