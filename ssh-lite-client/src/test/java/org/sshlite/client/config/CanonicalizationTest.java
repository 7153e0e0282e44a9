package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.program.config.ConfigException;

class CanonicalizationTest {
  private final List<String> asked = new ArrayList<>();

  private String canonical(Canonicalization rules, String name) throws ConfigException {
    return rules.of(
        name,
        host -> {
          asked.add(host);
          return host.equalsIgnoreCase("build-7.b.example.") || host.equals("whole.example.");
        });
  }

  @Test
  void a_short_name_is_looked_up_in_one_domain_after_the_other() throws Exception {
    var rules = new Canonicalization(true, List.of("a.example", "B.example", "c.example"), 1, true);
    assertThat(canonical(rules, "Build-7")).isEqualTo("build-7.b.example");
    assertThat(asked).hasSize(2);
    assertThat(canonical(rules, "other")).isEqualTo("other");
    assertThat(canonical(rules, "whole.example.")).isEqualTo("whole.example");
  }

  @Test
  void a_name_with_many_dots_or_an_address_is_not_looked_up() throws Exception {
    var rules = new Canonicalization(true, List.of("a.example"), 1, true);
    assertThat(canonical(rules, "a.b.c")).isEqualTo("a.b.c");
    assertThat(canonical(rules, "127.1")).isEqualTo("127.0.0.1");
    assertThat(canonical(rules, "fe80::1%nosuch")).isEqualTo("fe80::1%nosuch");
    assertThat(asked).isEmpty();
  }

  @Test
  void without_a_fallback_a_name_in_no_domain_is_an_error() {
    var rules = new Canonicalization(true, List.of("a.example"), 1, false);
    assertThatThrownBy(() -> canonical(rules, "other"))
        .hasMessage("Could not resolve host \"other\"");
  }
}
