package org.sshlite.tests.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * tinysshd, which serves one connection on its standard streams. Its user's home is in ours: none
 * of the folders above may be writable for all, as the one for temporary files is.
 */
record TinySshServer(Target target, Running process, Scratch files) implements Server {
  static TinySshServer start() {
    try {
      Scratch files = new Scratch(Path.of(System.getProperty("user.home")), ".zoo");
      return start(files, files.newFolder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TinySshServer start(Scratch files, Path folder) {
    Account account = Account.create(folder);
    Path keys = folder.resolve("tinyssh");
    Program.of(Peers.path("tinysshd-makekey"), "-q", "" + keys).runWell();
    String hostKey = Program.of(Peers.path("tinysshd-printkey"), "" + keys).runWell();
    Running process =
        Built.python("inetd.py")
            .with(Peers.path("tinysshd").toString(), "-x", "sftp=" + Peers.path("sftp-server"))
            .with(keys.toString())
            .env(account.environment())
            .start();
    process.awaitOutput("\n");
    Target target =
        new Target(
            Account.NAME,
            Integer.parseInt(process.output().strip()),
            parse(hostKey),
            account.key(),
            Account.PASSWORD,
            folder);
    return new TinySshServer(target, process, files);
  }

  private static PublicKey parse(String line) {
    try {
      return PublicKeyLine.parse(line.strip()).key();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
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
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
