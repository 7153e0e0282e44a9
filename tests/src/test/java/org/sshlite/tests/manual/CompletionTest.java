package org.sshlite.tests.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real bash completes, with the user's files. */
class CompletionTest {
  private static final Path SCRIPT =
      Path.of("")
          .toAbsolutePath()
          .getParent()
          .resolve("program/src/main/completions/ssh-lite.bash");
  private static final String ASK =
      """
      source "$1"; shift
      COMP_CWORD=$(($# - 1)); COMP_WORDS=("$@")
      _ssh_lite "$1"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path home;

  @BeforeEach
  void bash_is_here() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
  }

  private List<String> complete(String... words) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("/bin/bash", "--norc", "--noprofile", "-c", ASK, "bash", SCRIPT.toString()));
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    Process bash = builder.directory(home.toFile()).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return said.lines().filter(line -> !line.isEmpty()).toList();
  }

  private void write(String name, String... lines) throws IOException {
    Files.createDirectories(home.resolve(".ssh"));
    Files.write(home.resolve(".ssh").resolve(name), List.of(lines));
  }

  @Test
  void hosts_of_the_configuration_and_of_known_hosts_are_completed() throws Exception {
    write("config", "Host build-7 build-8 *.example", "Host !no", "HostName nowhere");
    write(
        "known_hosts",
        "build-9,192.0.2.7 ssh-ed25519 AAAA",
        "[build-10]:2222 ssh-ed25519 AAAA",
        "@revoked build-11 ssh-ed25519 AAAA",
        "|1|abc|def ssh-ed25519 AAAA");

    assertThat(complete("ssh-lite", "build"))
        .containsExactlyInAnyOrder("build-7", "build-8", "build-9", "build-10");
    assertThat(complete("ssh-lite", "-p", "22", "alice@build-1")).containsExactly("alice@build-10");
    assertThat(complete("ssh-lite-scp", "build-7")).containsExactly("build-7:");
    assertThat(complete("ssh-lite-keygen", "-R", "192")).containsExactly("192.0.2.7");
  }

  @Test
  void a_host_is_text_and_never_run() throws Exception {
    write("known_hosts", "$(touch${IFS}broken),`touch${IFS}broken2` ssh-ed25519 AAAA");
    write("config", "Host $(touch${IFS}broken3)");

    complete("ssh-lite", "");

    assertThat(home.resolve("broken")).doesNotExist();
    assertThat(home.resolve("broken2")).doesNotExist();
    assertThat(home.resolve("broken3")).doesNotExist();
  }

  @Test
  void the_value_of_an_option_is_a_file() throws Exception {
    Files.writeString(home.resolve("deploy_key"), "");

    assertThat(complete("ssh-lite", "-i", "dep")).containsExactly("deploy_key");
  }

  @ParameterizedTest
  @CsvSource({
    "ssh-lite, org.sshlite.client.command.CommandLine, LETTERS",
    "ssh-lite-scp, org.sshlite.client.sftp.ScpArguments, LETTERS",
    "ssh-lite-sftp, org.sshlite.client.sftp.SftpArguments, LETTERS",
    "ssh-lite-keygen, org.sshlite.tools.keygen.CommandLine, LETTERS",
    "ssh-lite-keyscan, org.sshlite.tools.keyscan.ScanOptions, LETTERS",
    "sshd-lite, org.sshlite.sshd.main.CommandLine, FLAGS WITH_ARGUMENT"
  })
  void the_flags_are_those_of_the_program(String program, String table, String constants)
      throws Exception {
    var flags = new TreeSet<>(complete(program, "-"));
    flags.removeIf(flag -> flag.startsWith("--"));

    assertThat(flags).isEqualTo(ProgramTable.letters(table, constants.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({"list, List", "client, Client", "server, Server", "proxy, Proxy", "watch, Watch"})
  void the_options_are_those_of_the_bench(String command, String table) throws Exception {
    var options = new TreeSet<>(complete("ssh-lite-mitm", command, "-"));
    options.remove("--");

    assertThat(options).isEqualTo(ProgramTable.words("org.sshlite.mitm.main." + table + "Command"));
  }
}
