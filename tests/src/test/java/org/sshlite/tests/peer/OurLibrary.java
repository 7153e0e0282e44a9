package org.sshlite.tests.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.protocol.transport.TransportOptions;

/** Our client's library, used in the process of the test or benchmark. */
public final class OurLibrary {
  private OurLibrary() {}

  /**
   * @param identity the only key that is offered
   * @param knownHosts the only hosts that are believed
   */
  public static ClientOptions options(TransportOptions transport, Path identity, Path knownHosts) {
    ClientOptions usual = ClientOptions.defaults();
    return ClientOptions.builder()
        .transport(transport)
        .trust(
            new TrustOptions(
                KnownHosts.open(List.of(knownHosts), List.of()),
                StrictHostKeyChecking.YES,
                false,
                Optional.empty(),
                usual.trust().requiredRsaBits()))
        .login(
            new LoginOptions(
                List.of("publickey"),
                List.of(),
                List.of(new KeyLocation(identity, true)),
                0,
                usual.login().requiredRsaBits()))
        .build();
  }

  /** What {@link org.sshlite.client.SshClient#connect(String)} takes. */
  public static String destination(Target target) {
    return "ssh://" + target.user() + "@" + Target.HOST + ":" + target.port();
  }
}
