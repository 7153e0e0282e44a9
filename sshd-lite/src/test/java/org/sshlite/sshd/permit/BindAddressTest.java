package org.sshlite.sshd.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.protocol.forward.BindAddress;

/** Where OpenSSH 10.5 listened, as seen in /proc/net/tcp and tcp6. */
class BindAddressTest {
  @ParameterizedTest(name = "GatewayPorts {0}, asked for \"{1}\"")
  @CsvSource({
    "no, '', loopback, ''",
    "no, *, loopback, ''",
    "no, localhost, loopback, ''",
    "no, 0.0.0.0, loopback, ''",
    "no, ::, loopback, ''",
    "no, 127.0.0.1, 127.0.0.1, ''",
    "no, ::1, ::1, ''",
    "no, 127.0.0.2, loopback, ''",
    "no, no.such.name.invalid, loopback, ''",
    "no, LOCALHOST, loopback, ''",
    "yes, '', wildcard, ''",
    "yes, *, wildcard, ''",
    "yes, 0.0.0.0, wildcard, ''",
    "yes, localhost, wildcard, localhost",
    "yes, ::, wildcard, ::",
    "yes, 127.0.0.1, wildcard, 127.0.0.1",
    "yes, ::1, wildcard, ::1",
    "yes, 127.0.0.2, wildcard, 127.0.0.2",
    "yes, no.such.name.invalid, wildcard, no.such.name.invalid",
    "clientspecified, '', wildcard, ''",
    "clientspecified, *, wildcard, ''",
    "clientspecified, localhost, loopback, ''",
    "clientspecified, 0.0.0.0, 0.0.0.0, ''",
    "clientspecified, ::, ::, ''",
    "clientspecified, 127.0.0.1, 127.0.0.1, ''",
    "clientspecified, ::1, ::1, ''",
    "clientspecified, 127.0.0.2, 127.0.0.2, ''",
    "clientspecified, no.such.name.invalid, no.such.name.invalid, ''",
    "clientspecified, LOCALHOST, LOCALHOST, ''"
  })
  void a_port_is_listened_at_where_GatewayPorts_puts_it(
      String gateway, String asked, String bound, String overridden) throws Exception {
    BindAddress address =
        switch (bound) {
          case "loopback" -> new BindAddress.Loopback();
          case "wildcard" -> new BindAddress.Wildcard();
          default -> new BindAddress.Host(bound);
        };
    Optional<String> notice =
        overridden.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "Forwarding listen address \"%s\" overridden by server GatewayPorts"
                    .formatted(overridden));
    Permit permit =
        PermitTableTest.permit(
            PermitTableTest.config("GatewayPorts " + gateway, "AddressFamily inet"),
            KeyPermissions.ALL);

    assertThat(permit.ports().listen(asked, 5000, true))
        .isEqualTo(
            new Permission.Granted<>(
                new PortListening(
                    address, Optional.of(StandardProtocolFamily.INET), 5000, notice)));
  }
}
