package org.sshlite.tests.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/** proftpd with mod_sftp, which serves files and nothing else: a process for each connection. */
record ProftpdServer(Target target, Running process) implements Server {
  /**
   * The users are those that getpwnam(3) finds; one of root's number is let in too. It runs as the
   * test's own from the beginning, for it ends where it cannot become somebody else.
   */
  private static final String CONFIGURATION =
      """
      ModulePath /usr/lib/proftpd
      LoadModule mod_sftp.c
      ServerType inetd
      DefaultServer on
      User USER
      Group USER
      AuthPAM off
      AuthOrder mod_auth_unix.c
      RootLogin on
      UseReverseDNS off
      DelayEngine off
      WtmpLog off
      ScoreboardFile none
      TransferLog none
      SystemLog FOLDER/system.log
      AllowOverwrite on
      SFTPEngine on
      SFTPHostKey FOLDER/host_key
      SFTPAuthorizedUserKeys file:FOLDER/keys
      SFTPRekey REKEY
      """;

  static ProftpdServer start(Path folder, Keys user, boolean rekeys) {
    Account account = Account.create(folder);
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    try {
      Files.writeString(folder.resolve("keys"), inRfc4716(user));
      Files.writeString(
          folder.resolve("proftpd.conf"),
          CONFIGURATION
              .replace("FOLDER", "" + folder)
              .replace("USER", Account.NAME)
              .replace("REKEY", rekeys ? "required 3600 1" : "none"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Running process =
        Built.python("inetd.py")
            .with("" + Peers.path("proftpd"), "-n", "-c", "" + folder.resolve("proftpd.conf"))
            .env(account.environment())
            .start();
    process.awaitOutput("\n");
    int port = Integer.parseInt(process.output().strip());
    Target target =
        new Target(
            Account.NAME,
            port,
            hostKey.publicKey(),
            user.of("ssh-ed25519"),
            Account.PASSWORD,
            folder);
    return new ProftpdServer(target, process);
  }

  /** All keys in one file, in the one format that it reads. */
  private static String inRfc4716(Keys user) {
    StringBuilder text = new StringBuilder();
    for (Path file : user.files()) {
      text.append(Program.of(Peers.path("ssh-keygen"), "-e", "-f", file + ".pub").runWell());
    }
    return text.toString();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String log() {
    return process.errors();
  }

  @Override
  public void awaitLog(String text) {
    process.awaitErrors(text);
  }

  @Override
  public void close() {
    process.close();
  }
}
