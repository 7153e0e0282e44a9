package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Target;

/** Where a proxy says that a connection comes from is what counts for who may log in. */
class ProxiedAddressTest {
  /** A connection that begins with a header of the PROXY protocol; ssh's is behind it. */
  private static final String PROXY =
      """
      import os, socket, sys, threading
      to = socket.create_connection((sys.argv[1], int(sys.argv[2])))
      to.sendall(("PROXY " + sys.argv[3] + "\\r\\n").encode())
      def back():
          piece = to.recv(65536)
          while piece:
              sys.stdout.buffer.write(piece)
              sys.stdout.buffer.flush()
              piece = to.recv(65536)
          os._exit(0)
      threading.Thread(target=back, daemon=True).start()
      piece = sys.stdin.buffer.raw.read(65536)
      while piece:
          to.sendall(piece)
          piece = sys.stdin.buffer.raw.read(65536)
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void find() {
    Client.SSH.require();
    Peers.require("python3");
  }

  private Login from(Target target, String address) throws IOException {
    Path proxy = Files.writeString(folder.resolve("proxy.py"), PROXY);
    String family = address.contains(":") ? "TCP6 %s 2001:db8::1" : "TCP4 %s 198.51.100.1";
    String header = family.formatted(address) + " 5000 2200";
    return Login.to(target)
        .extra("-o", "ProxyCommand=python3 %s %%h %%p '%s'".formatted(proxy, header))
        .command("echo asked");
  }

  private Finished logIn(Target target, String address) throws IOException {
    return from(target, address).by(Client.SSH).run();
  }

  @Test
  void it_is_the_address_of_Match_and_of_from() throws IOException {
    try (LiteServer server =
        LiteServer.start(
            folder,
            "ProxyProtocol 127.0.0.1",
            "Match Address 192.0.2.0/28,2001:db8:7::/48",
            "ForceCommand echo by address",
            "Match LocalAddress 198.51.100.1 LocalPort 2200 Address 192.0.2.64",
            "ForceCommand echo by the address of the proxy",
            "Match all")) {
      Target target = server.target();
      assertThat(logIn(target, "192.0.2.7").text()).isEqualTo("by address\n");
      assertThat(logIn(target, "2001:db8:7::9").text()).isEqualTo("by address\n");
      assertThat(logIn(target, "192.0.2.64").text()).isEqualTo("by the address of the proxy\n");
      assertThat(logIn(target, "192.0.2.16").text()).isEqualTo("asked\n");

      Path keys = folder.resolve("authorized_keys");
      Files.writeString(keys, "from=\"192.0.2.16\" " + Files.readString(keys));
      assertThat(logIn(target, "192.0.2.16").text()).isEqualTo("asked\n");
      assertThat(logIn(target, "192.0.2.17").status()).isEqualTo(255);
      server.awaitLog(
          "Authentication tried for %s with correct key but not from a permitted host (host="
              .formatted(target.user()));
      Files.writeString(keys, Files.readString(keys).replace("192.0.2.16", "127.0.0.1"));
      assertThat(logIn(target, "192.0.2.16").status()).isEqualTo(255);
    }
  }

  @Test
  void it_is_penalised_and_not_the_proxy() throws IOException {
    try (LiteServer server =
        LiteServer.start(
            folder, "ProxyProtocol 127.0.0.1", "PerSourcePenalties authfail:40 min:20")) {
      Target guest = server.passwordTarget().withPassword("wrong");
      assertThat(from(guest, "192.0.2.7").byPassword().by(Client.SSH).run().status())
          .isEqualTo(255);
      server.awaitLog("new 192.0.2.7/32 active penalty of 40.000 seconds");

      Finished refused = logIn(server.target(), "192.0.2.7");
      assertThat(refused.status()).isEqualTo(255);
      assertThat(refused.errors()).contains("kex_exchange_identification");
      server.awaitLog("drop connection #0 from [192.0.2.7]:5000 on [198.51.100.1]:2200 penalty");
      assertThat(logIn(server.target(), "192.0.2.8").text()).isEqualTo("asked\n");
    }
  }
}
