package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;

/** ssh-lite-scp and the files of OpenSSH's sftp-server. */
class OurScpProgramTest {
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
        OurProgram.java("org.sshlite.client.sftp.ScpMain")
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
