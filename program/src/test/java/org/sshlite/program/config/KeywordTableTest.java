package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeywordTableTest {
  private static final KeywordTable TABLE =
      KeywordTable.builder()
          .supported("Port")
          .satisfied("DisableForwarding")
          .ignored("PrintMotd")
          .ignoredUnless("X11Forwarding", "no")
          .refused("AllowUsers")
          .refusedUnless("PermitTTY", "yes")
          .deprecated("UseLogin")
          .alias("Door", "Port")
          .build();

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);

  @BeforeEach
  void log_to_a_file() throws ConfigException {
    log.redirect(folder.resolve("log"));
  }

  private Optional<String> accept(String text) throws Exception {
    return TABLE.accept(ConfigLine.parse("sshd_config", 4, text).orElseThrow(), log);
  }

  private String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void a_supported_keyword_is_found_by_any_case_and_other_name() throws Exception {
    assertThat(accept("pORT 22")).contains("Port");
    assertThat(accept("door 22")).contains("Port");
    assertThat(logged()).isEmpty();
  }

  @Test
  void an_unknown_keyword_is_an_error_with_file_and_line() {
    assertThatThrownBy(() -> accept("Prot 22"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("sshd_config line 4: Bad configuration option: Prot");
  }

  @Test
  void a_keyword_that_is_safe_to_leave_out_is_told_in_one_line() throws Exception {
    assertThat(accept("PrintMotd no")).isEmpty();
    assertThat(logged()).isEqualTo("sshd_config line 4: PrintMotd is not supported yet: ignored\n");
  }

  @Test
  void a_keyword_that_protects_is_never_left_out() {
    assertThatThrownBy(() -> accept("AllowUsers alice"))
        .hasMessage(
            "sshd_config line 4: AllowUsers is not supported yet, and to ignore it would be"
                + " unsafe");
    assertThatThrownBy(() -> accept("PermitTTY no")).hasMessageContaining("unsafe");
    assertThatThrownBy(() -> accept("PermitTTY yes no")).hasMessageContaining("unsafe");
  }

  @Test
  void a_value_that_asks_for_nothing_is_accepted_silently() throws Exception {
    assertThat(accept("PermitTTY yes")).isEmpty();
    assertThat(accept("X11Forwarding no")).isEmpty();
    assertThat(accept("DisableForwarding yes")).isEmpty();
    assertThat(logged()).isEmpty();
  }

  @Test
  void a_keyword_that_OpenSSH_dropped_is_told() throws Exception {
    assertThat(accept("UseLogin yes")).isEmpty();
    assertThat(logged()).isEqualTo("sshd_config line 4: Deprecated option UseLogin\n");
  }
}
