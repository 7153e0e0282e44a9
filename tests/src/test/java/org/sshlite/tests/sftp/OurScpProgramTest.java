package org.sshlite.tests.sftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** ssh-lite-scp and the files of OpenSSH's sftp-server. */
class OurScpProgramTest {
  /** Two names that become one where they are taken for text. */
  private static Path withOddNames(Path scratch) throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("odd"));
    shell(folder, "printf one >\"$(printf 'x\\377')\"; printf two >\"$(printf 'x\\376')\"");
    return folder;
  }

  /** What a command prints in a folder whose names Java cannot say. */
  private static String shell(Path folder, String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  private static Program scp() {
    return OurProgram.scp().with("-D", Peers.path("sftp-server").toString());
  }

  @Test
  void names_that_are_no_text_cross_as_they_are(@TempDir Path scratch) throws Exception {
    Peers.require("sftp-server");
    Path from = withOddNames(scratch);
    Path copy = Files.createDirectory(scratch.resolve("to"));

    Finished finished = scp().with("-3", "one:" + from + "/x*", "other:" + copy).run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(shell(copy, "LC_ALL=C ls -b; cat *")).isEqualTo("x\\376\nx\\377\ntwoone");
  }

  @Test
  void a_name_that_is_no_text_is_not_got_under_another(@TempDir Path scratch) throws Exception {
    Peers.require("sftp-server");
    Path from = withOddNames(scratch);
    Files.writeString(from.resolve("xa"), "three");
    Path copy = Files.createDirectory(scratch.resolve("to"));

    Finished finished = scp().with("one:" + from + "/x*", copy.toString()).run();

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.errors())
        .contains("x\\377: the name is no UTF-8, which this program cannot write")
        .contains("x\\376: the name is no UTF-8, which this program cannot write");
    assertThat(shell(copy, "ls")).isEqualTo("xa\n");
  }

  /** The target is no folder: a mistake, before anything is copied into it. */
  @ParameterizedTest
  @CsvSource({
    "one:%s/a one:%s/b %s/none, 1, none: No such file or directory",
    "%s/a %s/b %s/c, 1, c: Not a directory",
    "%s/a %s/b one:%s/c, 255, ssh-lite-scp: remote mkdir \"%s/c\": Failure",
    "scp://host:x/%s/a %s/none, 1, a: invalid uri",
    "o`ne@host:%s/a %s/none, 1, o`ne: invalid user name",
    "-X buffer=0 one:%s/a %s/none, 255, Invalid buffer size \"0\": Invalid argument",
  })
  void what_scp_refuses_is_refused_with_its_status(
      String arguments, int status, String told, @TempDir Path scratch) throws IOException {
    Peers.require("sftp-server");
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(scratch.resolve(name), name);
    }

    Finished finished = scp().with(arguments.replace("%s", "" + scratch).split(" ")).run();

    assertThat(finished.status()).as(finished.errors()).isEqualTo(status);
    assertThat(finished.errors().lines().toList())
        .hasSize(1)
        .first()
        .asString()
        .endsWith(told.replace("%s", "" + scratch));
    assertThat(scratch.resolve("none")).doesNotExist();
    assertThat(scratch.resolve("c")).hasContent("c");
  }

  /** -D stands in for both hosts. */
  @Test
  void files_cross_this_machine_under_a_limit(@TempDir Path scratch) throws IOException {
    Peers.require("sftp-server");
    byte[] content = new byte[300_000];
    new Random(4).nextBytes(content);
    Path tree = Files.createDirectories(scratch.resolve("from/tree/inner")).getParent();
    Path file = Files.write(tree.resolve("inner/file"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-----"));
    Files.setLastModifiedTime(file, FileTime.from(1_000_000_000, TimeUnit.SECONDS));
    Path copy = Files.createDirectory(scratch.resolve("to"));

    Finished finished =
        OurProgram.scp()
            .with("-3", "-r", "-p", "-l", "40000", "-D", Peers.path("sftp-server").toString())
            .with("one:" + tree, "one:" + scratch.resolve("nothing"), "other:" + copy)
            .run();

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.errors())
        .isEqualTo(
            "ssh-lite-scp: " + scratch.resolve("nothing") + ": No such file or directory\r\n");
    assertThat(copy.resolve("tree/inner/file"))
        .hasBinaryContent(content)
        .satisfies(
            made -> {
              assertThat(Files.getPosixFilePermissions(made))
                  .isEqualTo(Files.getPosixFilePermissions(file));
              assertThat(Files.getLastModifiedTime(made))
                  .isEqualTo(Files.getLastModifiedTime(file));
            });
  }
}
