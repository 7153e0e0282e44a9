package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameMatcherTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "host host true",
        "host HoSt true",
        "HOST host true",
        "host hos false",
        "host hosts false",
        "host a,host,b true",
        "host h* true",
        "host x*,h?st true",
        "host h?s false",
        "host *,!host false",
        "host !host,* false",
        "host !other,* true",
        "host !other false",
        "host ,,host true",
        "host a*,host* true",
        "[host]:2222 [host]:2222 true",
        "[host]:2222 host false",
        "[host]:2222 [h*]:* true",
        "host !HOST,h* false",
        "::1 ::1 true",
      })
  void patterns_match_as_in_ssh(String name, String patterns, boolean matches) {
    assertThat(new NameMatcher(name).matches(patterns)).isEqualTo(matches);
  }

  // made by ssh-keygen -H from "hashed.example.com"
  private static final String HASHED =
      "|1|xJ3qHc1uJTMesDBwR/jxNgPdRys=|LKllMdSxtdNd94SagYc+vqz1/Bw=";

  @Test
  void a_hashed_name_matches_the_name_it_was_made_from() {
    assertThat(new NameMatcher("hashed.example.com").matches(HASHED)).isTrue();
    assertThat(new NameMatcher("Hashed.Example.COM").matches(HASHED)).isTrue();
    assertThat(new NameMatcher("hashed.example.org").matches(HASHED)).isFalse();
  }

  @Test
  void a_name_that_we_hash_is_found_again_and_never_hashed_the_same_way_twice() {
    HashedName hashed = new HashedName();
    String once = hashed.hash("[host]:2222");
    assertThat(HashedName.isWellFormed(once)).isTrue();
    assertThat(new NameMatcher("[host]:2222").matches(once)).isTrue();
    assertThat(new NameMatcher("host").matches(once)).isFalse();
    assertThat(hashed.hash("[host]:2222")).isNotEqualTo(once);
  }

  @Test
  void a_name_outside_of_ascii_is_matched_by_its_bytes() {
    String names = FileText.encode("bücher.example");
    assertThat(new NameMatcher("bücher.example").matches(names)).isTrue();
    assertThat(new NameMatcher("b??cher.example").matches(names)).isFalse();
    assertThat(new NameMatcher("bücher.example").matches("b??cher.example")).isTrue();
  }
}
