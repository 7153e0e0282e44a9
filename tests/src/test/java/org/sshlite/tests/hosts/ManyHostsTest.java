package org.sshlite.tests.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;

/**
 * {@code ssh-lite --hosts}, with hosts that are one server by many names, and some that are none.
 */
class ManyHostsTest {
  /** Well above what a login takes while many are under way on a small machine. */
  private static final int LIMIT_SECONDS = 20;

  private static final boolean WHOLE = Boolean.getBoolean("whole");

  private static final long MOST_KILOBYTES = 250_000;

  @TempDir static Path folder;
  private static LiteServer server;
  private static ServerSocket silent;
  private static Path config;

  @BeforeAll
  static void start() throws IOException {
    server =
        LiteServer.start(
            folder, "MaxStartups 1000", "AcceptEnv LC_*", "Subsystem sftp internal-sftp");
    silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    config = folder.resolve("ssh_config");
    Target target = server.target();
    KeyPair other = KeyPair.create(folder.resolve("other"));
    Path knownHosts = folder.resolve("known");
    Files.writeString(
        knownHosts,
        "good %s\nchanged %s\n"
            .formatted(
                new PublicKeyLine("", target.hostKey(), ""),
                new PublicKeyLine("", other.publicKey(), "")));
    Files.writeString(
        config,
        """
        Host refuse*
          Port %d
        Host hang*
          Port %d
        Host changed*
          HostKeyAlias changed
        Host denied*
          User nobody-such
          IdentityFile %s
        Host fail*
          SetEnv LC_STATUS=3
        Host *
          HostName 127.0.0.1
          Port %d
          User %s
          HostKeyAlias good
          UserKnownHostsFile %s
          GlobalKnownHostsFile /dev/null
          StrictHostKeyChecking yes
          IdentityFile %s
          IdentitiesOnly yes
          IdentityAgent none
          PasswordAuthentication no
        """
            .formatted(
                LoopbackPort.free(),
                silent.getLocalPort(),
                other.file(),
                target.port(),
                target.user(),
                knownHosts,
                target.identity().file()));
    String text = Files.readString(config);
    Files.writeString(config, text.replace("Host denied*", "Host denied*\n  User nobody-such"));
  }

  @AfterAll
  static void stop() throws IOException {
    silent.close();
    server.close();
  }

  private static Program hosts(String list, String... more) {
    String[] words =
        Stream.concat(Stream.of("--hosts", list), Stream.of(more)).toArray(String[]::new);
    return OurProgram.sshLite(words);
  }

  private static Stream<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i);
  }

  @Test
  void an_interrupt_gives_up_what_is_not_done_and_the_rest_is_shown() throws Exception {
    Terminal.require();
    Path place = Files.createDirectory(folder.resolve("t"));
    Program client =
        hosts("hang0,good0,hang1", "--parallel", "2", "-F", config.toString(), "--", "echo there");
    try (Terminal terminal = Terminal.open(place, 100, 20, client)) {
      terminal.awaitScreen("1 of 3 hosts done");
      terminal.press("C-c");

      assertThat(terminal.awaitStatus()).isEqualTo(130);
      assertThat(terminal.screen())
          .contains("good0: there", "1 succeeded, 2 failed", "interrupted: 2", "hang1: not done");
    }
  }

  @Test
  void an_interrupt_ends_the_commands_that_run() throws Exception {
    Terminal.require();
    Path place = Files.createDirectory(folder.resolve("e"));
    Path ended = Files.createDirectory(folder.resolve("ended"));
    String command =
        "trap '' HUP; trap ': > %s/$$; kill $!; exit' TERM; echo ready; sleep 100 & wait"
            .formatted(ended);
    Program client =
        hosts("good0,good1,good2", "--order", "lines", "-F", config.toString(), "--", command);
    try (Terminal terminal = Terminal.open(place, 100, 20, client)) {
      for (int i = 0; i < 3; i++) {
        terminal.awaitScreen("good" + i + ": ready");
      }
      terminal.press("C-c");

      assertThat(terminal.awaitStatus()).isEqualTo(130);
      Awaitility.await()
          .untilAsserted(
              () -> {
                try (Stream<Path> made = Files.list(ended)) {
                  assertThat(made).hasSize(3);
                }
              });
    }
  }

  /** Those of whole outputs, in either order, print by the same code. */
  static Stream<String> ordersOfReaders() {
    return WHOLE ? Stream.of("list", "done", "lines") : Stream.of("list", "lines");
  }

  /** Who reads has seen enough: that is no fault of a host's. */
  @ParameterizedTest
  @MethodSource("ordersOfReaders")
  void a_reader_that_has_gone_is_no_error(String order) {
    Finished finished =
        hosts("good0,good1", "--order", order, "-F", config.toString())
            .with("--", "echo first; seq 100000")
            .by("sh", "-c", "{ \"$@\"; echo $? >&2; } | head -n 1", "sh")
            .input("")
            .run();
    assertThat(finished.text()).endsWith(": first\n");
    assertThat(finished.errors()).isEqualTo("255\n");
  }

  @Test
  void of_many_those_that_refuse_hang_or_are_others_are_done_in_the_time_of_the_limit()
      throws Exception {
    List<String> all =
        Stream.of(
                names("hang", 6),
                names("good", WHOLE ? 90 : 15),
                names("refuse", 10),
                names("changed", 5),
                names("denied", 4),
                names("fail", 5),
                names("more", WHOLE ? 80 : 10))
            .flatMap(each -> each)
            .toList();
    Path list = Files.writeString(folder.resolve("list"), "# all\n" + String.join("\n", all));
    long start = System.nanoTime();
    Program program =
        hosts(
            list.toString(),
            "--parallel",
            "20",
            "--timeout",
            LIMIT_SECONDS + "",
            "-F",
            config.toString(),
            "echo out; echo err >&2; exit ${LC_STATUS:-0}");
    try (Running running = program.input("").start()) {
      AtomicLong peak = new AtomicLong();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                peak.accumulateAndGet(peak(running.pid()), Math::max);
                return !running.isAlive();
              });
      Finished finished = running.awaitEnd();
      Duration duration = Duration.ofNanos(System.nanoTime() - start);

      assertThat(finished.text().lines())
          .describedAs(finished.errors())
          .containsExactlyElementsOf(
              all.stream()
                  .filter(host -> host.matches("(good|more|fail).*"))
                  .map(host -> host + ": out")
                  .toList());
      assertThat(finished.errors().lines().filter(line -> line.endsWith(": err")))
          .hasSize(all.size() - 25);
      assertThat(finished.errors())
          .contains(all.size() + " hosts in ")
          .contains(": " + (all.size() - 30) + " succeeded, 30 failed\n")
          .contains("\n  unreachable: 10\n    refuse0: connect to host 127.0.0.1 port ")
          .contains("\n  host key: 5\n    changed0: Host key for changed has changed")
          .contains("\n  login: 4\n    denied0: nobody-such@127.0.0.1: Permission denied")
          .contains("\n  status: 5\n    fail0: status 3\n")
          .contains("\n  time: 6\n    hang0: not done after 20.0 s\n");
      assertThat(finished.status()).isEqualTo(255);
      // one after another the six alone would take longer
      assertThat(duration).isLessThan(Duration.ofSeconds(5 * LIMIT_SECONDS));
      assertThat(peak.get()).isLessThan(MOST_KILOBYTES);
    }
  }

  private static long peak(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.isReadable(status)) {
      return 0; // elsewhere nobody tells
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException _) {
      return 0; // it has just ended
    }
  }

  /** That of the list is how the many above are shown. */
  static Stream<String> orders() {
    return WHOLE ? Stream.of("list", "done", "lines") : Stream.of("done", "lines");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void output_is_labelled_and_whole_in_each_order(String order) {
    Finished finished =
        hosts(
                "good1,good2,good3",
                "--order",
                order,
                "-F",
                config.toString(),
                "seq 20000; printf end")
            .input("")
            .run();
    assertThat(finished.status()).isZero();
    for (String host : List.of("good1", "good2", "good3")) {
      assertThat(finished.text().lines().filter(line -> line.startsWith(host + ": ")))
          .hasSize(20001)
          .startsWith(host + ": 1")
          .endsWith(host + ": 20000", host + ": end");
    }
    assertThat(finished.errors()).contains("3 succeeded, 0 failed");
  }

  @Test
  void input_is_copied_to_all_and_programs_get_JSON() {
    Finished finished =
        hosts(
                "good1,fail2,refuse3",
                "--parallel",
                "1",
                "--json",
                "--input",
                "-",
                "-F",
                config.toString(),
                "cat; exit ${LC_STATUS:-0}")
            .input("\"given\" é\n")
            .run();
    assertThat(finished.status()).isEqualTo(255);
    List<String> lines = finished.text().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .startsWith("{\"host\":\"good1\",\"result\":\"ok\",\"status\":0,\"milliseconds\":")
        .endsWith(",\"stdout\":\"\\\"given\\\" \\u00e9\\n\",\"stderr\":\"\"}");
    assertThat(lines.get(1)).contains("\"result\":\"status\",\"status\":3,").contains("given");
    assertThat(lines.get(2)).contains("\"result\":\"unreachable\"");
    assertThat(lines.get(3))
        .startsWith("{\"summary\":{\"hosts\":3,\"succeeded\":1,\"failed\":{")
        .contains("\"unreachable\":[\"refuse3\"]", "\"status\":[\"fail2\"]");
  }

  @Test
  void a_file_is_put_on_all_before_the_command_and_the_status_is_the_worst_of_the_commands()
      throws IOException {
    Path local = Files.writeString(folder.resolve("pushed"), "content");
    Path there = folder.resolve("there");
    Finished finished =
        hosts(
                "good1,fail2",
                "--push",
                local + ":" + there,
                // the same file for both
                "--parallel",
                "1",
                "-F",
                config.toString(),
                "cat " + there + "; rm " + there + "; exit ${LC_STATUS:-0}")
            .input("")
            .run();
    assertThat(finished.text()).isEqualTo("good1: content\nfail2: content\n");
    assertThat(finished.status()).isEqualTo(3);
    Finished failing =
        hosts("good1", "--push", local + ":/no/such/folder/x", "-F", config.toString()).run();
    assertThat(failing.errors()).contains("  file: 1\n    good1: /no/such/folder/x: ");
    assertThat(failing.status()).isEqualTo(255);
  }

  static Stream<Arguments> unreadable() {
    Arguments input = Arguments.of("--input", "/no/such", "/no/such: No such file or directory");
    Arguments folder = Arguments.of("--push", "/tmp", "/tmp: not a regular file");
    Arguments push = Arguments.of("--push", "/no/such", "/no/such: No such file or directory");
    return WHOLE ? Stream.of(input, folder, push) : Stream.of(input, folder);
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void a_file_that_is_not_to_be_read_is_told_before_any_host_is_asked(
      String option, String file, String line) {
    Finished finished =
        OurProgram.sshLite("--hosts", "good1.invalid,good2.invalid", option, file, "true")
            .input("")
            .run();
    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors()).isEqualTo(line + "\r\n");
  }

  @Test
  void help_is_the_usage() {
    Finished finished = OurProgram.sshLite("--hosts", "--help").input("").run();
    assertThat(finished.status()).isZero();
    assertThat(finished.text()).startsWith("usage: ssh-lite --hosts FILE|HOST,HOST");
  }

  @Test
  @Tag("whole") // in process it is told by HostsArgumentsTest
  void what_makes_no_sense_is_told_once() {
    Finished finished = OurProgram.sshLite("--hosts", "a,b", "--what", "true").input("").run();
    assertThat(finished.status()).isEqualTo(255);
    assertThat(new String(finished.output(), UTF_8)).isEmpty();
    assertThat(finished.errors()).containsOnlyOnce("unknown option --what");
  }
}
