package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/** CVE-2020-15778: names of files that a shell would act on, through scp of either side. */
class ScpNameTest {
  private static final String WHERE_FILES_ALONE_ARE = "127.0.3.1";

  @TempDir private static Path folder;
  private static LiteServer ours;
  private static OpenSshServer theirs;

  private Path here;
  private Path there;
  private Path marker;

  private enum Pair {
    OURS_AND_THEIRS(true, false),
    THEIRS_AND_OURS(false, true),
    OURS(true, true);

    private final boolean client;
    private final boolean server;

    Pair(boolean client, boolean server) {
      this.client = client;
      this.server = server;
    }

    Server server() {
      return server ? ours : theirs;
    }

    Program scp(String... arguments) {
      Target target = server().target();
      Program scp = client ? OurProgram.scp() : Program.of(Peers.path("scp"));
      return scp.with(
              OpenSshArguments.of(Login.to(target)).stream()
                  .filter(option -> !option.equals("-T"))
                  .toArray(String[]::new))
          .with("-P", "" + target.port())
          .with(arguments);
    }

    String remote(Path path) {
      return server().target().user() + "@" + Target.HOST + ":" + path;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    Peers.require("scp", "ssh", "sftp-server");
    Path forced =
        Files.writeString(
            folder.resolve("forced"),
            "Match Address " + WHERE_FILES_ALONE_ARE + "\nForceCommand internal-sftp\n");
    ours =
        LiteServer.start(
            Files.createDirectory(folder.resolve("ours")),
            "Subsystem sftp internal-sftp",
            "Include " + forced);
    theirs =
        OpenSshServer.start(
            Files.createDirectory(folder.resolve("theirs")),
            "Subsystem sftp " + Peers.path("sftp-server"));
  }

  @AfterAll
  static void stop() {
    for (Server server : new Server[] {ours, theirs}) {
      if (server != null) {
        server.close();
      }
    }
  }

  @BeforeEach
  void make(@TempDir Path scratch) throws IOException {
    here = Files.createDirectory(scratch.resolve("here"));
    there = Files.createDirectory(scratch.resolve("there"));
    marker = scratch.resolve("marker");
  }

  private static List<String> names() {
    return List.of(
        "$(touch marker)",
        "`touch marker`",
        ";touch marker;",
        "|touch marker|",
        "&touch marker&",
        "a\ntouch marker\n",
        "'; touch marker; '",
        "\"; touch marker; \"",
        "-oProxyCommand=touch marker",
        "$HOME ~ !!");
  }

  private void fill(Path from) throws IOException {
    for (String name : names()) {
      Files.writeString(from.resolve(name), name);
    }
  }

  /** Each end of ours meets one of theirs; by {@code -P whole} each other as well. */
  static Stream<Pair> pairs() {
    return Stream.of(Pair.values())
        .filter(pair -> pair != Pair.OURS || Boolean.getBoolean("whole"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_name_is_a_name_on_the_far_side(Pair pair) throws IOException {
    fill(here);
    String both = "a\n$(touch marker)\n";
    Files.writeString(here.resolve(both), both);
    Finished put =
        pair.scp("" + here.resolve(both), pair.remote(there.resolve("to-" + both))).run();
    assertThat(put.status()).as(put.errors()).isZero();
    assertThat(there.resolve("to-" + both)).hasContent(both);
    assertThat(pair.scp("-r", "" + here, pair.remote(there.resolve("$(touch marker)"))).run())
        .satisfies(tree -> assertThat(tree.status()).as(tree.errors()).isZero());
    for (String name : names()) {
      assertThat(there.resolve("$(touch marker)").resolve(name)).hasContent(name);
    }
    assertNothingWasRun();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_name_is_a_name_here(Pair pair) throws IOException {
    fill(there);
    Finished got = pair.scp("-r", pair.remote(there), "" + here).run();
    assertThat(got.status()).as(got.errors()).isZero();
    for (String name : names()) {
      assertThat(here.resolve("there").resolve(name)).hasContent(name);
    }
    assertNothingWasRun();
  }

  private void assertNothingWasRun() throws IOException {
    assertThat(marker).doesNotExist();
    for (Path at :
        List.of(here, there, Path.of(""), Path.of(System.getProperty("user.home")), folder)) {
      try (Stream<Path> all = Files.list(at)) {
        assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("marker");
      }
    }
  }

  /** The old protocol has its names in a command: where files alone are served, none is run. */
  @Test
  void the_old_protocol_runs_nothing_where_files_alone_are_served() throws IOException {
    fill(here);
    Target target = ours.target();
    Finished refused =
        Program.of(Peers.path("scp"))
            .with(
                OpenSshArguments.of(Login.to(target)).stream()
                    .filter(option -> !option.equals("-T"))
                    .toArray(String[]::new))
            .with("-o", "BindAddress=" + WHERE_FILES_ALONE_ARE)
            .with("-P", "" + target.port(), "-O", here.resolve("$(touch marker)").toString())
            .with(target.user() + "@" + Target.HOST + ":" + there + "/$(touch " + marker + ")")
            .run();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.errors() + refused.text())
        .contains("This service allows sftp connections only.");
    assertNothingWasRun();
  }
}
