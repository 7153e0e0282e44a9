package org.sshlite.sshd.penalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;

class PenaltyRulesTest {
  private static final String STANDARD =
      "crash:90.000000 authfail:5.000000 noauth:1.000000 invaliduser:5.000000"
          + " grace-exceeded:10.000000 refuseconnection:10.000000 max:600.000000 min:15.000000"
          + " max-sources4:65536 max-sources6:65536 overflow:permissive overflow6:permissive";

  private static PenaltyRules read(String... lines) throws Exception {
    PenaltyRules rules = PenaltyRules.DEFAULT;
    for (String line : lines) {
      rules =
          rules.and(
              PenaltyRules.read(
                  ConfigFile.parse("sshd_config", "PerSourcePenalties " + line).getFirst()));
    }
    return rules;
  }

  @Test
  void the_defaults_are_those_of_OpenSSH() throws Exception {
    assertThat(PenaltyRules.DEFAULT).hasToString(STANDARD);
    assertThat(read("yes")).hasToString(STANDARD);
    assertThat(read("no")).hasToString("no");
  }

  @Test
  void of_each_value_the_first_one_holds_and_overflow_is_for_both_kinds_of_address()
      throws Exception {
    assertThat(read("authfail:1m overflow:deny-all", "authfail:2 noauth:.5", "no"))
        .hasToString(
            STANDARD
                .replace("authfail:5.", "authfail:60.")
                .replace("noauth:1.0", "noauth:0.5")
                .replace("permissive", "deny-all"));
    assertThat(read("overflow6:deny-all").toString()).endsWith("permissive overflow6:deny-all");
  }

  @Test
  void a_value_behind_a_no_means_yes() throws Exception {
    assertThat(read("no", "yes")).hasToString("no");
    assertThat(read("no", "min:1").enabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yes min:1|keyword PerSourcePenalties \"yes\" argument must appear alone.",
        "min:1 no|keyword PerSourcePenalties \"no\" argument must appear alone.",
        "min:1y|invalid PerSourcePenalties time value.",
        "min:1.5m|invalid PerSourcePenalties time value.",
        "min:|invalid PerSourcePenalties time value.",
        "max-sources4:-1|PerSourcePenalties value -1 is no number.",
        "overflow:maybe|unsupported PerSourcePenalties keyword overflow:maybe",
        "frowning:3|unsupported PerSourcePenalties keyword frowning:3",
        "3|unsupported PerSourcePenalties keyword 3"
      })
  void a_mistake_is_told(String value, String problem) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOf(ConfigException.class)
        .hasMessage("sshd_config line 1: " + problem);
  }
}
