package org.sshlite.sshd.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

// calls of the system cannot be interrupted
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PtyTest {
  private Pty pty;

  @BeforeEach
  void open() throws IOException {
    pty = Pty.open();
  }

  @AfterEach
  void close() {
    pty.close();
  }

  /** All output, the way a session reads it: beside the wait for the exit. */
  private String run(String script, Exit expected) throws Exception {
    try (Child child = Child.spawn(ChildTest.shell(script), pty)) {
      CompletableFuture<?> exit = CompletableFuture.supplyAsync(child::await);
      String output = new String(child.output().readAllBytes(), UTF_8);
      assertThat(exit.join()).isEqualTo(Optional.of(expected));
      return output;
    }
  }

  private static String until(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("ended after \"" + text + "\"");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  @Test
  void the_process_has_it_as_its_terminal() throws Exception {
    assertThat(run("tty; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && : </dev/tty", new Exit.Status(0)))
        .isEqualTo(pty.path() + "\r\n");
  }

  @Test
  void it_has_the_size_that_was_set() throws Exception {
    pty.resize(133, 41, 800, 600);
    assertThat(run("stty size", new Exit.Status(0))).isEqualTo("41 133\r\n");
  }

  @Test
  void sizes_beyond_16_bits_are_cut_to_them() throws Exception {
    pty.resize(Integer.MAX_VALUE, -1, 0, 0);
    assertThat(run("stty size", new Exit.Status(0))).isEqualTo("0 65535\r\n");
  }

  @Test
  void a_resize_is_told_to_the_process() throws Exception {
    String script = "trap 'stty size; exit 5' WINCH; echo ready; while :; do sleep 0.01; done";
    try (Child child = Child.spawn(ChildTest.shell(script), pty)) {
      until(child.output(), "ready");
      pty.resize(90, 20, 0, 0);
      assertThat(until(child.output(), "90")).contains("20 90");
      assertThat(child.await()).contains(new Exit.Status(5));
    }
  }

  @Test
  void modes_of_the_request_are_set() throws Exception {
    // VERASE ^H, VEOL none, ECHO off, ICRNL off, IUTF8 on, an opcode that nobody has
    pty.modes(Map.of(3, 8L, 6, 255L, 53, 0L, 36, 0L, 42, 1L, 99, 7L));
    assertThat(run("stty -a", new Exit.Status(0)))
        .contains("erase = ^H", "eol = <undef>", " -echo ", "-icrnl", " iutf8");
  }

  @Test
  void the_speed_of_the_request_is_set() throws Exception {
    pty.modes(Map.of(128, 9600L, 129, 9600L));
    assertThat(run("stty speed", new Exit.Status(0))).isEqualTo("9600\r\n");
  }

  @Test
  void control_C_interrupts_what_is_in_the_foreground() throws Exception {
    try (Child child = Child.spawn(ChildTest.shell("echo ready; exec sleep 1000"), pty)) {
      until(child.output(), "ready");
      child.input().write(3);
      assertThat(child.await()).contains(new Exit.Signalled(2, false));
    }
  }

  @Test
  void what_keys_send_goes_to_the_job_in_the_foreground_not_to_its_shell() throws Exception {
    String script = "set -m; sh -c 'echo ready; exec sleep 1000'; echo status $?; exit 9";
    try (Child child = Child.spawn(ChildTest.shell(script), pty)) {
      until(child.output(), "ready");
      assertThat(child.signal(3)).isTrue();
      assertThat(until(child.output(), "131")).contains("status 131");
      assertThat(child.await()).contains(new Exit.Status(9));
    }
  }

  /** As by sshd: the group in the foreground is known by a number, which can be another's soon. */
  @Test
  void other_signals_go_to_the_group_of_the_process_whatever_is_in_the_foreground()
      throws Exception {
    String script = "set -m; trap 'exit 7' TERM; sh -c 'echo ready; read -r x; echo got $x'";
    try (Child child = Child.spawn(ChildTest.shell(script), pty)) {
      until(child.output(), "ready");
      assertThat(child.signal(15)).isTrue();
      child.input().write("it\n".getBytes(UTF_8));
      assertThat(until(child.output(), "got")).contains("got");
      assertThat(child.await()).contains(new Exit.Status(7));
    }
  }

  @Test
  void a_signal_reaches_the_process_whose_job_in_the_foreground_is_gone() throws Exception {
    // what it puts into the foreground ends without anybody taking the terminal back
    String script =
        "import os, signal, sys, time\n"
            + "signal.signal(signal.SIGTTOU, signal.SIG_IGN)\n"
            + "job = os.fork()\n"
            + "if job == 0: os.setpgid(0, 0); os.tcsetpgrp(0, os.getpid()); os._exit(0)\n"
            + "os.waitpid(job, 0); print('ready', flush=True); time.sleep(1000)\n";
    Path python = Path.of("/usr/bin/python3");
    Assumptions.assumeTrue(Files.isExecutable(python), "needs " + python);
    Command command = Command.of("/", List.of(), "" + python, "python3", "-c", script);
    try (Child child = Child.spawn(command, pty)) {
      until(child.output(), "ready");
      assertThat(child.signal(15)).isTrue();
      assertThat(child.await()).contains(new Exit.Signalled(15, false));
    }
  }

  @Test
  void output_written_just_before_the_end_is_not_lost() throws Exception {
    for (int i = 0; i < 20; i++) {
      String output = run("printf '%02000d' 7; exit 4", new Exit.Status(4));
      assertThat(output).hasSize(2000);
      pty = Pty.open();
    }
  }

  @Test
  void a_process_in_the_background_does_not_keep_the_session() throws Exception {
    String output = run("trap '' HUP; sleep 1000 & echo $!", new Exit.Status(0));
    int sleeper = Integer.parseInt(output.strip());
    assertThat(Files.exists(Path.of("/proc/" + sleeper))).isTrue();
    ProcessHandle.of(sleeper).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void closing_hangs_up() throws Exception {
    Child child = Child.spawn(ChildTest.shell("echo ready; exec sleep 1000"), pty);
    until(child.output(), "ready");
    CompletableFuture<Boolean> ended =
        ProcessHandle.of(child.pid()).orElseThrow().onExit().thenApply(_ -> true);
    child.close();
    assertThat(ended.join()).isTrue();
  }

  @Test
  void a_break_is_accepted() throws Exception {
    pty.sendBreak();
  }

  @Test
  void the_current_user_has_a_home_and_a_shell() {
    Account account = Account.current().orElseThrow();
    assertThat(account.name()).isEqualTo(System.getProperty("user.name"));
    assertThat(account.home()).startsWith("/");
    assertThat(account.shell()).startsWith("/");
  }
}
