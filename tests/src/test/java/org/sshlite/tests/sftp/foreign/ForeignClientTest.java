package org.sshlite.tests.sftp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Python;

/** Clients of others and the files of sshd-lite. */
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

  /** A round of what people do with files. */
  private void moveFiles(ForeignFiles.Peer peer) throws Exception {
    Path remote = Files.createDirectory(scratch.toRealPath().resolve("remote"));
    Path large = scratch.resolve("large");
    Path empty = Files.createFile(scratch.resolve("empty"));
    // more than a window, and no multiple of anything
    byte[] content = new byte[5_000_001];
    new Random(3).nextBytes(content);
    Files.write(large, content);
    String folder = remote.resolve("folder").toString();
    try (ForeignFiles files = peer.connect(server.target())) {
      files.makeFolder(folder);
      files.put(large, folder + "/a name");
      assertThat(remote.resolve("folder/a name")).hasBinaryContent(content);
      files.put(empty, folder + "/empty");
      assertThat(remote.resolve("folder/empty")).isEmptyFile();
      assertThat(files.names(folder)).contains("a name", "empty");
      files.rename(folder + "/a name", folder + "/ä");
      files.get(folder + "/ä", scratch.resolve("back"));
      assertThat(scratch.resolve("back")).hasBinaryContent(content);
      files.symlink(folder + "/ä", folder + "/link");
      assertThat(remote.resolve("folder/link")).isSymbolicLink().hasBinaryContent(content);
      files.remove(folder + "/link");
      assertThatThrownBy(() -> files.get(folder + "/a name", scratch.resolve("none")))
          .isInstanceOf(Exception.class);
      assertThatThrownBy(() -> files.removeFolder(folder)).isInstanceOf(Exception.class);
      files.remove(folder + "/ä");
      files.remove(folder + "/empty");
      files.removeFolder(folder);
      assertThat(remote).isEmptyDirectory();
    }
  }

  @Test
  void JSch_moves_files() throws Exception {
    moveFiles(JschFiles::connect);
  }

  @Test
  void MINA_moves_files() throws Exception {
    moveFiles(MinaFiles::connect);
  }

  @Test
  void sshj_moves_files() throws Exception {
    moveFiles(SshjFiles::connect);
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
  void curl_moves_files() throws Exception {
    Peers.require("curl");
    moveFiles(CurlFiles::connect);
  }

  @Test
  void paramiko_moves_files() throws Exception {
    Python.require("paramiko");
    moveFiles(PythonFiles.of("paramiko_files.py"));
  }

  @Test
  void asyncssh_moves_files() throws Exception {
    Python.require("asyncssh");
    moveFiles(PythonFiles.of("asyncssh_files.py"));
  }
}
