package org.sshlite.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/8|10.255.0.1|true",
        "10.0.0.0/8|11.0.0.1|false",
        "10.1.2.3|10.1.2.3|true",
        "0.0.0.0/0|8.8.8.8|true",
        "0.0.0.0/0|::1|false",
        "2001:db8::/32|2001:db8:1::5|true",
        "2001:db8::/33|2001:db8:8000::5|false",
        "::1|0:0:0:0:0:0:0:1|true",
        "10.*|10.9.9.9|true",
        "*.example.com|db.example.com|true",
        "!10.0.0.5,10.0.0.0/24|10.0.0.5|false",
        "10.0.0.0/24,!10.0.0.5|10.0.0.6|true"
      })
  void networks_addresses_and_patterns_match(String list, String address, boolean matches) {
    assertThat(AddressList.parse(list).orElseThrow().matches(address, address)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a,,b",
        "!",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::/129",
        "10.0.0.0/x"
      })
  void what_cannot_be_meant_is_refused(String list) {
    assertThat(AddressList.parse(list)).isEmpty();
  }
}
