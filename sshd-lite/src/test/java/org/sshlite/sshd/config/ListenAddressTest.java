package org.sshlite.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;

class ListenAddressTest {
  private static ListenAddress read(String text) throws ConfigException {
    return ListenAddress.read(ConfigFile.parseOption("ListenAddress " + text));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,127.0.0.1:22",
    "127.0.0.1:80,127.0.0.1:80",
    "::1,[::1]:22",
    "[::1],[::1]:22",
    "[::1]:80,[::1]:80",
    "localhost:80,localhost:80"
  })
  void hosts_and_ports_are_told_apart(String text, String shown) throws Exception {
    assertThat(read(text).show(List.of(22))).containsExactly(shown);
  }

  @Test
  void an_address_without_a_port_is_shown_with_each_of_them() throws Exception {
    assertThat(read("::1").show(List.of(7, 8))).containsExactly("[::1]:7", "[::1]:8");
  }

  @Test
  void an_address_without_a_port_takes_all_of_them() throws Exception {
    assertThat(
            ListenAddress.sockets(
                List.of(read("127.0.0.1"), read("127.0.0.2:9")), List.of(7, 8), AddressFamily.ANY))
        .containsExactly(
            new InetSocketAddress("127.0.0.1", 7),
            new InetSocketAddress("127.0.0.1", 8),
            new InetSocketAddress("127.0.0.2", 9));
  }

  @ParameterizedTest
  @CsvSource({"INET,0.0.0.0", "INET6,::"})
  void everywhere_is_all_addresses_of_the_family(AddressFamily family, String host)
      throws Exception {
    assertThat(ListenAddress.sockets(List.of(), List.of(7), family))
        .containsExactly(new InetSocketAddress(host, 7));
  }

  @Test
  void an_address_of_the_other_family_is_an_error() {
    assertThatThrownBy(
            () ->
                ListenAddress.sockets(List.of(read("127.0.0.1")), List.of(22), AddressFamily.INET6))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad addr or host: 127.0.0.1");
  }

  /** Found by generated input: it was shown as two lines. */
  @Test
  void a_control_character_is_part_of_none() {
    assertThatThrownBy(() -> read("\"C:1\":2]\\E]\r\u0010")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> read("\"host\rPort 23\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad address:port usage");
  }
}
