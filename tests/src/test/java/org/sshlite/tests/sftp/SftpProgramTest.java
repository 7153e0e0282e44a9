package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/**
 * OpenSSH's sftp and scp with sshd-lite: through its own server, and through OpenSSH's behind it.
 */
class SftpProgramTest {
  private static final String FORCED = "127.0.3.1";

  @TempDir static Path serverFolder;
  @TempDir Path scratch;
  private static LiteServer server;

  @BeforeAll
  static void startServer() throws IOException {
    Peers.require("sftp", "scp", "sftp-server");
    Path forced =
        Files.writeString(
            serverFolder.resolve("forced"),
            "Match Address " + FORCED + "\nForceCommand internal-sftp -R\n");
    server =
        LiteServer.start(
            serverFolder,
            "Subsystem sftp internal-sftp",
            "Subsystem theirs " + Peers.path("sftp-server"),
            "Subsystem options internal-sftp -R -P readdir -d %d/..",
            "Subsystem query internal-sftp -Q requests",
            "Subsystem wrong internal-sftp -x",
            "Subsystem masked internal-sftp -u 0027",
            "Include " + forced);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void realScratch() throws IOException {
    scratch = scratch.toRealPath();
  }

  private static Program sftp(String subsystem, String commands) {
    return OpenSshSftp.sftp(server.target(), subsystem, commands);
  }

  private static Program scp(String... arguments) {
    return Program.of(Peers.path("scp"), OpenSshSftp.options(server.target()))
        .with("-P", "" + server.target().port())
        .with(arguments);
  }

  private static Program ourScp(String... arguments) {
    return OurProgram.scp()
        .with(OpenSshSftp.options(server.target()))
        .with("-P", "" + server.target().port())
        .with(arguments);
  }

  @Test
  void our_scp_puts_and_gets_over_a_connection() throws IOException {
    byte[] content = new byte[300_000];
    new Random(7).nextBytes(content);
    Path file = Files.write(scratch.resolve("a file"), content);
    Path tree = Files.createDirectories(scratch.resolve("tree/inner")).getParent();
    Files.writeString(tree.resolve("inner/small"), "small");
    Path there = Files.createDirectory(scratch.resolve("there"));
    Path here = Files.createDirectory(scratch.resolve("here"));

    Finished put = ourScp("-r", file.toString(), tree.toString(), remote(there)).run();
    Finished get = ourScp("-r", remote(there.resolve("*")), here.toString()).run();

    assertThat(put.status()).as(put.errors()).isZero();
    assertThat(get.status()).as(get.errors()).isZero();
    for (Path copy : List.of(there, here)) {
      assertThat(copy.resolve("a file")).hasBinaryContent(content);
      assertThat(copy.resolve("tree/inner/small")).hasContent("small");
    }
  }

  @Test
  void our_scp_does_not_speak_the_old_protocol_and_says_so() throws IOException {
    Path file = Files.writeString(scratch.resolve("file"), "content");

    Finished finished = ourScp("-O", file.toString(), remote(scratch.resolve("copy"))).run();

    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors())
        .isEqualToIgnoringNewLines(
            "ssh-lite-scp: unknown option -- O: files go by SFTP, never by the old protocol");
    assertThat(scratch.resolve("copy")).doesNotExist();
  }

  private static String remote(Path path) {
    return server.target().user() + "@" + Target.HOST + ":" + path;
  }

  /** Every command of sftp(1) that talks to a server; "-" lets those that fail go on. */
  private static final String COMMANDS =
      """
      cd REMOTE
      lcd LOCAL
      version
      pwd
      mkdir folder
      -mkdir folder
      put small
      put -p small folder/preserved
      put -f large folder/large
      put small "with blank"
      put -R tree
      ls
      ls -1
      ls -a
      ls -l
      ls -n
      ls -lt times
      ls -lS
      ls -r folder
      ls folder/p*
      -ls nothing
      -ls folder/n*
      get small small.back
      get -p folder/preserved preserved.back
      get -f folder/large large.back
      get -R tree tree.back
      get folder/* .
      -get nothing
      -get folder
      !truncate -s 5 small.back
      reget small small.back
      !head -c 1000 large > partial
      put partial partial
      !cp large partial
      reput partial
      chmod 640 small
      -chmod 640 nothing
      chown OWNER small
      chgrp GROUP small
      -chown 1 nothing
      ln small hard
      ln -s small soft
      ln -s nowhere dangling
      -ln small hard
      -symlink small soft
      ls -la
      rename small renamed
      -rename nothing other
      -rename renamed folder
      -rename folder tree
      copy renamed copied
      -copy nothing copied
      rm hard
      -rm nothing
      -rm folder
      rm soft
      rm dangling
      -rmdir tree
      -rmdir nothing
      -rmdir renamed
      mkdir empty
      rmdir empty
      df
      df -h
      df -i
      cd folder
      pwd
      cd ..
      -cd nothing
      -cd renamed
      lpwd
      ls -l folder tree
      """;

  @Test
  void every_command_of_sftp_does_and_says_what_it_does_with_sftp_server() throws Exception {
    Map<String, String> ours = everyCommand("sftp");
    Map<String, String> theirs = everyCommand("theirs");
    assertThat(ours.get("output")).isEqualTo(theirs.get("output"));
    assertThat(ours).isEqualTo(theirs);
    assertThat(ours.get("output")).contains("with blank").contains("partial");
  }

  private Map<String, String> everyCommand(String subsystem) throws Exception {
    Path folder = Files.createDirectory(scratch.resolve(subsystem));
    Path remote = Files.createDirectory(folder.resolve("remote"));
    Path local = Files.createDirectory(folder.resolve("local"));
    fill(local);
    fillTimes(Files.createDirectory(remote.resolve("times")));
    Map<String, Object> me = Files.readAttributes(local, "unix:uid,gid");
    Finished finished =
        sftp(
                subsystem,
                COMMANDS
                    .replace("REMOTE", "" + remote)
                    .replace("LOCAL", "" + local)
                    .replace("OWNER", "" + me.get("uid"))
                    .replace("GROUP", "" + me.get("gid")))
            .run();
    assertThat(finished.status()).as("%s", finished).isZero();
    Map<String, String> result = tree(folder);
    result.put("output", SftpOutput.comparable(finished.text(), folder));
    result.put("errors", SftpOutput.comparable(finished.errors(), folder));
    return result;
  }

  /** What is made in one second has no order by time. */
  private static void fillTimes(Path folder) throws IOException {
    for (int year : List.of(2021, 2023, 2022)) {
      Path file = Files.writeString(folder.resolve("of" + year), "");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(year + "-06-01T12:00:00Z")));
    }
  }

  private static void fill(Path folder) throws IOException {
    byte[] large = new byte[1_500_000];
    new Random(7).nextBytes(large);
    Files.writeString(folder.resolve("small"), "a small file\n");
    Files.setLastModifiedTime(folder.resolve("small"), FileTime.from(1_000_000, TimeUnit.SECONDS));
    Files.write(folder.resolve("large"), large);
    Files.setLastModifiedTime(folder.resolve("large"), FileTime.from(2_000_000, TimeUnit.SECONDS));
    Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(tree.resolve("deep"), "deep");
    Files.writeString(folder.resolve("tree/top ä"), "top");
    Files.createFile(folder.resolve("tree/a/empty"));
  }

  private static Map<String, String> tree(Path folder) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> unix =
            Files.readAttributes(file, "unix:mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
        long time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS);
        tree.put(
            folder.relativize(file).toString(),
            new TreeMap<>(unix)
                + (time < 1_000_000_000 ? " " + time + " " : " now ")
                + (regular ? Arrays.hashCode(Files.readAllBytes(file)) : ""));
      }
    }
    return tree;
  }

  @Test
  void scp_copies_both_ways_and_through_this_machine() throws Exception {
    Path local = Files.createDirectory(scratch.resolve("local"));
    fill(local);
    Path remote = Files.createDirectory(scratch.resolve("remote"));
    scp("-p", local.resolve("large").toString(), remote(remote)).runWell();
    scp("-r", local.resolve("tree").toString(), remote(remote)).runWell();
    scp("-pr", remote(remote), scratch.resolve("back").toString()).runWell();
    // 10.5 takes one port for both ends; they are the same here
    scp("-3", remote(remote.resolve("large")), remote(remote.resolve("again"))).runWell();
    scp("-O", local.resolve("small").toString(), remote(remote)).runWell();
    scp("-O", remote(remote.resolve("small")), scratch.resolve("small.back").toString()).runWell();

    assertThat(scratch.resolve("back/large")).hasSameBinaryContentAs(local.resolve("large"));
    assertThat(Files.getLastModifiedTime(scratch.resolve("back/large")))
        .isEqualTo(Files.getLastModifiedTime(local.resolve("large")));
    assertThat(scratch.resolve("back/tree/a/b/deep")).hasContent("deep");
    assertThat(scratch.resolve("back/tree/top ä")).hasContent("top");
    assertThat(remote.resolve("again")).hasSameBinaryContentAs(local.resolve("large"));
    assertThat(scratch.resolve("small.back")).hasContent("a small file\n");
    Finished missing = scp(remote(remote.resolve("nothing")), scratch.toString()).run();
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.errors()).contains("No such file or directory");
  }

  @Test
  void options_of_the_subsystem_hold() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "text");
    Finished finished =
        sftp(
                "options",
                "pwd\nget %s %s/copy\n-ls\n-put %s %s/new\n-rm %s\n"
                    .formatted(file, scratch, file, scratch, file))
            .run();
    Path home = Path.of(System.getProperty("user.home")).toRealPath();
    assertThat(finished.text()).contains("Remote working directory: " + home.getParent());
    assertThat(scratch.resolve("copy")).hasContent("text");
    assertThat(scratch.resolve("new")).doesNotExist();
    assertThat(file).exists();
    assertThat(finished.errors()).contains("Permission denied");
  }

  @Test
  void a_umask_is_for_its_session_alone() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    sftp("masked", "put %s %s/masked\nmkdir %s/folder\n".formatted(file, scratch, scratch))
        .runWell();
    sftp("sftp", "put %s %s/plain\n".formatted(file, scratch)).runWell();
    assertThat(permissions("masked")).isEqualTo("rw-r-----");
    assertThat(permissions("folder")).isEqualTo("rwxr-x---");
    assertThat(permissions("plain")).isEqualTo("rw-r--r--");
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.resolve(name)));
  }

  private static Program ssh(String... arguments) {
    return Program.of(Peers.path("ssh"), OpenSshSftp.options(server.target()))
        .with("-p", "" + server.target().port(), "-T")
        .with(server.target().user() + "@" + Target.HOST)
        .with(arguments);
  }

  @Test
  void a_question_is_answered_and_a_wrong_option_is_told() {
    Finished query = ssh("-s", "query").run();
    assertThat(query.status()).isZero();
    assertThat(query.text())
        .isEqualTo(Program.of(Peers.path("sftp-server"), "-Q", "requests").runWell());
    Finished wrong = ssh("-s", "wrong").run();
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.errors()).contains("usage: internal-sftp");
  }

  @Test
  void where_it_is_forced_there_is_nothing_else() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "text");
    Finished refused = ssh("-b", FORCED, "echo", "no").run();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.text()).isEqualTo("This service allows sftp connections only.\n");
    assertThat(ssh("-b", FORCED, "-tt").run().text())
        .isEqualTo("This service allows sftp connections only.\r\n");
    // what is asked for would not run
    Finished served =
        Program.of(Peers.path("sftp"), OpenSshSftp.options(server.target()))
            .with("-P", "" + server.target().port(), "-o", "BindAddress=" + FORCED)
            .with("-s", "wrong", "-b", "-", server.target().user() + "@" + Target.HOST)
            .input("cd " + scratch + "\n-mkdir new\nls -1\n")
            .run();
    assertThat(served.text()).contains("file");
    assertThat(served.errors()).contains("Permission denied");
    assertThat(scratch.resolve("new")).doesNotExist();
  }
}
