package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** Certificates and lists of revoked keys that ssh-keygen made, and logins with ssh. */
class UserCertificateTest {
  private static LiteServer server;
  private static Path folder;
  private static Path ca;
  private static int keys;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    Client.SSH.require();
    Peers.require("ssh-keygen");
    folder = temporary;
    ca = KeyPair.create(folder.resolve("ca")).file();
    keygen("-q", "-k", "-f", folder.resolve("krl").toString());
    server =
        LiteServer.start(
            Files.createDirectory(folder.resolve("server")),
            "TrustedUserCAKeys " + ca + ".pub",
            "RevokedKeys " + folder.resolve("krl"),
            "AuthorizedKeysFile " + folder + "/keys-%u",
            "Include " + twoSteps());
  }

  /** A Match block ends with its file. */
  private static Path twoSteps() throws IOException {
    return Files.writeString(
        folder.resolve("two_steps"),
        "Match User " + Account.NAME + "\n  AuthenticationMethods publickey,password\n");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static void keygen(String... arguments) {
    Program.of(Peers.path("ssh-keygen"), arguments).runWell();
  }

  /** Signs a fresh key with these options, and logs in with it. */
  private static Finished login(String principals, String... options) {
    return login(certified(principals, options));
  }

  private static KeyPair certified(String principals, String... options) {
    KeyPair key = KeyPair.create(folder.resolve("id" + ++keys));
    Program.of(Peers.path("ssh-keygen"), "-q", "-s", "" + ca, "-I", "laptop" + keys)
        .with("-z", "" + keys, "-n", principals)
        .with(options)
        .with(key.file() + ".pub")
        .runWell();
    return key;
  }

  private static Finished login(KeyPair key) {
    return Login.to(server.target().withIdentity(key))
        .extra("-o", "CertificateFile=" + key.file() + "-cert.pub")
        .command("echo in")
        .by(Client.SSH)
        .run();
  }

  private static String user() {
    return server.target().user();
  }

  @Test
  void a_certificate_of_ssh_keygens_lets_its_principal_in_and_nobody_else() {
    assertThat(login("somebody," + user()).text()).isEqualTo("in\n");
    assertThat(login("somebody").text()).isEmpty();
    server.awaitLog("\"" + user() + "\" is not a listed principal");
  }

  @Test
  void its_options_hold() {
    assertThat(login(user(), "-O", "force-command=echo forced").text()).isEqualTo("forced\n");
    assertThat(login(user(), "-O", "source-address=10.0.0.0/8").text()).isEmpty();
    server.awaitLog("not valid from 127.0.0.1");
    assertThat(login(user(), "-O", "source-address=127.0.0.0/8").text()).isEqualTo("in\n");
    assertThat(login(user(), "-O", "critical:no-such=thing").text()).isEmpty();
    assertThat(login(user(), "-V", "-2d:-1d").text()).isEmpty();
    assertThat(login(user(), "-h").text()).isEmpty();
  }

  @Test
  void a_certificate_in_ssh_keygens_KRL_is_refused() throws Exception {
    KeyPair key = certified(user());
    int serial = keys;
    assertThat(login(key).text()).isEqualTo("in\n");
    Path list = Files.writeString(folder.resolve("revoked"), "serial: " + serial + "\n");
    keygen("-q", "-k", "-u", "-f", "" + folder.resolve("krl"), "-s", ca + ".pub", "" + list);
    assertThat(login(key).text()).isEmpty();
    server.awaitLog("ID laptop" + serial);
    server.awaitLog("(its serial number)");
  }

  @Test
  void a_key_and_a_password_together_log_in_and_neither_alone() throws Exception {
    KeyPair key = KeyPair.create(folder.resolve("both"));
    Files.writeString(folder.resolve("keys-" + Account.NAME), key.line() + "\n");
    assertThat(ssh(key, Account.PASSWORD).run().text()).isEqualTo("in\n");
    server.awaitLog("Partial publickey for " + Account.NAME);
    server.awaitLog("Accepted password for " + Account.NAME);
    assertThat(ssh(key, "wrong").run().text()).isEmpty();
    assertThat(ssh(KeyPair.create(folder.resolve("other")), Account.PASSWORD).run().text())
        .isEmpty();
  }

  /** By key first and then by password, as far as the server wants it. */
  private static Program ssh(KeyPair key, String password) throws IOException {
    Path answer = Files.writeString(folder.resolve("answer"), "#!/bin/sh\necho " + password + "\n");
    Files.setPosixFilePermissions(answer, PosixFilePermissions.fromString("rwx------"));
    return Program.of(Peers.path("ssh"), "-F", "none", "-T", "-p", "" + server.target().port())
        .env("SSH_ASKPASS", answer.toString())
        .env("SSH_ASKPASS_REQUIRE", "force")
        .with("-o", "UserKnownHostsFile=" + server.target().knownHosts())
        .with("-o", "StrictHostKeyChecking=yes", "-o", "NumberOfPasswordPrompts=1")
        .with("-o", "IdentitiesOnly=yes", "-i", key.file().toString())
        .with("-l", Account.NAME, Target.HOST, "echo in");
  }
}
