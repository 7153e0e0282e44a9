package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** Two users of a users file who have no account: their files are those of the server's owner. */
@Timeout(120)
class GuestHandlesTest {
  private static final String PASSWORD = "correct horse";
  private static final int OF_A_USER = 4_096;
  private static final int OF_A_SESSION = 1_000;

  @Test
  void one_does_not_take_the_open_files_of_the_other(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(
        Program.of("unshare", "--mount", "true").run().status() == 0, "needs mounts of its own");
    Path users = folder.resolve("guests");
    addUser(users, "dave");
    String line = Files.readString(users);
    Files.writeString(users, line + line.replaceFirst("^dave", "erin"));
    String script =
        """
        mount -t tmpfs -o mode=755 tmpfs /mnt
        mkdir /mnt/dave /mnt/erin
        echo text | tee /mnt/dave/file > /mnt/erin/file
        chown -R nobody /mnt/* %s
        exec setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"\
        """
            .formatted(folder);
    try (LiteServer server =
            LiteServer.startWithMounts(
                folder,
                script,
                "UsersFile " + users,
                "ChrootDirectory /mnt/%u",
                "Subsystem sftp internal-sftp");
        SshClient client = SshClient.create(byPassword(server));
        ClientSession dave = connect(client, server, "dave");
        ClientSession erin = connect(client, server, "erin")) {
      List<SftpClient> all = new ArrayList<>();
      List<RemoteFile> open = new ArrayList<>();
      while (open.size() < OF_A_USER) {
        SftpClient files = dave.files();
        all.add(files);
        open.addAll(openAtOnce(files, Math.min(OF_A_SESSION, OF_A_USER - open.size())));
      }
      assertThatThrownBy(() -> all.getLast().open("/file")).isInstanceOf(IOException.class);
      try (SftpClient files = erin.files();
          RemoteFile file = files.open("/file")) {
        assertThat(file.input(0)).hasContent("text\n");
      }
      open.getFirst().close();
      all.getLast().open("/file").close();
    }
  }

  private static List<RemoteFile> openAtOnce(SftpClient files, int count) {
    List<CompletableFuture<RemoteFile>> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(files.openAsync(FileName.of("/file"), Request.Open.READ, Attributes.NONE));
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private static void addUser(Path file, String name) {
    try (Running passwd = OurProgram.sshdLite("passwd", "" + file, name).start()) {
      passwd.send(PASSWORD + "\n");
      passwd.endInput();
      Finished finished = passwd.awaitEnd();
      assertThat(finished.status()).as(finished.toString()).isZero();
    }
  }

  private static ClientOptions byPassword(LiteServer server) {
    ClientOptions byKey =
        OurLibrary.options(
            TransportOptions.defaults(),
            server.target().identity().file(),
            server.target().knownHosts());
    return ClientOptions.builder()
        .transport(byKey.transport())
        .trust(byKey.trust())
        .login(LoginOptions.withPassword(PASSWORD))
        .build();
  }

  private static ClientSession connect(SshClient client, LiteServer server, String user)
      throws IOException {
    return client.connect(OurLibrary.destination(server.target().withUser(user)));
  }
}
