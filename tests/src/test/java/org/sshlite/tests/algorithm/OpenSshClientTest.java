package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** OpenSSH's client and our server, by everything that both have. */
class OpenSshClientTest {
  /** More than {@link #REKEY_LIMIT}, so that the end of input goes out under other keys. */
  private static final String TEXT = "a few bytes ".repeat(400);

  private static final String REKEY_LIMIT = "1K";
  private static final Pattern KEY_EXCHANGE = Pattern.compile("kex: algorithm: ");

  private static final Keyring USER = Keyring.ofUser(LoopbackClient.USER);
  private static final Keyring HOST = Keyring.ofHost(Target.HOST);

  private static KeyFiles files;
  private static LoopbackServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    Peers.require("ssh");
    files = new KeyFiles(folder);
    server = LoopbackServer.start(OurselvesTest.everything(), HOST.all());
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  static Stream<Algorithms> keyExchanges() {
    return Table.ofOpenSsh().keyExchangesInTurn();
  }

  static Stream<Algorithms> packets() {
    return Table.ofOpenSsh().packetsInTurn();
  }

  static Stream<Algorithms> logins() {
    // the program is logged in to by each: OpenSshToProgramTest
    return Table.ofOpenSsh()
        .withoutSecurityKeysOfUsers()
        .logins()
        .limit(Boolean.getBoolean("whole") ? Long.MAX_VALUE : 3);
  }

  static Stream<Algorithms> old() {
    return Table.LEGACY.common().oldRowsInTurn();
  }

  @ParameterizedTest
  @MethodSource("keyExchanges")
  void every_key_exchange_goes_with_host_keys(Algorithms algorithms) {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("packets")
  void every_cipher_and_every_MAC_goes_with_compressions(Algorithms algorithms) {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("logins")
  void every_key_and_certificate_logs_in(Algorithms algorithms) {
    assertPasses(algorithms);
  }

  @ParameterizedTest
  @MethodSource("old")
  void what_old_devices_need_works_where_it_is_named(Algorithms algorithms) {
    Optional<String> much = EchoLogin.megabyte(algorithms);
    String rekeyLimit = much.isPresent() ? "512K" : REKEY_LIMIT;
    assertPasses(algorithms, ssh(algorithms, rekeyLimit), much.orElse(TEXT));
  }

  private static void assertPasses(Algorithms algorithms) {
    assertPasses(algorithms, ssh(algorithms, REKEY_LIMIT), TEXT);
  }

  private static void assertPasses(Algorithms algorithms, Program ssh, String text) {
    Finished finished = ssh.input(text).run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(finished.text()).isEqualTo(text);
    assertThat(finished.errors())
        .contains("kex: algorithm: " + algorithms.kex())
        .contains("kex: host key algorithm: " + algorithms.hostKey())
        .contains("Server accepts key: " + offered(algorithms.userKey()))
        .contains(
            "kex: client->server cipher: %s MAC: %s compression: %s"
                .formatted(
                    algorithms.cipher(),
                    algorithms.authenticates() ? "<implicit>" : algorithms.mac(),
                    algorithms.compression()));
    assertThat(KEY_EXCHANGE.matcher(finished.errors()).results().count()).isGreaterThan(1);
  }

  private static Program ssh(Algorithms algorithms, String rekeyLimit) {
    int port = server.address().getPort();
    Program ssh = Program.of(Peers.path("ssh"), "-F", "none", "-v", "-T", "-p", "" + port);
    set(ssh, "BatchMode", "yes");
    set(ssh, "RekeyLimit", rekeyLimit);
    set(ssh, "KexAlgorithms", algorithms.kex());
    set(ssh, "Ciphers", algorithms.cipher());
    set(ssh, "MACs", algorithms.mac());
    set(ssh, "Compression", algorithms.compression().equals("none") ? "no" : "yes");
    trust(ssh, "[" + Target.HOST + "]:" + port, algorithms.hostKey());
    identify(ssh, algorithms.userKey());
    return ssh.with("-l", LoopbackClient.USER, Target.HOST, "cat");
  }

  private static void trust(Program ssh, String host, String algorithm) {
    Path known =
        SignatureAlgorithms.isCertificate(algorithm)
            ? files.knownAuthority(host)
            : files.knownKeys(host, HOST);
    // of a browser's signature it wants the key's own algorithm to be allowed, too
    set(ssh, "HostKeyAlgorithms", algorithm + "," + SignatureAlgorithms.keyType(algorithm));
    set(ssh, "UserKnownHostsFile", known.toString());
    set(ssh, "GlobalKnownHostsFile", "/dev/null");
    set(ssh, "StrictHostKeyChecking", "yes");
  }

  private static void identify(Program ssh, String algorithm) {
    set(ssh, "IdentitiesOnly", "yes");
    ssh.with("-i", files.privateKey(USER, algorithm).toString());
    if (SignatureAlgorithms.isCertificate(algorithm)) {
      set(ssh, "CertificateFile", files.certificate(USER, algorithm).toString());
    }
    // the plain name for its private key; the certificate is offered first
    set(ssh, "PubkeyAcceptedAlgorithms", algorithm + "," + SignatureAlgorithms.plain(algorithm));
  }

  private static Path offered(String algorithm) {
    return SignatureAlgorithms.isCertificate(algorithm)
        ? files.certificate(USER, algorithm)
        : files.privateKey(USER, algorithm);
  }

  private static void set(Program ssh, String keyword, String value) {
    ssh.with("-o", keyword + "=" + value);
  }
}
