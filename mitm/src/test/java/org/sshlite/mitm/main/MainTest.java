package org.sshlite.mitm.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return Main.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said(ByteArrayOutputStream where) {
    return where.toString(StandardCharsets.UTF_8);
  }

  @Test
  void list_shows_the_catalogue_and_on_demand_its_rules() {
    assertThat(run("list", "-v", "--only", "host-key-changed")).isZero();

    assertThat(said(out)).contains("host-key-changed", "RFC 4251", "a sound peer must");
  }

  @Test
  void an_unknown_manipulation_is_named() {
    assertThat(run("client", "--only", "nothing", "--", "ssh")).isEqualTo(Main.UNUSABLE);

    assertThat(said(err)).contains("nothing").hasLineCount(1);
  }

  @Test
  void near_names_are_suggested_for_an_unknown_one() {
    assertThat(run("list", "--only", "host-key-chnged")).isEqualTo(Main.UNUSABLE);
    assertThat(said(err)).contains("near it: host-key-changed").hasLineCount(1);
  }

  @Test
  void a_selection_of_nothing_is_an_error() {
    assertThat(run("list", "--only", "silence-*", "--skip", "silence-*")).isEqualTo(Main.UNUSABLE);
    assertThat(said(err)).contains("leaves nothing").hasLineCount(1);
  }

  @Test
  void a_file_that_can_not_be_used_is_named_with_the_reason_and_no_class() {
    assertThat(
            run(
                "proxy",
                "--target",
                "127.0.0.1:22",
                "--attack",
                "rekey-host-key-changed",
                "--host-key",
                "/nonexistent/key"))
        .isEqualTo(Main.UNUSABLE);
    assertThat(said(err)).contains("/nonexistent/key").doesNotContain("Exception").hasLineCount(1);
  }

  @Test
  void a_client_without_a_command_is_refused() {
    assertThat(run("client")).isEqualTo(Main.UNUSABLE);
    assertThat(said(err)).contains("no client command");
  }

  @Test
  void a_client_that_fails_by_itself_ends_with_2_and_its_words() {
    assertThat(run("client", "--only", "host-key-changed", "--", "sh", "-c", "echo broken >&2"))
        .isEqualTo(Main.UNUSABLE);

    assertThat(said(out)).startsWith("acts on: sh -c echo broken >&2");
    assertThat(said(err)).contains("nothing manipulated", "broken");
  }

  @Test
  void what_only_the_host_can_do_needs_its_key() {
    assertThat(run("proxy", "--target", "127.0.0.1:22", "--attack", "rekey-host-key-changed"))
        .isEqualTo(Main.UNUSABLE);
    assertThat(said(err)).contains("--host-key");
  }

  @Test
  void addresses_are_read_with_and_without_ports() throws Exception {
    assertThat(ProxyCommand.address("127.0.0.1", 22).getPort()).isEqualTo(22);
    assertThat(ProxyCommand.address("127.0.0.1:2200", 22).getPort()).isEqualTo(2200);
    assertThat(ProxyCommand.address("[::1]:2200", 22).getPort()).isEqualTo(2200);
    assertThat(ProxyCommand.address("::1", 22).getPort()).isEqualTo(22);
  }
}
