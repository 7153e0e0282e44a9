package org.sshlite.tests.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.StartupLimit;
import org.sshlite.sshd.auth.PasswordHash;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.tests.peer.Target;

/**
 * A server whose shell sends back what comes, and whose passwords cost what those of a users file
 * do. In a process of its own it tells its port first, and for each line that it is sent the bytes
 * of heap that it holds.
 */
final class LoadServer {
  static final String PASSWORD = "correct horse";

  private LoadServer() {}

  /** Arguments: file of the host key, file of the public key that it lets in. */
  public static void main(String[] arguments) throws Exception {
    Signer hostKey = PrivateKeyFile.read(Path.of(arguments[0]), PassphraseSource.NONE).key();
    PublicKey user = PublicKeyLine.parse(Files.readString(Path.of(arguments[1])).strip()).key();
    try (SshServer server = start(hostKey, user)) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        System.out.println(heap());
      }
    }
  }

  static SshServer start(Signer hostKey, PublicKey user) throws IOException {
    PasswordHash known;
    try (SecretBytes password = new SecretBytes(PASSWORD.getBytes(StandardCharsets.UTF_8))) {
      known = PasswordHash.of(password, new SecureRandom());
    }
    return SshServer.start(
        ServerOptions.builder()
            .listen(Target.HOST, 0)
            .hostKey(hostKey)
            .publicKeys((_, offered) -> offered.equals(user))
            .passwords((_, password) -> matches(known, password))
            // attackers take a hundred places, and a thousand may come at once
            .startups(new StartupLimit(1500, 100, 1500))
            .shell(
                terminal -> {
                  terminal.input().transferTo(terminal.output());
                  return 0;
                })
            .build());
  }

  private static boolean matches(PasswordHash known, SecretBytes password) {
    try {
      return known.matches(password);
    } catch (NotAskedException e) {
      throw new IllegalStateException(e);
    }
  }

  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
