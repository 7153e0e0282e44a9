package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** The script for machines without systemd, with what it names in a folder of the test's. */
class InitScriptTest {
  private static final Path SCRIPT = Path.of("../program/dist/src/init/sshd-lite");

  @TempDir private Path folder;
  private Path script;
  private Path config;
  private int port;

  @BeforeEach
  void put_it_where_it_belongs() throws IOException {
    Peers.require("ssh-keygen");
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/comm")), "needs Linux");
    String launcher = System.getenv("SSHD_LITE");
    Assumptions.assumeTrue(launcher != null, "needs the launcher, which goes into the background");
    port = LoopbackPort.free();
    config = folder.resolve("sshd_config");
    Files.writeString(
        config,
        "Port %d%nListenAddress 127.0.0.1%nHostKey %s/host_ed25519_key%nPidFile none%n"
            .formatted(port, folder));
    // the caches that are there: starts are many times faster
    Path defaults =
        Files.writeString(
            folder.resolve("defaults"),
            "XDG_CACHE_HOME='%s'%n".formatted(Path.of(System.getProperty("user.home"), ".cache")));
    script = script(launcher, defaults);
  }

  private Path script(String daemon, Path defaults) throws IOException {
    String text = Files.readString(SCRIPT);
    for (Map.Entry<String, String> place :
        Map.of(
                "DAEMON", daemon,
                "DEFAULTS", defaults.toString(),
                "KEYGEN", Peers.path("ssh-keygen").toString(),
                "CONFIG", config.toString(),
                "STATE", folder.toString(),
                "PIDFILE", folder.resolve("pid").toString())
            .entrySet()) {
      text =
          text.replaceFirst(
              "(?m)^" + place.getKey() + "=.*", place.getKey() + "=" + place.getValue());
    }
    return Files.writeString(folder.resolve("init"), text);
  }

  @AfterEach
  void stop() {
    run("stop");
  }

  private Finished run(String action) {
    return Program.of("sh", script.toString(), action)
        .env("HOME", folder.toString())
        .env("XDG_CACHE_HOME", folder.resolve("callers").toString())
        .env("XDG_STATE_HOME", folder.resolve("callers").toString())
        .run();
  }

  private String greeting() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void it_starts_reloads_and_stops_and_tells_how_it_is() throws IOException {
    assertThat(run("status").status()).isEqualTo(3);
    Finished started = run("start");
    assertThat(started.status()).as(started.toString()).isZero();
    assertThat(greeting()).isEqualTo("SSH-2.0-");
    assertThat(folder.resolve("callers")).doesNotExist();
    assertThat(run("status").status()).isZero();
    assertThat(run("start").text()).contains("is running already");

    int before = port;
    port = LoopbackPort.free();
    Files.writeString(config, Files.readString(config).replace("" + before, "" + port));
    assertThat(run("reload").status()).isZero();
    await()
        .ignoreException(ConnectException.class)
        .untilAsserted(() -> assertThat(greeting()).isEqualTo("SSH-2.0-"));

    Files.writeString(config, "Nonsense yes\n" + Files.readString(config));
    Finished refused = run("reload");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.errors()).contains("Bad configuration option: Nonsense");
    assertThat(run("restart").status()).isEqualTo(1);
    assertThat(run("status").status()).isZero();

    assertThat(run("stop").status()).isZero();
    assertThat(run("status").status()).isEqualTo(3);
    assertThat(run("stop").status()).isZero();
  }

  @Test
  void a_stop_waits_as_long_as_sessions_may_go_on() throws IOException {
    Files.writeString(config, "DrainTime 8\nLoginGraceTime 0\n" + Files.readString(config));
    Files.writeString(folder.resolve("defaults"), "PATIENCE=7\n", StandardOpenOption.APPEND);
    assertThat(run("start").status()).isZero();
    try (Socket open = new Socket("127.0.0.1", port)) {
      assertThat(open.getInputStream().readNBytes(8)).hasSize(8);
      Finished stopped = run("stop");
      assertThat(stopped.status()).as(stopped.toString()).isZero();
      assertThat(stopped.text())
          .isEqualTo(
              "sshd-lite lets open sessions go on for 8 seconds at most\nsshd-lite is stopped\n");
    }
  }

  @Test
  void a_stop_that_takes_longer_than_it_should_is_told() throws IOException {
    Files.writeString(folder.resolve("defaults"), "PATIENCE=1\n", StandardOpenOption.APPEND);
    assertThat(run("start").status()).isZero();
    String pid = Files.readString(folder.resolve("pid")).strip();
    Program.of("kill", "-STOP", pid).runWell();
    try {
      Finished stopped = run("stop");
      assertThat(stopped.status()).isEqualTo(1);
      assertThat(stopped.errors())
          .isEqualTo("sshd-lite (%s) has not ended within 1 s, and is left to it%n".formatted(pid));
    } finally {
      Program.of("kill", "-CONT", pid).runWell();
    }
    await().untilAsserted(() -> assertThat(run("status").status()).isEqualTo(3));
  }

  @Test
  void a_file_that_was_left_behind_is_told_and_nobody_else_is_stopped() throws IOException {
    Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + "\n");

    assertThat(run("status").status()).isEqualTo(1);
    assertThat(run("reload").status()).isEqualTo(7);
    assertThat(run("nonsense").status()).isEqualTo(2);
    assertThat(run("stop").status()).isZero();
    assertThat(folder.resolve("pid")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"status,4", "restart,5", "reload,5", "force-reload,5", "start,0", "stop,0"})
  void without_the_program_nothing_is_said_to_run(String action, int status) throws IOException {
    script = script(folder.resolve("removed").toString(), folder.resolve("none"));
    Finished finished = run(action);
    assertThat(finished.status()).isEqualTo(status);
    assertThat(finished.text() + finished.errors()).isEmpty();
  }

  @Test
  void a_shell_of_POSIX_can_read_it() {
    Finished read = Program.of("sh", "-n", SCRIPT.toString()).run();
    assertThat(read.errors()).isEmpty();
    assertThat(read.status()).isZero();
  }
}
