package org.sshlite.tests.latency;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.StartupLimit;

/** Our server with an application as its shell: commands end at once, shells read to the end. */
final class EmbeddedServer {
  private EmbeddedServer() {}

  /** Arguments: file of the host key, file of the user's key. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PublicKey user = key(arguments[1]).publicKey();
    SshServer server =
        SshServer.start(
            ServerOptions.builder()
                .listen("127.0.0.1", 0)
                .hostKey(key(arguments[0]))
                .publicKeys((_, offered) -> offered.equals(user))
                .startups(new StartupLimit(1000, 100, 1000))
                .maximumSessions(1000)
                .shell(
                    terminal -> {
                      if (terminal.command().isEmpty()) {
                        terminal.input().transferTo(terminal.output());
                      }
                      return 0;
                    })
                .build());
    System.out.println(server.port());
    Thread.currentThread().join();
  }

  private static PrivateKey key(String file) throws IOException {
    try {
      return PrivateKeyFile.read(Path.of(file), PassphraseSource.NONE).key();
    } catch (KeyFileException e) {
      throw new IOException(e);
    }
  }
}
