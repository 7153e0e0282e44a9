package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** Servers that were started in a way that sshd takes no harm from. */
class OddStartTest {
  /** Each writes more lines than one in a hundred of which fits into a pipe. */
  private static final int LOGINS = 8;

  /** Joins its standard streams to a program that has one end of a pair of sockets for both. */
  private static final String JOINED =
      """
      import os, socket, subprocess, sys, threading
      near, far = socket.socketpair()
      program = subprocess.Popen(sys.argv[1:], stdin=far, stdout=far)
      far.close()
      def send():
          while data := os.read(0, 65536):
              near.sendall(data)
          near.shutdown(socket.SHUT_WR)
      threading.Thread(target=send, daemon=True).start()
      while data := near.recv(65536):
          os.write(1, data)
      program.wait()
      """;

  @BeforeAll
  static void findPrograms() {
    Client.SSH.require();
    Peers.require("python3");
  }

  private static Finished run(LiteServer server, String command) {
    return Login.to(server.target()).command(command).by(Client.SSH).run();
  }

  /** Of a process that nobody asks after the system keeps no status. */
  @Test
  void where_SIGCHLD_was_ignored_a_command_ends_with_its_status(@TempDir Path folder) {
    try (LiteServer server = LiteServer.startIgnoring(folder, "CHLD")) {
      assertThat(run(server, "exit 7").status()).isEqualTo(7);
      assertThat(Login.to(server.target()).pty().command("exit 8").by(Client.SSH).run().status())
          .isEqualTo(8);
    }
  }

  /**
   * Who changes the file and says so at once: it ends no server that has not come to take the
   * signal, and one that has begun to read reads once more.
   */
  @Test
  void a_SIGHUP_while_it_starts_is_no_end_and_is_not_lost(@TempDir Path folder) throws IOException {
    Path settings;
    try (LiteServer server = LiteServer.start(folder)) {
      settings = folder.resolve("sshd_config");
      assertThat(server.log()).contains("Server listening");
    }
    Path pipe = folder.resolve("pipe");
    Program.of("mkfifo", pipe.toString()).runWell();
    try (Running server = OurProgram.sshdLite("-D", "-e", "-f", pipe.toString()).start()) {
      String script =
          """
          until readlink /proc/$1/exe | grep -q java; do :; done
          kill -HUP $1
          exec 3>$2
          kill -HUP $1
          cat $3 >&3
          exec 3>&-
          while readlink /proc/$1/fd/* 2>/dev/null | grep -qxF "$2"; do :; done
          cat $3 >$2
          """;
      Program.of("sh", "-ec", script, "sh", "" + server.pid(), pipe.toString(), settings.toString())
          .runWell();
      server.awaitErrors("Received SIGHUP; restarting.");
      assertThat(server.isAlive()).isTrue();
    }
  }

  /** A terminal that is closed ends what only looks, and who serves one connection. */
  @Test
  void a_SIGHUP_ends_what_serves_nobody_else(@TempDir Path folder) throws IOException {
    Path pipe = folder.resolve("pipe");
    Program.of("mkfifo", pipe.toString()).runWell();
    // these tests, too, may be started by nohup
    try (Running looking =
        OurProgram.sshdLite("-t", "-f", pipe.toString())
            .by("env", "--default-signal=HUP")
            .start()) {
      String script = "exec 3>$2; kill -HUP $1; while kill -0 $1 2>/dev/null; do :; done";
      Program.of("sh", "-ec", script, "sh", "" + looking.pid(), pipe.toString()).runWell();
      assertThat(looking.awaitEnd().status()).isEqualTo(128 + 1);
    }
  }

  /** In a container: who has lost his parent, and has ended, is waited for by nobody else. */
  @Test
  void as_the_first_process_it_leaves_no_zombies(@TempDir Path folder) {
    Peers.require("unshare");
    Program first = Program.of("unshare", "--pid", "--fork", "--mount", "--mount-proc", "true");
    Assumptions.assumeTrue(first.run().status() == 0, "needs processes and mounts of its own");
    try (LiteServer server = LiteServer.startAsFirstProcess(folder)) {
      assertThat(run(server, "echo $PPID; (sleep 0.3 & sleep 0.4 &); exit 7"))
          .returns(7, Finished::status)
          .returns("1\n", Finished::text);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  run(server, "grep -l 'sleep' /proc/[0-9]*/stat; echo seen")
                      .text()
                      .equals("seen\n"));
      assertThat(run(server, "sleep 3; exit 8").status()).isEqualTo(8);
    }
  }

  /** As systemd gives for virtual machines and containers, and socat for EXEC. */
  @Test
  void a_socket_of_the_machines_own_may_be_its_standard_streams(@TempDir Path folder)
      throws IOException {
    Path joined = Files.writeString(folder.resolve("joined.py"), JOINED);
    try (LiteServer server = LiteServer.start(folder)) {
      List<String> words =
          OurProgram.sshdLite("-i", "-e", "-f", folder.resolve("sshd_config").toString()).command();
      Finished finished =
          Login.to(server.target())
              .extra("-o", "ProxyCommand=python3 " + joined + " " + String.join(" ", words))
              .command("echo $SSH_CONNECTION")
              .by(Client.SSH)
              .run();
      assertThat(finished.text())
          .as(finished.toString())
          .isEqualTo("UNKNOWN 65535 UNKNOWN 65535\n");
    }
  }

  /** A terminal that was stopped by Ctrl-S, or a pipe whose reader hangs: nobody waits for it. */
  @Test
  void one_whose_standard_error_nobody_reads_serves_on_and_ends(@TempDir Path folder) {
    try (LiteServer server = LiteServer.startUnread(folder, "LogLevel DEBUG3")) {
      for (int i = 0; i < LOGINS; i++) {
        assertThat(run(server, "echo hello").text()).isEqualTo("hello\n");
      }
      Program.of("kill", "-TERM", "" + server.pid()).runWell();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isEmpty());
    }
  }
}
