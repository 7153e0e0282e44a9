package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;

/** Which lines of the files count: Host, Match, Include within them, and the passes. */
class ConfigBlocksTest extends ConfigFiles {
  @ParameterizedTest
  @CsvSource({
    "build-7, true",
    "build-*, true",
    "other build-?, true",
    "BUILD-7, false",
    "* !build-7, false",
    "!build-7 *, false",
    "!other *, true",
    "!build-7, false",
    "!other, false",
  })
  void a_Host_block_counts_when_a_pattern_matches_and_no_negated_one(
      String patterns, boolean counts) throws Exception {
    read("Host " + patterns, "Port 2222");
    assertThat(config.port.isSet()).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all|true",
        "!all|false",
        "host build-7|true",
        "host=build-7|true",
        "host other|false",
        "!host other|true",
        "host build-7 user bob|true",
        "host build-7 user Bob|false",
        "user=bob|true",
        "originalhost build-7|true",
        "originalhost real.example|false",
        "tagged prod|true",
        "tagged \"\"|false",
        "command \"uptime *\"|true",
        "command \"\"|false",
        "sessiontype exec|true",
        "sessiontype shell|false",
        "exec \"test %h = build-7\"|true",
        "exec false|false",
        "!exec false|true",
        "final|true",
        "canonical|false",
        "final all|true",
        "canonical all|false",
        "!final all|true",
        "final !all|false",
        "host build-7 all|true",
        "host other all|false",
        "!final user bob|true",
        "version OpenSSH_10.*|true",
        "version OpenSSH_9.*|false",
        "localnetwork 127.0.0.0/8|true",
        "localnetwork 203.0.113.0/24|false",
      })
  void a_Match_block_counts_when_all_criteria_hold(String criteria, boolean counts)
      throws Exception {
    reader.option("User=bob");
    reader.option("Tag=prod");
    write(users, "Match " + criteria, "Port 2222");
    readFor("build-7", "uptime -p");
    assertThat(config.port.isSet()).isEqualTo(counts);
  }

  @Test
  void the_log_tells_which_blocks_apply() throws Exception {
    log.level(LogLevel.DEBUG1);

    read("Host other", "Host build-* !build-8", "User alice");

    assertThat(logged())
        .contains("debug1: " + users + " line 2: Applying options for build-* !build-8\n")
        .doesNotContain("for other");
  }

  @Test
  void Match_host_sees_the_HostName_that_is_in_force() throws Exception {
    read("HostName %h.example.org", "Match host build-7.example.org", "Port 2222");
    assertThat(config.port.get()).isEqualTo(2222);
  }

  @Test
  void in_the_final_pass_Host_is_about_the_name_that_came_of_it() throws Exception {
    read(
        "Host build-7",
        "  HostName B7.Example.org",
        "  User first",
        "Host b7.example.org",
        "  Port 2222",
        "  User late",
        "Match originalhost build-7",
        "  Tag prod",
        "Match final host b7.example.org",
        "  HostName late.example.org",
        "  IdentitiesOnly yes");
    assertThat(names.host()).isEqualTo("b7.example.org");
    assertThat(config.user.get()).contains("first");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(config.tag.get()).contains("prod");
    assertThat(config.identitiesOnly.get()).isTrue();
  }

  @Test
  void each_pass_runs_the_commands_of_Match_anew() throws Exception {
    Path witness = folder.resolve("ran");
    read("Match exec \"echo %h %k %n >>" + witness + "\"", "Match final", "HostName %h.x");
    assertThat(witness).hasContent("build-7 build-7 build-7\nbuild-7 build-7 build-7");
  }

  @Test
  void a_name_that_is_made_canonical_is_matched_anew() throws Exception {
    write(
        users,
        "CanonicalizeHostname yes",
        "Host 127.0.0.1",
        "Port 2222",
        "Host loop",
        "HostName 127.1",
        "Match canonical all",
        "User canonical");
    readFor("loop", "");
    assertThat(names.host()).isEqualTo("127.0.0.1");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(config.user.get()).contains("canonical");
  }

  @Test
  void a_file_whose_name_cannot_be_made_is_passed_over() throws Exception {
    read("Include ${NOT_SET}/config", "Port 2222");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(logged()).contains(users + " line 1: Unable to expand");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localnetwork 127.0.0.1/8",
        "localnetwork x",
        "version",
        "sessiontype=shell",
        "nonsense x",
        "host",
        "host \"\"",
        "all host x",
        "host build-7 user bob all",
      })
  void a_Match_that_cannot_be_judged_is_an_error_with_file_and_line(String criteria)
      throws Exception {
    write(users, "# comment", "Match " + criteria, "Port 2222");
    assertThatThrownBy(() -> readFor("build-7", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(users + " line 2: ");
  }

  @Test
  void a_command_of_Match_is_not_run_when_another_criterion_already_fails() throws Exception {
    Path witness = folder.resolve("ran");
    read("Match host other exec \"touch " + witness + "\"", "Port 1", "Host *", "Port 2");
    assertThat(witness).doesNotExist();
    assertThat(config.port.get()).isEqualTo(2);
  }

  @Test
  void nothing_of_a_file_that_is_included_for_other_hosts_counts_or_runs() throws Exception {
    Path witness = folder.resolve("ran");
    write(
        users.resolveSibling("more"),
        "Host *",
        "Port 2222",
        "Match exec \"touch " + witness + "\"",
        "User eve");
    read("Host other", "Include more", "Host *", "BatchMode yes");
    assertThat(config.port.isSet()).isFalse();
    assertThat(config.user.isSet()).isFalse();
    assertThat(config.batchMode.get()).isTrue();
    assertThat(witness).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host=*", "Match=all", "Include=x"})
  void blocks_have_no_place_on_the_command_line(String option) {
    assertThatThrownBy(() -> reader.option(option))
        .hasMessageContaining("directive not supported as a command-line option");
  }
}
