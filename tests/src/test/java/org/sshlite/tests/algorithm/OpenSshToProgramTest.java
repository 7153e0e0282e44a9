package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/**
 * OpenSSH's client and sshd-lite with its configuration: users' keys of each type by
 * authorized_keys, their certificates by TrustedUserCAKeys, and host certificates by the client's
 * {@code @cert-authority}.
 */
class OpenSshToProgramTest {
  private static final Keyring USER = Keyring.ofUser(System.getProperty("user.name"));
  private static final Keyring HOST = Keyring.ofHost(Target.HOST);

  private static final String TOKEN = "sk-ssh-ed25519@openssh.com";
  private static final String TOUCH_REQUIRED = "127.0.3.1";
  private static final String PIN_REQUIRED = "127.0.3.2";

  private static KeyFiles users;
  private static KeyFiles hosts;
  private static LiteServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    Peers.require("ssh");
    users = new KeyFiles(Files.createDirectory(folder.resolve("users")));
    hosts = new KeyFiles(Files.createDirectory(folder.resolve("hosts")));
    server = LiteServer.start(Files.createDirectory(folder.resolve("server")), configuration());
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static Table table() {
    return Table.ofOpenSsh().withoutSecurityKeysOfUsers().withoutSecurityKeysOfHosts();
  }

  /** A Match block ends with its file. */
  private static Path tokens() throws IOException {
    return Files.writeString(
        users.folder().resolve("tokens"),
        """
        Match Address %s
        PubkeyAcceptedAlgorithms %3$s
        PubkeyAuthOptions touch-required
        Match Address %s
        PubkeyAcceptedAlgorithms %3$s
        PubkeyAuthOptions verify-required
        """
            .formatted(TOUCH_REQUIRED, PIN_REQUIRED, TOKEN));
  }

  private static String[] configuration() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("PubkeyAcceptedAlgorithms " + String.join(",", table().userKeys()));
    lines.add("HostKeyAlgorithms " + String.join(",", table().hostKeys()));
    lines.add("TrustedUserCAKeys " + users.authority());
    lines.add("AuthorizedKeysFile " + users.authorizedKeys(USER));
    lines.add("Include " + tokens());
    table().hostKeys().stream()
        .filter(algorithm -> !SignatureAlgorithms.isCertificate(algorithm))
        .flatMap(
            algorithm ->
                Stream.of(
                    "HostKey " + hosts.privateKey(HOST, algorithm),
                    "HostCertificate " + hosts.certificate(HOST, algorithm)))
        .distinct()
        .forEach(lines::add);
    return lines.toArray(String[]::new);
  }

  static Stream<Algorithms> logins() {
    List<String> user = table().userKeys();
    List<String> host = table().hostKeys();
    return IntStream.range(0, Math.max(user.size(), host.size()))
        .mapToObj(
            turn ->
                Algorithms.USUAL
                    .withUserKey(user.get(turn % user.size()))
                    .withHostKey(host.get(turn % host.size())));
  }

  @ParameterizedTest
  @MethodSource("logins")
  void every_key_and_certificate_of_users_and_hosts_is_believed(Algorithms algorithms) {
    Finished finished = ssh(algorithms).run();
    assertThat(finished.text()).as(finished.errors() + server.log()).isEqualTo("in\n");
    assertThat(finished.errors())
        .contains("Server accepts key: " + offered(algorithms.userKey()))
        .contains("kex: host key algorithm: " + algorithms.hostKey());
  }

  /** It is touched for each signature, and has no PIN. */
  @Test
  void a_token_must_have_asked_for_a_PIN_where_PubkeyAuthOptions_say_so() throws IOException {
    Path socket = users.folder().resolve("agent");
    try (SoftwareAgent _ = new SoftwareAgent(socket, USER.signing(TOKEN))) {
      Finished touched = byToken(socket, TOUCH_REQUIRED);
      assertThat(touched.text()).as(touched.errors() + server.log()).isEqualTo("in\n");
      assertThat(byToken(socket, PIN_REQUIRED).errors()).contains("Permission denied");
    }
    server.awaitLog("rejected: user verification requirement not met");
  }

  private static Finished byToken(Path agent, String from) {
    int port = server.target().port();
    Program ssh = Program.of(Peers.path("ssh"), "-F", "none", "-T", "-b", from, "-p", "" + port);
    set(ssh, "BatchMode", "yes");
    set(ssh, "StrictHostKeyChecking", "yes");
    set(ssh, "GlobalKnownHostsFile", "/dev/null");
    set(ssh, "UserKnownHostsFile", known("[" + Target.HOST + "]:" + port, "ssh-ed25519"));
    set(ssh, "IdentityAgent", "" + agent);
    set(ssh, "IdentityFile", "none");
    return ssh.with("-l", server.target().user(), Target.HOST, "echo in").run();
  }

  private static Program ssh(Algorithms algorithms) {
    int port = server.target().port();
    Program ssh = Program.of(Peers.path("ssh"), "-F", "none", "-v", "-T", "-p", "" + port);
    set(ssh, "BatchMode", "yes");
    set(ssh, "StrictHostKeyChecking", "yes");
    set(ssh, "GlobalKnownHostsFile", "/dev/null");
    set(ssh, "UserKnownHostsFile", known("[" + Target.HOST + "]:" + port, algorithms.hostKey()));
    String host = algorithms.hostKey();
    set(ssh, "HostKeyAlgorithms", host + "," + SignatureAlgorithms.keyType(host));
    set(ssh, "IdentitiesOnly", "yes");
    ssh.with("-i", users.privateKey(USER, algorithms.userKey()).toString());
    String user = algorithms.userKey();
    if (SignatureAlgorithms.isCertificate(user)) {
      set(ssh, "CertificateFile", users.certificate(USER, user).toString());
    }
    set(ssh, "PubkeyAcceptedAlgorithms", user + "," + SignatureAlgorithms.plain(user));
    return ssh.with("-l", server.target().user(), Target.HOST, "echo in");
  }

  private static String known(String host, String algorithm) {
    return (SignatureAlgorithms.isCertificate(algorithm)
            ? hosts.knownAuthority(host)
            : hosts.knownKeys(host, HOST))
        .toString();
  }

  private static Path offered(String algorithm) {
    return SignatureAlgorithms.isCertificate(algorithm)
        ? users.certificate(USER, algorithm)
        : users.privateKey(USER, algorithm);
  }

  private static void set(Program ssh, String keyword, String value) {
    ssh.with("-o", keyword + "=" + value);
  }
}
