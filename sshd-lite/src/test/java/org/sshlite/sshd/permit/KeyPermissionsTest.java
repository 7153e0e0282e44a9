package org.sshlite.sshd.permit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPermissionsTest {
  private static final Originator CLIENT = new Originator("::1", 4000);

  private static KeyPermissions key(String options) {
    return PermitTableTest.key(options).orElseThrow();
  }

  private static boolean opens(KeyPermissions key, String host, int port) throws Exception {
    return PermitTableTest.permit(PermitTableTest.config(), key)
        .ports()
        .refusesOpen(host, port, CLIENT)
        .isEmpty();
  }

  @Test
  void no_options_permit_everything() {
    assertThat(key("")).isEqualTo(KeyPermissions.ALL);
  }

  @Test
  void the_last_word_counts_and_restrict_takes_all_back() {
    assertThat(key("restrict")).isEqualTo(KeyPermissions.NONE);
    assertThat(key("port-forwarding,agent-forwarding,x11-forwarding,pty,user-rc,restrict"))
        .isEqualTo(KeyPermissions.NONE);
    assertThat(key("restrict,port-forwarding,agent-forwarding,X11-forwarding,pty,user-rc"))
        .isEqualTo(KeyPermissions.ALL);
    assertThat(key("no-pty,pty")).isEqualTo(KeyPermissions.ALL);
    assertThat(key("pty,no-pty").pty()).isFalse();
  }

  @Test
  void of_two_keys_with_lists_both_count() throws Exception {
    KeyPermissions both =
        key("permitopen=\"a:1\",permitopen=\"b:2\"")
            .and(key("permitopen=\"b:*\",permitopen=\"c:3\""))
            .orElseThrow();
    assertThat(opens(both, "b", 2)).isTrue();
    assertThat(opens(both, "a", 1)).isFalse();
    assertThat(opens(both, "c", 3)).isFalse();
    assertThat(opens(both, "b", 3)).isFalse();
  }

  @Test
  void a_port_has_the_name_of_its_service_too() throws Exception {
    KeyPermissions web = key("permitopen=\"localhost:http\",permitopen=\"[::1]:https\"");
    assertThat(opens(web, "localhost", 80)).isTrue();
    assertThat(opens(web, "::1", 443)).isTrue();
    assertThat(opens(web, "localhost", 443)).isFalse();
    assertThat(PermitTableTest.key("permitlisten=\"http\"")).isPresent();
    // one of UDP alone, as for sshd, and one of nobody
    assertThat(PermitTableTest.key("permitopen=\"localhost:tftp\"")).isEmpty();
    assertThat(PermitTableTest.key("permitlisten=\"no-such-service\"")).isEmpty();
  }

  @Test
  void what_one_key_forbids_the_other_does_not_give() {
    assertThat(key("restrict").and(KeyPermissions.ALL)).contains(KeyPermissions.NONE);
    assertThat(KeyPermissions.ALL.and(key("restrict"))).contains(KeyPermissions.NONE);
    assertThat(key("restrict,pty").and(key("restrict,user-rc"))).contains(KeyPermissions.NONE);
  }

  @Test
  void two_commands_that_differ_permit_nothing_at_all() {
    assertThat(key("command=\"a\"").and(key("command=\"b\""))).isEmpty();
    assertThat(key("command=\"a\"").and(key("command=\"a\"")).orElseThrow().command())
        .contains("a");
    assertThat(key("").and(key("command=\"a\"")).orElseThrow().command()).contains("a");
  }

  @Test
  void a_key_cannot_make_us_keep_lists_without_end() {
    String entry = "permitopen=\"a:1\",";
    assertThat(PermitTableTest.key(entry.repeat(4095) + "permitopen=\"a:1\"")).isPresent();
    assertThat(PermitTableTest.key(entry.repeat(4096) + "permitopen=\"a:1\"")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permitopen=\"h:-1\"",
        "permitopen=\"h:+1\"",
        "permitopen=\"h: 1\"",
        "permitopen=\"h:99999999999999999999\"",
        "permitopen=\"[h]1\"",
        "permitopen=\"[]\"",
        "permitopen=\"[h:1\"",
        "permitopen=\"/:1\"",
        "permitlisten=\"h/1\"",
        "permitlisten=\"*:*:*\"",
        "permitopen=\"h:1 h:2\"",
        "permitopen=\"h:1,h:2\"",
        "permitopen=\"any\"",
        "permitopen=\"none\"",
        "command=\"a\",command=\"a\"",
        "tunnel=\"2147483646\"",
        "tunnel=\"\""
      })
  void a_line_with_a_value_that_cannot_be_read_grants_nothing(String options) {
    assertThat(PermitTableTest.key(options)).isEmpty();
    assertThat(PermitTableTest.key("restrict," + options)).isEmpty();
  }
}
