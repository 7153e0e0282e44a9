package org.sshlite.tests.algorithm;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/** Our client and our server, by everything that both have. */
class OurselvesTest {
  private static final Keyring USER = Keyring.ofUser(LoopbackClient.USER);
  private static final Keyring HOST = Keyring.ofHost("loopback");

  private static LoopbackServer server;

  @BeforeAll
  static void startServer() {
    server = LoopbackServer.start(everything(), HOST.all());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** Options of a server that leaves the choice to the client. */
  static TransportOptions everything() {
    Table all = Table.OURS.and(Table.LEGACY);
    return TransportOptions.builder()
        .kexMethods(all.kex())
        .hostKeyAlgorithms(all.hostKeys())
        .ciphers(all.ciphers())
        .macs(all.macs())
        .compressions(all.compressions())
        .userKeyAlgorithms(all.userKeys())
        .build();
  }

  static Stream<Algorithms> keyExchanges() {
    return Table.OURS.keyExchangesInTurn();
  }

  static Stream<Algorithms> packets() {
    return Table.OURS.packets();
  }

  static Stream<Algorithms> logins() {
    return Table.OURS.logins();
  }

  static Stream<Algorithms> old() {
    return Table.LEGACY.oldRows();
  }

  @ParameterizedTest
  @MethodSource("keyExchanges")
  void every_key_exchange_goes_with_host_keys(Algorithms algorithms) throws IOException {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("packets")
  void every_cipher_goes_with_every_MAC_and_compression(Algorithms algorithms) throws IOException {
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
    EchoLogin.assertPasses(
        algorithms,
        server.address(),
        HOST.signing(algorithms.hostKey()).publicKey(),
        USER.signing(algorithms.userKey()));
  }

  private static void assertPasses(Algorithms algorithms) throws IOException {
    EchoLogin.assertPasses(
        algorithms,
        server.address(),
        HOST.signing(algorithms.hostKey()).publicKey(),
        USER.signing(algorithms.userKey()));
  }
}
