package org.sshlite.tests.sftp.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Python;

/** Clients of others and the files of sshd-lite: one here, the others in the zoo as well. */
class ForeignClientTest {
  @TempDir static Path serverFolder;
  @TempDir Path scratch;
  private static LiteServer server;

  @BeforeAll
  static void startServer() {
    server = LiteServer.start(serverFolder, "Subsystem sftp internal-sftp");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private void moveFiles(ForeignFiles.Peer peer) throws Exception {
    ForeignRound.move(peer, server.target(), scratch);
  }

  @Test
  void JSch_moves_files() throws Exception {
    moveFiles(ForeignClients.JSCH);
  }

  @Test
  @Tag("whole")
  void MINA_moves_files() throws Exception {
    moveFiles(ForeignClients.MINA);
  }

  @Test
  @Tag("whole")
  void sshj_moves_files() throws Exception {
    moveFiles(ForeignClients.SSHJ);
  }

  @Test
  void sshj_asks_for_attributes() throws Exception {
    Path file = Files.writeString(scratch.toRealPath().resolve("file"), "12345");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setLastModifiedTime(file, FileTime.from(1_000_000_000, TimeUnit.SECONDS));
    Path link = Files.createSymbolicLink(file.resolveSibling("link"), file);
    try (SshjFiles files = SshjFiles.connect(server.target())) {
      FileAttributes attributes = files.sftp().stat(link.toString());
      assertThat(attributes.getType()).isEqualTo(FileMode.Type.REGULAR);
      assertThat(attributes.getSize()).isEqualTo(5);
      assertThat(attributes.getMode().getPermissionsMask()).isEqualTo(0640);
      assertThat(attributes.getMtime()).isEqualTo(1_000_000_000);
      assertThat(files.sftp().lstat(link.toString()).getType()).isEqualTo(FileMode.Type.SYMLINK);
      assertThat(files.sftp().readlink(link.toString())).isEqualTo(file.toString());
      assertThat(files.sftp().statExistence(file + ".none")).isNull();
    }
  }

  @Test
  @Tag("whole")
  void curl_moves_files() throws Exception {
    Peers.require("curl");
    moveFiles(ForeignClients.CURL);
  }

  @Test
  @Tag("whole")
  void paramiko_moves_files() throws Exception {
    Python.require("paramiko");
    moveFiles(ForeignClients.PARAMIKO);
  }

  @Test
  @Tag("whole")
  void asyncssh_moves_files() throws Exception {
    Python.require("asyncssh");
    moveFiles(ForeignClients.ASYNCSSH);
  }
}
