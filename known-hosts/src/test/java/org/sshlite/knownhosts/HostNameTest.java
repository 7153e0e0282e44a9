package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "Host, 22, host",
    "host, 2222, [host]:2222",
    "2001:db8::1, 22, 2001:db8::1",
    "2001:DB8::1, 2222, [2001:db8::1]:2222"
  })
  void a_host_is_written_with_its_port_unless_that_is_22(String name, int port, String text) {
    assertThat(new HostName(name, port)).hasToString(text);
    assertThat(HostName.parse(text)).isEqualTo(new HostName(name, port));
  }

  @ParameterizedTest
  @CsvSource({"[host]:0", "[host]:65536", "[host]:x", "[host]", "[]:22"})
  void what_is_not_a_name_with_a_port_is_a_name(String text) {
    assertThat(HostName.parse(text)).isEqualTo(HostName.of(text));
  }

  @Test
  void an_empty_name_and_a_port_that_is_none_are_mistakes_of_the_caller() {
    assertThatThrownBy(() -> HostName.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostName("host", 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
