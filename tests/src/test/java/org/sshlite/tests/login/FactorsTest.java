package org.sshlite.tests.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.login.Person.Asking;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.HeapDump;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;

/** Passwords, codes and keys, one after another, at sshd-lite. */
class FactorsTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final String SECRET = "12345678901234567890";
  private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  private static final Pattern LISTENING = Pattern.compile("Server listening on .* port (\\d+)");

  private static final AtomicInteger USERS = new AtomicInteger();
  private static LiteServer server;
  private static Path users;

  @TempDir Path folder;
  private Person person;

  @BeforeAll
  static void startServer(@TempDir Path shared) throws IOException {
    // a Match block ends with its file
    Path chain =
        Files.writeString(
            shared.resolve("chain"),
            "Match User key*\n  AuthenticationMethods publickey,keyboard-interactive:totp\n");
    server =
        LiteServer.start(
            shared,
            "MaxAuthTries 3",
            "AuthorizedKeysFile " + shared + "/keys-%u",
            "Include " + chain);
    users = shared.resolve("users");
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void meet_somebody() {
    person = new Person(folder).answering("Password:", Account.PASSWORD);
  }

  /** Somebody with the password of the others, the key and a secret, who has used no code yet. */
  private static Target newUser(String prefix) throws IOException {
    String name = prefix + USERS.incrementAndGet();
    String line = Files.readAllLines(users).getFirst().replaceFirst("^[^:]*", name);
    Files.writeString(users, line + ":totp=" + BASE32 + "\n", StandardOpenOption.APPEND);
    Path keys = users.resolveSibling("keys-" + name);
    Files.writeString(keys, server.target().identity().line() + "\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    return server.target().withUser(name);
  }

  private static String prompt(Target target, String prompt) {
    return "(%s@127.0.0.1) %s: ".formatted(target.user(), prompt);
  }

  /** RFC 6238, by the book: what an app shows now. */
  private static String code() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(), "HmacSHA1"));
    long step = System.currentTimeMillis() / 30_000;
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
    return "%06d".formatted((hash.getInt(hash.get(19) & 15) & 0x7fffffff) % 1_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void a_password_is_asked_for_in_a_dialogue(Asking client) {
    Finished finished = person.logIn(client, server.passwordTarget());

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertThat(person.asked()).containsExactly(prompt(server.passwordTarget(), "Password"));
    server.awaitLog("Accepted keyboard-interactive/passwords for " + Account.NAME + " from");
  }

  @ParameterizedTest
  @EnumSource
  void a_code_follows_the_password_of_who_has_a_secret(Asking client) throws Exception {
    Target target = newUser("user");
    person.answering("code:", code());

    assertThat(person.logIn(client, target).status()).isZero();
    assertThat(person.asked())
        .containsExactly(prompt(target, "Password"), prompt(target, "Verification code"));
  }

  /** For what ours says, whoever the server is. */
  static List<Asking> ours() {
    return WHOLE ? List.of(Asking.values()) : List.of(Asking.SSH_LITE);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void a_code_follows_a_key(Asking client) throws Exception {
    Target target = newUser("key");
    person.answering("code:", code());

    Finished finished =
        person.logIn(client, target, "-v", "-i", target.identity().file().toString());

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertThat(person.asked()).containsExactly(prompt(target, "Verification code"));
    assertThat(finished.errors())
        .contains("Authenticated using \"publickey\" with partial success.");
  }

  /** For what the server counts, whoever the client is. */
  static List<Asking> theirs() {
    return WHOLE ? List.of(Asking.values()) : List.of(Asking.SSH);
  }

  @ParameterizedTest
  @MethodSource("theirs")
  void a_code_is_good_once(Asking client) throws Exception {
    Target target = newUser("user");
    person.answering("code:", code());

    assertThat(person.logIn(client, target).status()).isZero();
    assertThat(person.logIn(client, target).status()).isEqualTo(255);
  }

  private static List<Integer> ports(LiteServer server) {
    return LISTENING.matcher(server.log()).results().map(m -> Integer.valueOf(m.group(1))).toList();
  }

  @Test
  void a_code_is_good_once_whatever_happens_to_the_configuration(@TempDir Path other)
      throws Exception {
    try (LiteServer reloading = LiteServer.start(other)) {
      Path file = other.resolve("users");
      String line = Files.readAllLines(file).getFirst();
      Files.writeString(file, line + ":totp=" + BASE32 + "\n");
      person.answering("code:", code());
      Asking client = Asking.values()[0];

      assertThat(person.logIn(client, reloading.passwordTarget()).status()).isZero();
      Program.of("kill", "-HUP", "" + reloading.pid()).runWell();
      await().until(() -> ports(reloading).size() == 2);
      int port = ports(reloading).getLast();
      assertThat(person.logIn(client, reloading.passwordTarget().withPort(port)).status())
          .isEqualTo(255);
      reloading.awaitLog("Failed keyboard-interactive/totp for");
    }
  }

  @Test
  void what_a_login_was_made_with_is_forgotten() throws Exception {
    Target target = newUser("user");
    person.answering("code:", code());
    assertThat(person.logIn(Asking.values()[0], target).status()).isZero();
    await().until(() -> server.log().contains("Disconnected from user " + target.user()));

    try (HeapDump dump = HeapDump.whole(server.pid())) {
      assertThat(dump.contains("Accepted")).as("what is there").isTrue();
      assertThat(dump.contains(Account.PASSWORD)).as("the password").isFalse();
    }
    // it was text of the users file while it was looked at, which is let go and not erased
    try (HeapDump dump = HeapDump.live(server.pid())) {
      assertThat(dump.contains("Accepted")).as("what is there").isTrue();
      assertThat(dump.contains(SECRET)).as("the secret").isFalse();
      assertThat(dump.contains(BASE32)).as("the secret as text").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SSH") // it is the server that asks, and counts
  void who_does_not_exist_is_asked_the_same(Asking client) throws Exception {
    Person other = new Person(Files.createDirectory(folder.resolve("other")));
    person = new Person(folder).answering("Password:", "wrong");
    other.answering("Password:", "wrong");
    Target known = server.passwordTarget();

    Finished right = person.logIn(client, known, "-o", "PasswordAuthentication=no");
    Finished wrong =
        other.logIn(client, known.withUser("nobody_"), "-o", "PasswordAuthentication=no");

    assertThat(right.status()).isEqualTo(255);
    assertThat(wrong.status()).isEqualTo(255);
    assertThat(other.asked())
        .hasSize(3)
        .isEqualTo(
            person.asked().stream()
                .map(text -> text.replace(known.user() + "@", "nobody_@"))
                .toList());
  }

  @ParameterizedTest
  @EnumSource(names = "SSH") // it is the server that asks, and counts
  void a_device_named_again_and_again_gives_no_more_tries(Asking client) { // CVE-2015-5600
    person = new Person(folder).answering("Password:", "wrong");
    String devices = "passwords" + ",passwords".repeat(100);

    Finished finished =
        person.logIn(
            client,
            server.passwordTarget(),
            "-o",
            "KbdInteractiveDevices=" + devices,
            "-o",
            "NumberOfPasswordPrompts=100");

    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors()).contains("Too many authentication failures");
    assertThat(person.asked()).hasSize(3);
  }

  @Test
  void our_client_asks_on_the_terminal_and_shows_nothing_that_is_typed() throws Exception {
    Terminal.require();
    Target target = newUser("user");
    try (Terminal terminal =
        Terminal.open(
            folder, 80, 20, person.client(Asking.SSH_LITE, target).with("echo lo''gged in"))) {
      terminal.awaitScreen("(" + target.user() + "@127.0.0.1) Password:");
      terminal.typeLine(Account.PASSWORD);
      terminal.awaitScreen("(" + target.user() + "@127.0.0.1) Verification code:");
      String code = code();
      terminal.typeLine(code);

      terminal.awaitScreen("logged in");
      assertThat(terminal.awaitStatus()).isZero();
      assertThat(terminal.screen()).doesNotContain(Account.PASSWORD, code);
    }
  }
}
