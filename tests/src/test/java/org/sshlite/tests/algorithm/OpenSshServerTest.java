package org.sshlite.tests.algorithm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Target;

/** Our client and OpenSSH's server, by everything that both have. */
class OpenSshServerTest {
  private static final Keyring USER = Keyring.ofUser(LoopbackClient.USER);
  private static final Keyring HOST = Keyring.ofHost(Target.HOST);

  private static OpenSshServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    Peers.require("ssh"); // tells what its sshd has
    OpenSshServer.require();
    server =
        OpenSshServer.start(
            folder, configuration(new KeyFiles(folder), table().and(Table.LEGACY.common())));
  }

  private static Table table() {
    return Table.ofOpenSsh().withoutSecurityKeysOfHosts();
  }

  private static String[] configuration(KeyFiles files, Table table) {
    List<String> lines = new ArrayList<>();
    lines.add("KexAlgorithms " + String.join(",", table.kex()));
    lines.add("HostKeyAlgorithms " + String.join(",", table.hostKeys()));
    lines.add("Ciphers " + String.join(",", table.ciphers()));
    lines.add("MACs " + String.join(",", table.macs()));
    lines.add("PubkeyAcceptedAlgorithms " + String.join(",", table.userKeys()));
    lines.add("AuthorizedKeysFile " + files.authorizedKeys(USER));
    lines.add("TrustedUserCAKeys " + files.authority());
    table.hostKeys().stream()
        .filter(algorithm -> !SignatureAlgorithms.isCertificate(algorithm))
        .flatMap(
            algorithm ->
                Stream.of(
                    "HostKey " + files.privateKey(HOST, algorithm),
                    "HostCertificate " + files.certificate(HOST, algorithm)))
        .distinct()
        .forEach(lines::add);
    return lines.toArray(String[]::new);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  static Stream<Algorithms> keyExchanges() {
    return table().keyExchangesInTurn();
  }

  static Stream<Algorithms> packets() {
    return table().packetsInTurn();
  }

  static Stream<Algorithms> logins() {
    return table().logins();
  }

  static Stream<Algorithms> old() {
    return Table.LEGACY.common().oldRowsInTurn();
  }

  @ParameterizedTest
  @MethodSource("keyExchanges")
  void every_key_exchange_goes_with_host_keys(Algorithms algorithms) throws IOException {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("packets")
  void every_cipher_and_every_MAC_goes_with_compressions(Algorithms algorithms) throws IOException {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("logins")
  void every_key_and_certificate_logs_in(Algorithms algorithms) throws IOException {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("old")
  void what_old_devices_need_works_where_it_is_named(Algorithms algorithms) throws IOException {
    EchoLogin.assertOldPasses(
        algorithms,
        server.target().address(),
        HOST.signing(algorithms.hostKey()).publicKey(),
        USER.signing(algorithms.userKey()));
  }

  private static void assertPasses(Algorithms algorithms) throws IOException {
    EchoLogin.assertPasses(
        algorithms,
        server.target().address(),
        HOST.signing(algorithms.hostKey()).publicKey(),
        USER.signing(algorithms.userKey()));
  }
}
