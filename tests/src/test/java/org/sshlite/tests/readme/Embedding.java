package org.sshlite.tests.readme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.ExecResult;
import org.sshlite.client.Route;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.client.files.SftpFileSystemProvider;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.forward.Target;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.sftp.client.TreeListener;
import org.sshlite.sftp.client.Trees;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.Terminal;

/** The examples. What stands between the marks is README's text, but for its indentation. */
final class Embedding {
  private Embedding() {}

  static String client(ClientOptions options, String destination) throws IOException {
    // begin client
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(destination)) {
      ExecResult result = session.exec("uname -s");
      return result.text();
    }
    // end
  }

  // begin server
  static SshServer greeter(PrivateKey hostKey, PublicKey alice) throws IOException {
    return SshServer.start(
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .publicKeys((user, key) -> user.equals("alice") && key.equals(alice))
            .shell(Embedding::greet)
            .build());
  }

  static int greet(Terminal terminal) throws IOException {
    String line = "Hello, " + terminal.user() + "\r\n";
    terminal.output().write(line.getBytes(UTF_8));
    return 0;
  }

  // end

  static void fetch(ClientSession session, Path copies) throws IOException {
    // begin files
    try (SftpClient files = session.files()) {
      new Transfers(files, TransferOptions.DEFAULT).get("log", copies.resolve("log"));
    }
    // end
  }

  static boolean copy(SftpClient files, Path site, FileName target, Map<String, Long> moved)
      throws IOException {
    // begin tree
    TransferOptions options =
        TransferOptions.DEFAULT
            .withPreserve(true) // times and modes
            .withProgress((file, done, size) -> more -> moved.merge(file.text(), more, Long::sum))
            .withShortfall((file, why) -> System.err.println(file + " is whole, but " + why));
    TreeListener failures =
        new TreeListener() {
          @Override
          public void failed(FileName remote, Path local, IOException why) {
            System.err.println(local + ": " + why.getMessage());
          }
        };
    return new Trees(files, options, failures).put(site, target);
    // end
  }

  static void goOn(SftpClient files, Path copy) throws IOException {
    // begin resume
    new Transfers(files, TransferOptions.DEFAULT.withResume(true)).get("image.iso", copy);
    // end
  }

  static List<String> read(ClientSession session, String host) throws IOException {
    // begin provider
    try (FileSystem there =
        new SftpFileSystemProvider()
            .newFileSystem(
                URI.create("sftp://" + host), Map.of(SftpFileSystemProvider.SESSION, session))) {
      return Files.readAllLines(there.getPath("log"));
    }
    // end
  }

  static String through(SshClient client, ClientSession gate, Destination database, int port)
      throws IOException {
    // begin forward
    try (ClientSession inner = client.connect(database, new Route.Jump(gate));
        Listening here =
            inner
                .forwarding()
                .listen(ListenAt.loopback(0), new Target.Tcp("localhost", port), _ -> {});
        Socket socket = new Socket("localhost", here.port())) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
    // end
  }
}
