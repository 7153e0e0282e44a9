package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sshlite.program.config.ConfigException;

class CanonicalizationTest {
  private final List<String> asked = new ArrayList<>();

  private String canonical(Canonicalization rules, String name) throws ConfigException {
    return rules.of(
        name,
        host -> {
          asked.add(host);
          return switch (host.toLowerCase(Locale.ROOT)) {
            case "build-7.b.example.", "whole.example." -> Optional.of(host);
            case "www.b.example.", "www.b.example" -> Optional.of("Web-3.Hosts.example.");
            default -> Optional.empty();
          };
        });
  }

  @Test
  void a_short_name_is_looked_up_in_one_domain_after_the_other() throws Exception {
    var rules =
        new Canonicalization(
            true, List.of("a.example", "B.example", "c.example"), 1, true, List.of());
    assertThat(canonical(rules, "Build-7")).isEqualTo("build-7.b.example");
    assertThat(asked).hasSize(2);
    assertThat(canonical(rules, "other")).isEqualTo("other");
    assertThat(canonical(rules, "whole.example.")).isEqualTo("whole.example");
  }

  @Test
  void a_name_with_many_dots_or_an_address_is_not_looked_up() throws Exception {
    var rules = new Canonicalization(true, List.of("a.example"), 1, true, List.of());
    assertThat(canonical(rules, "a.b.c")).isEqualTo("a.b.c");
    assertThat(canonical(rules, "127.1")).isEqualTo("127.0.0.1");
    assertThat(canonical(rules, "fe80::1%nosuch")).isEqualTo("fe80::1%nosuch");
    assertThat(asked).isEmpty();
  }

  @Test
  void without_a_fallback_a_name_in_no_domain_is_an_error() {
    var rules = new Canonicalization(true, List.of("a.example"), 1, false, List.of());
    assertThatThrownBy(() -> canonical(rules, "other"))
        .hasMessage("Could not resolve host \"other\"");
  }

  @Test
  void an_alias_is_followed_where_a_rule_permits_it_and_nowhere_else() throws Exception {
    assertThat(www("www.b.example:*.hosts.example")).isEqualTo("web-3.hosts.example");
    assertThat(www("*.b.example,*.c.example:*.hosts.example")).isEqualTo("web-3.hosts.example");
    assertThat(www("*:*")).isEqualTo("web-3.hosts.example");
    assertThat(www("*.c.example:*.hosts.example")).isEqualTo("www.b.example");
    assertThat(www("*.b.example:*.example.org")).isEqualTo("www.b.example");
  }

  private String www(String rule) throws ConfigException {
    List<CnameRule> rules = List.of(new CnameRule(rule));
    var byDomain = new Canonicalization(true, List.of("b.example"), 1, true, rules);
    String found = canonical(byDomain, "www");
    var whole = new Canonicalization(true, List.of(), 1, true, rules);
    assertThat(canonical(whole, "www.b.example")).as("as it is given").isEqualTo(found);
    return found;
  }

  @Test
  void the_system_tells_the_canonical_name() {
    assertThat(CanonicalName.of("localhost")).isPresent();
    assertThat(CanonicalName.of("no-such-host.invalid")).isEmpty();
  }
}
