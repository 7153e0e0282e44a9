package org.sshlite.tools.keyscan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {
  private static List<String> range(String text) {
    List<String> addresses = new ArrayList<>();
    AddressRange.parse(text).orElseThrow().forEach(addresses::add);
    return addresses;
  }

  @Test
  void a_range_has_all_its_addresses() {
    assertThat(range("192.0.2.252/30"))
        .containsExactly("192.0.2.252", "192.0.2.253", "192.0.2.254", "192.0.2.255");
    assertThat(range("192.0.2.7/32")).containsExactly("192.0.2.7");
    assertThat(range("10.0.0.0/22")).hasSize(1024).endsWith("10.0.3.255");
    assertThat(range("255.255.255.254/31")).containsExactly("255.255.255.254", "255.255.255.255");
  }

  @Test
  void a_range_is_not_counted_before_it_is_gone_through() {
    assertThat(AddressRange.parse("::/0").orElseThrow().iterator().next()).isEqualTo("::");
    assertThat(AddressRange.parse("0.0.0.0/0").orElseThrow().iterator().next())
        .isEqualTo("0.0.0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::/127, 2001:db8::, 2001:db8::1",
    "2001:db8:0:1:0:0:0:fffe/127, 2001:db8:0:1::fffe, 2001:db8:0:1::ffff",
    "2001:0:0:1:0:0:1:0/127, 2001::1:0:0:1:0, 2001::1:0:0:1:1",
    "1:2:3:4:5:6:7:8/127, 1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:9",
    "1:2:3:4:5:6:0:8/127, 1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:9"
  })
  void addresses_of_IPv6_are_written_as_RFC_5952_wants(String text, String first, String second) {
    assertThat(range(text)).containsExactly(first, second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "192.0.2.1/30",
        "192.0.2.0/33",
        "192.0.2.0/",
        "192.0.2.0/-1",
        "192.0.2.0/24,192.0.3.0/24",
        "192.0.2.0/24 name",
        "host/24",
        "/",
        ""
      })
  void anything_else_is_no_range(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }

  @Test
  void a_line_has_addresses_and_perhaps_names() {
    assertThat(Target.parse("host")).contains(new Target(List.of("host"), "host"));
    assertThat(Target.parse("a,b")).contains(new Target(List.of("a", "b"), "a,b"));
    assertThat(Target.parse(" a,,b \t x,y z ")).contains(new Target(List.of("a", "b"), "x,y z"));
    assertThat(Target.parse("")).isEqualTo(Optional.empty());
    assertThat(Target.parse(" , x")).isEqualTo(Optional.empty());
  }
}
