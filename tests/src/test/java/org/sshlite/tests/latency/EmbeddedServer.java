package org.sshlite.tests.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.StartupLimit;
import org.sshlite.tests.peer.Target;

/** Our server with an application as its shell: commands end at once, shells read to the end. */
final class EmbeddedServer {
  private EmbeddedServer() {}

  /** Arguments: port, file of the host key, file of the public key that it lets in. */
  public static void main(String[] arguments)
      throws IOException, KeyFileException, MalformedException, InterruptedException {
    Path hostKey = Path.of(arguments[1]);
    PublicKey user = PublicKeyLine.parse(Files.readString(Path.of(arguments[2])).strip()).key();
    SshServer server =
        SshServer.start(
            ServerOptions.builder()
                .listen(Target.HOST, Integer.parseInt(arguments[0]))
                .hostKey(PrivateKeyFile.read(hostKey, PassphraseSource.NONE).key())
                .publicKeys((_, offered) -> offered.equals(user))
                .startups(new StartupLimit(1000, 100, 1000))
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
}
