package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;

/** What {@code bin/ssh-lite} makes of what it finds, before there is a virtual machine. */
class LauncherTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  private static final Path SSH_LITE =
      Path.of("").toAbsolutePath().resolveSibling("ssh-lite-client/bin/ssh-lite");

  private static LiteServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = LiteServer.start(folder, "AcceptEnv LC_*");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String[] arguments(String command, String... options) {
    List<String> words =
        Login.to(server.target()).extra(options).command(command).by(Client.SSH_LITE).command();
    return words.subList(words.indexOf("-F"), words.size()).toArray(String[]::new);
  }

  /** The launcher, run by a shell that redirects its streams. */
  private static Program launcher(String redirection, String command, String... options) {
    return Program.of("sh", "-c", "\"$@\" " + redirection, "sh", SSH_LITE.toString())
        .with(arguments(command, options));
  }

  @Test
  void a_stdin_that_is_closed_is_empty() {
    Finished finished = launcher("<&-", "echo out; cat").run();

    assertThat(finished.text()).isEqualTo("out\n");
    assertThat(finished.status()).isZero();
  }

  /** It may have something to say at any time: of its threads at a SIGQUIT that comes early. */
  @Test
  void what_a_Java_virtual_machine_says_is_not_among_the_output() {
    Finished finished =
        launcher("", "echo out").env("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags").run();

    assertThat(finished.errors()).contains("-XX:MaxHeapSize=");
    assertThat(finished.text()).isEqualTo("out\n");
  }

  static Stream<String> closed() {
    return Stream.of("<&- >&- 2>&-", "2>&-").limit(WHOLE ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("closed")
  void output_that_is_closed_goes_nowhere(String redirection) {
    Finished finished = launcher(redirection, "echo out; echo err >&2; exit 7").run();

    assertThat(finished.status()).isEqualTo(7);
  }

  static Stream<String> locales() {
    return Stream.of("POSIX", "xx_XX.UTF-8").limit(WHOLE ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("locales")
  void a_command_that_is_not_ASCII_comes_through_in_every_locale(String locale) {
    Finished finished = launcher("", "echo \u00e4\u20ac").env("LC_ALL", locale).run();

    assertThat(finished.text()).isEqualTo("\u00e4\u20ac\n");
  }

  @Test
  void programs_of_the_users_have_his_variables_and_his_locale_is_sent() {
    // a value that is no UTF-8
    String shell = "export ODD=\"$(printf 'caf\\351')\"; exec \"$@\"";
    Finished finished =
        Program.of("sh", "-c", shell, "sh", SSH_LITE.toString())
            .with(
                arguments(
                    "echo $LC_ALL",
                    "-o",
                    "SendEnv=LC_*",
                    "-o",
                    "PermitLocalCommand=yes",
                    "-o",
                    "LocalCommand=echo $ODD | od -An -tx1; echo local $LC_ALL",
                    "-o",
                    "KnownHostsCommand=/bin/sh -c 'echo known $LC_ALL >&2'"))
            .env("LC_ALL", "C")
            .run();

    assertThat(finished.text()).isEqualTo(" 63 61 66 e9 0a\nlocal C\nC\n");
    assertThat(finished.errors()).contains("known C\n");
  }

  /** A script in ISO 8859-1, or the name of a file that is in it. */
  @Test
  void a_command_and_a_variable_that_are_no_text_come_through_as_they_are() {
    String shell =
        "export LC_ODD=\"$(printf '\\344')\";"
            + " exec \"$@\" \"echo $(printf 'caf\\351 \\377') \\$LC_ODD | od -An -tx1\"";
    String[] arguments = arguments("last", "-o", "SendEnv=LC_ODD");
    Finished finished =
        Program.of("sh", "-c", shell, "sh", SSH_LITE.toString())
            .with(Arrays.copyOf(arguments, arguments.length - 1))
            .run();

    assertThat(finished.text()).isEqualTo(" 63 61 66 e9 20 ff 20 e4 0a\n");
  }

  @Test
  void it_starts_where_the_folder_is_gone(@TempDir Path folder) {
    String shell = "mkdir gone && cd gone && rmdir ../gone && exec \"$@\"";
    Finished finished =
        Program.of("sh", "-c", shell, "sh", SSH_LITE.toString())
            .in(folder)
            .with(arguments("echo out"))
            .run();

    assertThat(finished.text()).isEqualTo("out\n");
    assertThat(finished.errors()).doesNotContain("initialization of VM");
    assertThat(finished.status()).isZero();
  }

  /** The JVM tells of them on standard error: they are meant for what the user runs in Java. */
  @Test
  void what_every_JVM_of_the_user_is_told_is_not_told_to_it() {
    Finished finished =
        launcher("", "echo out")
            .env("JAVA_TOOL_OPTIONS", "-Dwhat=ever")
            .env("_JAVA_OPTIONS", "-Dwhat=ever")
            .run();

    assertThat(finished.text()).isEqualTo("out\n");
    assertThat(finished.errors()).isEmpty();
  }

  /** Programs that call ssh ask for it, and do without what they do not find. */
  @Test
  void the_version_begins_with_that_of_the_OpenSSH_it_stands_for() {
    Finished finished = Program.of(SSH_LITE).with("-V").run();

    assertThat(finished.errors())
        .matches("OpenSSH_10\\.5p1 compatible: ssh-lite \\d.*, Java 2.*\\R");
    assertThat(finished.text()).isEmpty();
    assertThat(finished.status()).isZero();
  }
}
