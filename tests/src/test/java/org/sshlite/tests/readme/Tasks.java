package org.sshlite.tests.readme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.ExecResult;
import org.sshlite.client.PseudoTerminal;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.ShellApplication;
import org.sshlite.sshd.SshServer;

/** Three tasks. What stands between the marks is README's text, but for its indentation. */
final class Tasks {
  private Tasks() {}

  // begin sort
  static String sort(String destination, PublicKey hostKey, byte[] keyFile, String lines)
      throws IOException {
    PrivateKey key = PrivateKeyFile.parse("key", keyFile, PassphraseSource.NONE, 2048).key();
    ClientOptions options =
        ClientOptions.builder()
            .trust(TrustPolicy.pinned(hostKey))
            .login(LoginOptions.withKey(key))
            .build();
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(destination)) {
      Exec sort = Exec.of("sort").input(lines).limit(Duration.ofSeconds(30));
      ExecResult result = session.exec(sort);
      if (!result.exit().isSuccess()) {
        throw new IOException(result.exit() + new String(result.stderr(), UTF_8));
      }
      return result.text();
    }
  }

  // end

  static void shell(
      ClientOptions.Builder trusting, String destination, String password, OutputStream screen)
      throws IOException {
    // begin shell
    ClientOptions options = trusting.login(LoginOptions.withPassword(password)).build();
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(destination);
        SessionChannel shell = session.shell(new PseudoTerminal("xterm-256color", 80, 24))) {
      shell.stdin().write("stty size; exit\n".getBytes(UTF_8));
      shell.resize(132, 43);
      shell.stdin().close();
      shell.stdout().transferTo(screen);
    }
    // end
  }

  // begin embedded
  static SshServer serve(PrivateKey hostKey, SecretBytes secret, ShellApplication shell)
      throws IOException {
    return SshServer.start(
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .passwords((user, password) -> password.equals(secret))
            .shell(shell)
            .build());
  }
  // end
}
