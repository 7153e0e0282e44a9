package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,192.0.2.7",
    "0:0:0:0:0:0:0:1,::1",
    "0:0:0:0:0:0:0:0,::",
    "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1",
    "::ffff:192.0.2.7,192.0.2.7",
    "fe80::1%1,fe80::1"
  })
  void an_address_is_written_as_OpenSSH_writes_it(String literal, String text) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(literal), 22);
    assertThat(PeerAddresses.text(address)).isEqualTo(text);
  }

  @Test
  void an_end_without_an_address_keeps_its_name() {
    assertThat(PeerAddresses.text(InetSocketAddress.createUnresolved("UNKNOWN", 65535)))
        .isEqualTo("UNKNOWN");
  }
}
