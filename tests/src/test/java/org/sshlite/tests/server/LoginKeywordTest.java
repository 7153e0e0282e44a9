package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.auth.PasswordHash;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/**
 * Keywords that say who comes in, each for those who come from an address of its own, tried by
 * OpenSSH's client. Those about forwarding stand in PermissionTest, those about users of the
 * machine among its tests.
 */
class LoginKeywordTest {
  private static final String NETWORK = "127.0.3.";
  private static final String TAKES_EMPTY_PASSWORDS = NETWORK + "101";
  private static final String TAKES_NONE = NETWORK + "102";

  private static LiteServer server;
  private static Path folder;

  /**
   * @param byRsa whether a key of RSA logs in, of 3072 bits
   */
  private record Row(String lines, boolean allowed, String told, boolean byRsa) {
    Row(String lines, boolean allowed, String told) {
      this(lines, allowed, told, false);
    }
  }

  private static List<Row> rows() {
    String user = System.getProperty("user.name");
    String group = Program.of("id", "-gn").runWell().strip();
    List<Row> rows =
        List.of(
            new Row("AllowUsers nobody " + user + "@127.0.3.*", true, ""),
            new Row("DenyUsers *@127.0.3.0/24", false, "Permission denied"),
            new Row("DenyGroups " + group, false, "Permission denied"),
            new Row("PubkeyAuthentication no", false, "Permission denied (password"),
            new Row("AuthorizedKeysFile %s/authorized_ke?s".formatted(folder), true, ""),
            new Row("AuthorizedKeysFile none", false, "Permission denied"),
            new Row("RefuseConnection yes", false, ":14: "),
            new Row("PermitRootLogin no", !user.equals("root"), ""),
            new Row("PermitRootLogin prohibit-password", true, ""),
            new Row("PermitRootLogin forced-commands-only", !user.equals("root"), ""),
            new Row("Banner %s/banner".formatted(folder), true, "hello stranger"),
            new Row("RequiredRSASize 4096", false, "Permission denied", true),
            new Row("RequiredRSASize 3072", true, "", true),
            new Row("HostbasedAuthentication yes\nPubkeyAuthentication no", false, "(password"),
            new Row("AuthorizedKeysFile %s/ca-for-laptops".formatted(folder), true, ""),
            new Row(certified("principals"), true, ""),
            new Row(certified("others"), false, "Permission denied"),
            new Row(certified("principals") + "CASignatureAlgorithms ssh-ed25519", true, ""),
            new Row(
                certified("principals") + "CASignatureAlgorithms rsa-sha2-512",
                false,
                "Permission denied"));
    if (!Boolean.getBoolean("whole")) {
      return rows;
    }
    // the server's own tests have them as well
    return Stream.concat(
            rows.stream(),
            Stream.of(
                new Row("AllowUsers nobody " + user + "@127.0.4.*", false, "Permission denied"),
                new Row("AllowGroups no-such-group " + group, true, ""),
                new Row("AllowGroups no-such-group", false, "Permission denied"),
                new Row(
                    "AuthorizedKeysFile %s/ca-for-others".formatted(folder),
                    false,
                    "Permission denied"),
                new Row(certified("none"), false, "Permission denied")))
        .toList();
  }

  /** The user's certificate alone counts, whose principals are in a file. */
  private static String certified(String principals) {
    return """
    AuthorizedKeysFile none
    TrustedUserCAKeys %1$s/ca.pub
    AuthorizedPrincipalsFile %1$s/%2$s
    """
        .formatted(folder, principals);
  }

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    Client.SSH.require();
    Peers.require("ssh-keygen");
    folder = temporary;
    Files.writeString(folder.resolve("banner"), "hello stranger\n");
    Files.writeString(folder.resolve("principals"), "# mine\n\ndesktop\nlaptop\n");
    Files.writeString(folder.resolve("others"), "lap\nlaptops\n");
    KeyPair ca = KeyPair.create(folder.resolve("ca"));
    Files.writeString(
        folder.resolve("ca-for-laptops"),
        "cert-authority,principals=\"tablet,laptop\" " + ca.line());
    Files.writeString(
        folder.resolve("ca-for-others"), "cert-authority,principals=\"tablet\" " + ca.line());
    StringBuilder matches = new StringBuilder();
    for (Row row : rows()) {
      matches.append("Match Address ").append(address(row)).append('\n');
      matches.append(row.lines()).append('\n');
    }
    matches.append("Match Address %s\nPermitEmptyPasswords yes\n".formatted(TAKES_EMPTY_PASSWORDS));
    Path include = Files.writeString(folder.resolve("matches"), matches);
    server = LiteServer.start(folder, "Include " + include);
    // beside the key, where ssh finds it
    Program.of(Peers.path("ssh-keygen"), "-q", "-s", "" + ca.file(), "-I", "x", "-n", "laptop")
        .with(server.target().identity().file() + ".pub")
        .runWell();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String address(Row row) {
    return NETWORK + (rows().indexOf(row) + 1);
  }

  @Test
  void each_lets_in_whom_it_should_and_nobody_else() throws IOException {
    KeyPair rsa = KeyPair.create(folder.resolve("rsa"), "ssh-rsa");
    Files.writeString(
        folder.resolve("authorized_keys"), rsa.line() + "\n", StandardOpenOption.APPEND);
    for (Row row : rows()) {
      Target target = server.target();
      Finished finished =
          Login.to(row.byRsa() ? target.withIdentity(rsa) : target)
              .extra("-b", address(row), "-o", "LogLevel=INFO")
              .command("exit 3")
              .by(Client.SSH)
              .run();
      assertThat(Map.entry(row, finished.status()))
          .as(finished.errors() + server.log())
          .isEqualTo(Map.entry(row, row.allowed() ? 3 : 255));
      assertThat(finished.errors()).as(row.lines()).contains(row.told());
    }
    server.awaitLog("administratively prohibited connection for ");
  }

  @Test
  void nothing_is_compressed_where_Compression_is_off(@TempDir Path other) {
    Login login = Login.to(server.target()).extra("-C", "-v").command("exit 3");
    assertThat(login.by(Client.SSH).run().errors()).contains("compression: zlib@openssh.com");
    try (LiteServer plain = LiteServer.start(other, "Compression no")) {
      Finished finished =
          Login.to(plain.target()).extra("-C", "-v").command("exit 3").by(Client.SSH).run();
      assertThat(finished.status()).isEqualTo(3);
      assertThat(finished.errors()).contains("compression: none").doesNotContain("n: zlib");
    }
  }

  @Test
  void an_empty_password_is_one_where_it_is_permitted() throws IOException {
    try (SecretBytes none = new SecretBytes(new byte[0])) {
      Files.writeString(
          folder.resolve("users"),
          "blank:%s:account=%s%n"
              .formatted(PasswordHash.of(none, new SecureRandom()), server.target().user()),
          StandardOpenOption.APPEND);
    }

    Finished finished = blankFrom(TAKES_EMPTY_PASSWORDS);
    assertThat(finished.status()).as(finished.errors() + server.log()).isEqualTo(3);
    server.awaitLog("Accepted none for blank from " + TAKES_EMPTY_PASSWORDS);
    assertThat(blankFrom(TAKES_NONE).errors()).contains("Permission denied");
  }

  private static Finished blankFrom(String address) {
    return Login.to(server.target().withUser("blank"))
        .extra("-b", address)
        .command("exit 3")
        .by(Client.SSH)
        .run();
  }
}
