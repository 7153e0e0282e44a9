package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Target;

/** Our programs where one side has nothing that is not outdated: sshd-lite plays the device. */
class OldDeviceTest {
  private static final Keyring HOST = Keyring.ofHost(Target.HOST);

  private static final String[] OPT_IN = {
    "-o", "KexAlgorithms=+diffie-hellman-group14-sha1",
    "-o", "HostKeyAlgorithms=+ssh-rsa",
    "-c", "+aes256-cbc",
    "-m", "hmac-sha1"
  };

  private static final String WARNING = "outdated cryptography that the configuration allows: ";

  private static final String USED =
      WARNING
          + "key exchange diffie-hellman-group14-sha1 (SHA-1), host key algorithm ssh-rsa (signs by"
          + " SHA-1), cipher aes256-cbc (CBC), MAC hmac-sha1 (SHA-1)";

  private static LiteServer server;
  private static Target target;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    Path key =
        new KeyFiles(Files.createDirectory(folder.resolve("keys"))).privateKey(HOST, "ssh-rsa");
    server =
        LiteServer.start(
            folder,
            "HostKey " + key,
            "KexAlgorithms diffie-hellman-group14-sha1",
            "HostKeyAlgorithms ssh-rsa",
            "Ciphers aes256-cbc",
            "MACs hmac-sha1");
    target = server.target().withHostKey(HOST.signing("ssh-rsa").publicKey());
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static Finished run(Client client, String... options) {
    client.require();
    return Login.to(target).extra(options).command("cat; exit 4").by(client).input("in").run();
  }

  @Test
  void each_name_opens_its_own_door_and_one_line_tells_of_it() {
    Finished finished = run(Client.SSH_LITE, OPT_IN);

    assertThat(finished.text()).as(finished.toString()).isEqualTo("in");
    assertThat(finished.status()).isEqualTo(4);
    assertThat(warnings(finished.errors())).containsExactly("Warning: 127.0.0.1: " + USED);
    server.awaitLog(USED);
    assertThat(warnings(server.log()))
        .anyMatch(line -> line.startsWith("Warning: connection from 127.0.0.1 port "))
        .allMatch(line -> line.endsWith(USED));
  }

  private static List<String> warnings(String text) {
    return text.lines().filter(line -> line.contains(WARNING)).toList();
  }

  @Test
  void who_wants_no_warnings_has_none() {
    List<String> options = new ArrayList<>(List.of(OPT_IN));
    options.addAll(List.of("-o", "WarnWeakCrypto=no"));
    Finished finished = run(Client.SSH_LITE, options.toArray(String[]::new));

    assertThat(finished.status()).isEqualTo(4);
    assertThat(finished.errors()).isEmpty();
  }

  /** Which are closed is known before: see OldAlgorithmsTest of the client. */
  @Test
  void a_door_that_is_not_named_is_closed() {
    String problem = "no matching cipher";
    List<String> options = new ArrayList<>(List.of(OPT_IN));
    options.subList(4, 6).clear();
    Finished finished = run(Client.SSH_LITE, options.toArray(String[]::new));

    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.text()).isEmpty();
    assertThat(finished.errors()).contains(problem);
  }

  @Test
  void no_wildcard_opens_one() {
    Finished finished = run(Client.SSH_LITE, "-o", "KexAlgorithms=+*");

    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors()).contains("no matching key exchange method found");
  }

  @Test
  void the_explanation_says_what_is_weak() {
    List<String> options = new ArrayList<>(List.of(OPT_IN));
    options.add("--explain");
    Finished finished =
        Login.to(target).extra(options.toArray(String[]::new)).by(Client.SSH_LITE).run();
    assertThat(finished.text())
        .contains("outdated:   signs by SHA-1", "outdated:   CBC", "warning:   " + USED);

    options.set(options.size() - 1, "--explain=json");
    finished = Login.to(target).extra(options.toArray(String[]::new)).by(Client.SSH_LITE).run();
    assertThat(finished.text())
        .contains("\"outdated\":[\"key exchange diffie-hellman-group14-sha1 (SHA-1)\"");
  }

  @Test
  void ssh_comes_in_by_the_same_names() {
    assertThat(run(Client.SSH, OPT_IN).text()).isEqualTo("in");
  }

  @ParameterizedTest
  @EnumSource(names = "PLINK")
  void others_come_in_unasked(Client client) {
    Finished finished = run(client);
    assertThat(finished.text()).as(finished.toString()).isEqualTo("in");
    assertThat(finished.status()).isEqualTo(4);
  }

  /** Its build has no CBC. */
  @Test
  @Tag("whole")
  void dbclient_comes_in_by_SHA_1(@TempDir Path folder) throws Exception {
    Client.DBCLIENT.require();
    Path key =
        new KeyFiles(Files.createDirectory(folder.resolve("keys"))).privateKey(HOST, "ssh-rsa");
    String[] lines =
        Stream.of(
                "HostKey " + key,
                "KexAlgorithms diffie-hellman-group14-sha1",
                "HostKeyAlgorithms ssh-rsa",
                "Ciphers aes128-ctr",
                "MACs hmac-sha1")
            .toArray(String[]::new);
    try (LiteServer other = LiteServer.start(folder, lines)) {
      Target to = other.target().withHostKey(HOST.signing("ssh-rsa").publicKey());
      Finished finished = Login.to(to).command("cat; exit 4").by(Client.DBCLIENT).input("in").run();
      assertThat(finished.text()).as(finished.toString()).isEqualTo("in");
      other.awaitLog("MAC hmac-sha1 (SHA-1)");
    }
  }
}
