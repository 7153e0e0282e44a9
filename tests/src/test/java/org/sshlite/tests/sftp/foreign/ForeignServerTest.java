package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Python;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** Our client and the files of servers that others wrote: of one here, of the others in the zoo. */
class ForeignServerTest {
  @TempDir Path scratch;
  private KeyPair hostKey;
  private KeyPair userKey;
  private Path authorized;

  @BeforeEach
  void prepare() throws IOException {
    scratch = scratch.toRealPath();
    hostKey = KeyPair.create(scratch.resolve("host_key"));
    userKey = KeyPair.create(scratch.resolve("user_key"));
    authorized = Files.writeString(scratch.resolve("authorized_keys"), userKey.line() + "\n");
  }

  private Target target(int port) {
    return new Target(Account.NAME, port, hostKey.publicKey(), userKey, Account.PASSWORD, scratch);
  }

  @Test
  void our_client_moves_files_of_OpenSSH() throws IOException {
    OpenSshServer.require();
    Peers.require("sftp-server");
    try (OpenSshServer server =
        OpenSshServer.start(
            Files.createDirectory(scratch.resolve("sshd")),
            "Subsystem sftp " + Peers.path("sftp-server"))) {
      OurRound.move(server.target(), scratch);
    }
  }

  @Test
  @Tag("whole")
  void our_client_moves_files_of_MINA() throws IOException {
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost(Target.HOST);
      server.setKeyPairProvider(new FileKeyPairProvider(hostKey.file()));
      server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(authorized));
      server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
      server.start();
      OurRound.move(target(server.getPort()), scratch);
    }
  }

  @Test
  @Tag("whole")
  void our_client_moves_files_of_asyncssh() throws IOException {
    Python.require("asyncssh");
    try (Running server =
        Python.script("sftp/asyncssh_file_server.py")
            .with(hostKey.file().toString(), authorized.toString())
            .start()) {
      server.awaitOutput("\n");
      OurRound.move(target(Integer.parseInt(server.output().strip().split(" ")[1])), scratch);
    }
  }
}
