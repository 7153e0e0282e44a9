package org.sshlite.tests.peer;

import java.nio.file.Path;
import org.sshlite.tests.peer.LoopbackPort.Listening;

/** Dropbear on a loopback port, with its own host key and user. */
public final class DropbearServer implements Server {
  private final Target target;
  private final Running server;

  private DropbearServer(Target target, Running server) {
    this.target = target;
    this.server = server;
  }

  public static void require() {
    Peers.require("dropbear", "dropbearconvert", Peers.NSS_WRAPPER);
  }

  public static DropbearServer start(Path folder) {
    Account account = Account.create(folder);
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    Listening dropbear =
        LoopbackPort.start(
            port ->
                Program.of(Peers.path("dropbear"), "-F", "-E")
                    .with("-p", Target.HOST + ":" + port, "-r", "" + hostKey.inDropbearFormat())
                    .with("-P", folder.resolve("pid").toString())
                    .env(account.environment())
                    .start(),
            "Not backgrounding");
    return new DropbearServer(
        account.target(dropbear.port(), hostKey.publicKey()), dropbear.server());
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public String log() {
    return server.errors();
  }

  @Override
  public void awaitLog(String text) {
    server.awaitErrors(text);
  }

  @Override
  public void close() {
    server.close();
  }
}
