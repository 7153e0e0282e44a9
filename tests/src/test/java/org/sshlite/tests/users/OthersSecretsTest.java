package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Bob, who is logged in too, and wants what belongs to alice's sessions, or to the server. */
@Timeout(120)
class OthersSecretsTest {
  private static final String CONNECT =
      "python3 -c \"import socket; socket.socket(socket.AF_UNIX).connect('%s')\" 2>&1 | tail -1";

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;
  private static Path recordings;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    Peers.require("python3");
    scratch = new Scratch("apart");
    users = MachineUsers.create(scratch);
    recordings = Files.createDirectory(users.folder().resolve("recordings"));
    open(recordings);
    for (String each : List.of("", ".ssh")) {
      open(users.home(ALICE).resolve(each));
    }
    server = users.sshdLite("RecordSessions " + recordings);
  }

  /** That nothing but what we make ourselves keeps others out. */
  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  private static Finished bob(String command) {
    return Login.to(server.bob()).command(command).by(Client.SSH).run();
  }

  private static String without(Running running, String mark) {
    running.awaitOutput(mark + ">");
    return running.output().replaceAll("(?s).*<([^<>]*)" + mark + ">.*", "$1");
  }

  @Test
  void a_recording_is_read_by_neither_user() throws IOException {
    Finished recorded =
        Login.to(server.alice()).pty().command("echo a secret").by(Client.SSH).run();
    assertThat(recorded.text()).contains("a secret");
    Path file;
    try (Stream<Path> all = Files.list(recordings)) {
      file = all.toList().getLast();
    }
    assertThat(file).content().contains("a secret");
    for (Target target : List.of(server.alice(), server.bob())) {
      Finished read =
          Login.to(target)
              .command("cat %s/*; echo x >> %s; rm -f %2$s".formatted(recordings, file))
              .by(Client.SSH)
              .run();
      assertThat(read.text()).isEmpty();
      assertThat(read.errors()).contains("Permission denied");
    }
    assertThat(file).content().contains("a secret");
  }

  @Test
  void a_forwarded_agent_answers_no_other_user() throws Exception {
    try (OpenSshAgent agent = OpenSshAgent.start(users.folder().resolve("agent"));
        Running alice =
            Login.to(server.alice())
                .extra("-A")
                .command("echo \"<$SSH_AUTH_SOCK@>\"; cat")
                .by(Client.SSH)
                .env("SSH_AUTH_SOCK", "" + agent.socket())
                .start()) {
      String socket = without(alice, "@");
      assertThat(socket).startsWith("/");
      assertThat(bob(CONNECT.formatted(socket)).text()).contains("Permission denied");
    }
  }

  @Test
  void a_master_serves_no_other_user() throws Exception {
    Path socket = users.folder().resolve("master");
    try (Running master =
        Login.to(server.alice())
            .extra("-M", "-S", socket.toString())
            .command("echo ready; cat")
            .by(Client.SSH_LITE)
            .start()) {
      master.awaitOutput("ready");
      assertThat(bob(CONNECT.formatted(socket)).text()).contains("Permission denied");
    }
  }

  /** An acting thread has one id of the user's: that must not open the process to him. */
  @Test
  void nothing_of_the_server_in_proc_is_read_not_even_by_whom_it_acts_for() throws Exception {
    String script =
        """
        cd /proc/%d
        for f in environ maps mem auxv syscall stack io fd/0 task/*/environ task/*/mem task/*/maps
        do cat $f 2>/dev/null | head -c 1; done
        ls fd map_files task/*/fd 2>/dev/null | grep -v :
        readlink exe cwd root task/*/cwd fd/*
        echo over\
        """
            .formatted(server.program().pid());
    try (Running files =
        Program.of(
                Peers.path("ssh"),
                OpenSshArguments.of(Login.to(server.alice())).toArray(String[]::new))
            .with("-p", "" + server.alice().port(), "-s", ALICE.name() + "@" + Target.HOST, "sftp")
            .start()) {
      files.send(new byte[] {0, 0, 0, 5, 1, 0, 0, 0, 3});
      files.awaitOutput("posix-rename");
      for (Target target : List.of(server.alice(), server.bob())) {
        Finished tried = Login.to(target).command(script).by(Client.SSH).run();
        assertThat(tried.text().strip()).as(target.user()).isEqualTo("over");
      }
    }
  }

  @Test
  void a_session_has_nothing_of_the_servers_environment() {
    Finished bobs = bob("env; cat /proc/$PPID/environ 2>/dev/null");
    assertThat(bobs.text()).contains("USER=" + BOB.name());
    assertThat(bobs.text()).doesNotContain("LD_PRELOAD", "NSS_WRAPPER", "JAVA");
  }
}
