package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Scratch;

/** A user of sshd-lite under ChrootDirectory, who has OpenSSH's sftp and wants out. */
class ChrootTest {
  private static final String SECRET = "a secret of others";

  @TempDir static Path folder;
  private static Scratch scratch;
  private static Path above;
  private static Path root;
  private static LiteServer server;

  /** Not where everybody may write, as all temporary folders are: sshd's rule, and ours. */
  @BeforeAll
  static void start() throws IOException {
    Peers.require("sftp", "ssh");
    folder = folder.toRealPath();
    scratch = new Scratch(Path.of(System.getProperty("user.home")).toRealPath(), ".chroot");
    above = scratch.newFolder();
    Files.writeString(above.resolve("secret"), SECRET);
    root = Files.createDirectory(above.resolve(System.getProperty("user.name")));
    Files.createDirectory(root.resolve("upload"));
    Files.writeString(root.resolve("upload/own"), "own");
    server =
        LiteServer.start(
            folder,
            "Subsystem sftp internal-sftp",
            "Subsystem options internal-sftp -d ../../../upload",
            "ChrootDirectory " + above + "/%u");
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  private static Stream<String> escapes(Path secret) {
    String up = "../".repeat(30);
    String whole = secret.toString();
    return Stream.of(
        "get ../secret stolen",
        "get /../secret stolen",
        "get upload/../../secret stolen",
        "get " + whole + " stolen",
        "get " + up + whole.substring(1) + " stolen",
        "symlink " + whole + " absolute\nget absolute stolen",
        "symlink ../secret relative\nget relative stolen",
        "symlink .. parent\nget parent/secret stolen",
        "symlink / slash\nget slash" + whole + " stolen",
        "symlink /proc/self/root proc\nget proc" + whole + " stolen",
        "symlink upload/../../secret dots\nget dots stolen",
        "symlink " + secret.getParent() + " far\nget far/secret stolen",
        "ln " + whole + " hard\nget hard stolen",
        "ln ../secret hard\nget hard stolen",
        "rename ../secret mine\nget mine stolen",
        "rename " + whole + " mine\nget mine stolen",
        "cp ../secret mine\nget mine stolen",
        "cd ..\nget secret stolen",
        "cd " + secret.getParent() + "\nget secret stolen",
        "mkdir a\ncd a\nrename ../a ../../a\nget ../secret stolen",
        "put own ../secret",
        "put own parent/secret",
        "put own absolute",
        "put own far/secret",
        "rm ../secret",
        "rm parent/secret",
        "rm far/secret",
        "chmod 777 ../secret",
        "chmod 777 absolute",
        "mkdir ../new",
        "mkdir far/new",
        "rmdir ../" + secret.getParent().getFileName(),
        "ls ../..",
        "ls far",
        "ls " + secret.getParent());
  }

  @Test
  void no_way_leads_out() throws IOException {
    Path secret = above.resolve("secret");
    Path own = Files.writeString(folder.resolve("own"), "own");
    StringBuilder batch = new StringBuilder("lcd " + folder + "\n");
    escapes(secret).forEach(lines -> lines.lines().forEach(l -> batch.append("-" + l + "\n")));
    batch.append("cd /\npwd\nls -1 upload\n");
    Finished finished = OpenSshSftp.sftp(server.target(), batch.toString()).run();

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertThat(finished.text())
        .contains("Remote working directory: /\n")
        .endsWith("sftp> ls -1 upload\nupload/own\n");
    assertThat(finished.text().lines().filter(line -> line.equals("secret"))).isEmpty();
    assertThat(folder.resolve("stolen")).doesNotExist();
    assertThat(own).hasContent("own");
    assertThat(secret).hasContent(SECRET);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .startsWith("rw-");
    try (Stream<Path> left = Files.list(above)) {
      assertThat(left).containsExactlyInAnyOrder(secret, root);
    }
  }

  @Test
  void links_that_were_there_lead_nowhere_else() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), above.resolve("secret"));
    Files.createSymbolicLink(root.resolve("up"), Path.of("../.."));
    Files.createSymbolicLink(root.resolve("inside"), Path.of("/upload/own"));
    Finished finished =
        OpenSshSftp.sftp(
                server.target(),
                "lcd %s\n-get link stolen\n-get up/secret stolen\nget inside got\n"
                    .formatted(folder))
            .run();

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertThat(folder.resolve("stolen")).doesNotExist();
    assertThat(folder.resolve("got")).hasContent("own");
  }

  @Test
  void who_has_a_root_of_his_own_has_no_shell_and_no_command() {
    Finished finished =
        Login.to(server.target()).command("cat " + above + "/secret").by(Client.SSH).run();

    assertThat(finished.status()).isNotZero();
    assertThat(finished.text()).isEmpty();
    server.awaitLog("with ChrootDirectory there is internal-sftp and nothing else");
  }

  @Test
  void a_folder_that_others_may_write_in_is_refused_in_a_clear_line() throws IOException {
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
    Finished finished = OpenSshSftp.sftp(server.target(), "pwd\n").run();
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx------"));

    assertThat(finished.status()).isEqualTo(255);
    server.awaitLog("bad ownership or modes for chroot directory component \"" + above + "/\"");
  }

  @Test
  void options_begin_inside() {
    assertThat(OpenSshSftp.sftp(server.target(), "options", "pwd\nls -1\n").runWell())
        .isEqualTo("sftp> pwd\nRemote working directory: /upload\nsftp> ls -1\nown\n");
  }
}
