package org.sshlite.tests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
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
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** {@code ssh-lite-sftp} and {@code ssh-lite-scp} over the connection of a master. */
class FilesOverMasterTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final List<Client> BOTH = List.of(Client.SSH, Client.SSH_LITE);
  private static final Path NO_KEY = Path.of("/nonexistent");

  /** Who comes from there may have one session. */
  private static final String ONE = "127.0.3.1";

  @TempDir private static Path shared;
  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() throws IOException {
    Client.SSH.require();
    Path one =
        Files.writeString(shared.resolve("one"), "Match Address " + ONE + "\nMaxSessions 1\n");
    server =
        LiteServer.start(
            shared, "Subsystem sftp internal-sftp", "MaxSessions 10", "Include " + one);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private Path socket() {
    return folder.resolve("mux");
  }

  private Running master(Client client, String... options) {
    Running master =
        Login.to(server.target())
            .extra("-M", "-N", "-S", socket().toString())
            .extra(options)
            .by(client)
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket()));
    return master;
  }

  private Program with(Program program, Path key, String... options) {
    Target target = server.target();
    List<String> arguments = new ArrayList<>(List.of("-F", "none", "-P", "" + target.port()));
    for (String option :
        List.of(
            "UserKnownHostsFile=" + target.knownHosts(),
            "GlobalKnownHostsFile=/dev/null",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "BatchMode=yes")) {
      arguments.addAll(List.of("-o", option));
    }
    arguments.addAll(List.of("-i", key.toString()));
    arguments.addAll(List.of(options));
    return program.with(arguments.toArray(String[]::new));
  }

  private String host() {
    return server.target().user() + "@" + Target.HOST;
  }

  private Finished sftp(Program program, Path key, String commands, String... options) {
    return with(program, key, options).with("-b", "-", host()).input(commands).run();
  }

  private Path content() throws IOException {
    byte[] content = new byte[700_000];
    new Random(1).nextBytes(content);
    return Files.write(folder.resolve("content"), content);
  }

  /** The last of which the programs overrule: a master does not look for another one. */
  private String[] shared() {
    return new String[] {"-o", "ControlPath=" + socket(), "-o", "ControlMaster=yes"};
  }

  static List<Client> theirs() {
    return WHOLE ? BOTH : List.of(Client.SSH);
  }

  @ParameterizedTest
  @MethodSource("theirs")
  void files_go_both_ways_through_a_master_without_a_login(Client client) throws IOException {
    Path content = content();
    Path there = folder.resolve("there");
    try (Running master = master(client)) {
      Finished sftp =
          sftp(
              OurProgram.sftp(),
              NO_KEY,
              "put %s %s\nget %s %s\n".formatted(content, there, there, folder.resolve("back")),
              shared());
      assertThat(sftp.status()).as(sftp.errors()).isZero();
      assertThat(Files.mismatch(folder.resolve("back"), content)).isEqualTo(-1);

      Finished scp =
          with(OurProgram.scp(), NO_KEY, shared())
              .with(content.toString(), host() + ":" + folder.resolve("copied"))
              .run();
      assertThat(scp.status()).as(scp.errors()).isZero();
      assertThat(Files.mismatch(folder.resolve("copied"), content)).isEqualTo(-1);
      assertThat(master.isAlive()).isTrue();

      Finished alone = sftp(OurProgram.sftp(), NO_KEY, "pwd\n", "-o", "ControlPath=none");
      assertThat(alone.errors()).contains("Permission denied");
      assertThat(alone.status()).isEqualTo(255);
    }
  }

  static List<Client> ours() {
    return WHOLE ? BOTH : List.of(Client.SSH_LITE);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void what_MaxSessions_refuses_connects_by_itself(Client client) {
    Path key = server.target().identity().file();
    try (Running _ = master(client, "-b", ONE);
        Running first =
            Login.to(server.target())
                .extra("-S", socket().toString())
                .command("echo open; cat")
                .by(Client.SSH_LITE)
                .start()) {
      first.awaitOutput("open\n");

      Finished second = sftp(OurProgram.sftp(), key, "pwd\n", shared());

      assertThat(second.errors()).contains("refused by peer");
      assertThat(second.text()).contains("Remote working directory: ");
      assertThat(second.status()).isZero();
    }
  }

  @Test
  void a_master_that_ends_ends_what_goes_through_it() {
    try (Running master = master(Client.SSH_LITE);
        Running sftp = with(OurProgram.sftp(), NO_KEY, shared()).with("-b", "-", host()).start()) {
      sftp.send("pwd\n");
      sftp.awaitOutput("Remote working directory: ");
      master.terminate();
      master.awaitEnd();

      sftp.send("ls /\n");

      assertThat(sftp.awaitEnd().status()).isNotZero();
    }
  }

  @Test
  void with_ControlMaster_auto_it_becomes_no_master() {
    Finished finished =
        sftp(
            OurProgram.sftp(),
            server.target().identity().file(),
            "!test -e " + socket() + " && echo there is $((1))\npwd\n",
            "-o",
            "ControlPath=" + socket(),
            "-o",
            "ControlMaster=auto");

    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(finished.text()).contains("Remote working directory: ").doesNotContain("there is 1");
  }

  @Test
  void sftp_goes_through_a_master_of_ours() throws IOException {
    Peers.require("sftp");
    Path content = content();
    try (Running _ = master(Client.SSH_LITE)) {
      Finished sftp =
          sftp(
              Program.of(Peers.path("sftp")),
              NO_KEY,
              "put %s %s\n".formatted(content, folder.resolve("there")),
              "-o",
              "ControlPath=" + socket());

      assertThat(sftp.status()).as(sftp.errors()).isZero();
      assertThat(Files.mismatch(folder.resolve("there"), content)).isEqualTo(-1);
    }
  }
}
