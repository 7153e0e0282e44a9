package org.sshlite.tests.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.sshd.config.Settings;

/** A flag or keyword that there is stands in the manual, and no other does. */
class ManualTest {
  private static final Path MANDOC = Path.of("/usr/bin/mandoc");

  @ParameterizedTest
  @CsvSource({
    "ssh-lite-client, ssh-lite.1, org.sshlite.client.command.CommandLine, LETTERS",
    "ssh-lite-client, ssh-lite-scp.1, org.sshlite.client.sftp.ScpArguments, LETTERS",
    "ssh-lite-client, ssh-lite-sftp.1, org.sshlite.client.sftp.SftpArguments, LETTERS",
    "ssh-lite-tools, ssh-lite-keygen.1, org.sshlite.tools.keygen.CommandLine, LETTERS",
    "ssh-lite-tools, ssh-lite-keyscan.1, org.sshlite.tools.keyscan.ScanOptions, LETTERS",
    "sshd-lite, sshd-lite.8, org.sshlite.sshd.main.CommandLine, FLAGS WITH_ARGUMENT"
  })
  void a_page_has_the_flags_of_its_program(
      String module, String page, String table, String constants) throws Exception {
    Set<String> wanted = ProgramTable.letters(table, constants.split(" "));
    Set<String> described = new TreeSet<>(ManualPage.of(module, page).flags());
    described.removeIf(flag -> flag.startsWith("--"));

    assertThat(described).isEqualTo(wanted);
  }

  @Test
  void the_page_of_the_bench_has_its_options() throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (String command : new String[] {"List", "Client", "Server", "Proxy", "Watch"}) {
      wanted.addAll(ProgramTable.words("org.sshlite.mitm.main." + command + "Command"));
    }

    assertThat(ManualPage.of("mitm", "ssh-lite-mitm.1").flags()).isEqualTo(wanted);
  }

  @Test
  void the_page_of_the_clients_configuration_has_its_keywords() throws Exception {
    Set<String> wanted = ProgramTable.settings(ClientConfig.class, new ClientConfig(), "keyword");

    assertThat(ManualPage.of("ssh-lite-client", "ssh_lite_config.5").keywords())
        .containsAll(wanted);
  }

  @Test
  void the_page_of_the_servers_configuration_has_its_keywords() throws Exception {
    Set<String> wanted = ProgramTable.settings(Settings.class, null, "name");

    assertThat(ManualPage.of("sshd-lite", "sshd_lite_config.5").keywords()).containsAll(wanted);
  }

  /** The tables in docs are compared with the programs where these are. */
  @ParameterizedTest
  @CsvSource({
    "ssh-lite-client, ssh_lite_config.5, ssh_config.md, has no effect yet",
    "sshd-lite, sshd_lite_config.5, sshd_config.md, ignored|refused"
  })
  void keywords_without_effect_stand_apart(String module, String page, String table, String words)
      throws Exception {
    Pattern row = Pattern.compile("\\| `?(\\w+)`? \\| (?:" + words + ") \\|.*");
    Set<String> wanted = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("../docs", table))) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        wanted.add(matcher.group(1));
      }
    }
    Set<String> described = ManualPage.of(module, page).keywords("KEYWORDS WITHOUT EFFECT");

    assertThat(described).isNotEmpty().isEqualTo(wanted);
  }

  @ParameterizedTest
  @MethodSource("org.sshlite.tests.manual.ManualPage#all")
  void a_page_is_valid(Path page) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(MANDOC), "mandoc is not installed");
    Process lint =
        new ProcessBuilder(MANDOC.toString(), "-Tlint", "-W", "warning", page.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(lint.getInputStream().readAllBytes())).isEmpty();
    assertThat(lint.waitFor()).isZero();
  }
}
