package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.program.config.LogLevel;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.Dialogue;
import org.sshlite.sshd.login.Answering;
import org.sshlite.sshd.login.TotpSecret;

/** "keyboard-interactive" with the devices of a users file. */
class LoginDialogueTest {
  private static final AuthDecision ACCEPTED = new AuthDecision.Accepted();
  private static final Class<?> REFUSED = AuthDecision.Refused.class;
  private static final AuthDecision CODE_NEXT =
      new AuthDecision.Partial(NameList.of("keyboard-interactive"));

  @TempDir private Path folder;
  private LoginFolder at;

  @BeforeEach
  void add_bob() throws Exception {
    at = new LoginFolder(folder);
    at.addUser("bob", "sesame");
  }

  private String code(TotpSecret secret) {
    return new String(secret.code(at.now.getEpochSecond() / 30), US_ASCII);
  }

  private static AuthDecision answer(Login login, String user, Answering person) {
    return login.keyboardInteractive(user, List.of(), person);
  }

  @Test
  void the_password_of_the_users_file_is_asked_for() throws Exception {
    Login login = at.login();
    Answering person = new Answering("sesame");

    assertThat(login.methods("bob").names())
        .containsExactly("publickey", "password", "keyboard-interactive");
    assertThat(answer(login, "bob", person)).isEqualTo(ACCEPTED);
    assertThat(person.asked).containsExactly("Password: ");
    assertThat(at.logged())
        .contains("Accepted keyboard-interactive/passwords for bob from 192.0.2.7 port 4000 ssh2");
  }

  @Test
  void a_wrong_password_fails_and_is_logged_as_sshd_does() throws Exception {
    Login login = at.login();
    login.methods("bob");

    assertThat(answer(login, "bob", new Answering("wrong"))).isInstanceOf(REFUSED);
    assertThat(at.logged())
        .contains("Failed keyboard-interactive/passwords for bob from 192.0.2.7 port 4000 ssh2");
  }

  /** One guess on each connection would not be seen otherwise: PAM tells of its own itself. */
  @Test
  void a_wrong_answer_is_told_at_INFO_and_one_that_is_not_given_is_not() throws Exception {
    at.logs(LogLevel.INFO);
    Login login = at.login();
    login.methods("bob");

    Dialogue<AuthDecision> nobody = new Dialogue<>(new AuthDecision.Refused());
    nobody.abandon();
    assertThat(login.keyboardInteractive("bob", List.of(), nobody)).isInstanceOf(REFUSED);
    assertThat(at.logged()).isEmpty();
    answer(login, "bob", new Answering("wrong"));
    assertThat(at.logged())
        .isEqualTo("Failed keyboard-interactive/passwords for bob from 192.0.2.7 port 4000 ssh2\n");
  }

  @Test
  void a_wrong_answer_is_told_also_when_the_next_device_gets_none() throws Exception {
    at.addTotp("bob");
    at.logs(LogLevel.INFO);
    Login login =
        at.login("AuthenticationMethods=keyboard-interactive:passwords keyboard-interactive:totp");
    login.methods("bob");
    Answering guesser = new Answering("wrong");
    Dialogue<AuthDecision> nobody = new Dialogue<>(new AuthDecision.Refused());
    nobody.abandon();
    Conversation goesAway =
        challenge -> (guesser.asked.isEmpty() ? guesser : nobody).ask(challenge);

    assertThat(login.keyboardInteractive("bob", List.of(), goesAway)).isInstanceOf(REFUSED);
    assertThat(at.logged())
        .isEqualTo("Failed keyboard-interactive/passwords for bob from 192.0.2.7 port 4000 ssh2\n");
  }

  @Test
  void it_can_be_switched_off() throws Exception {
    assertThat(at.login("KbdInteractiveAuthentication=no").methods("bob").names())
        .containsExactly("publickey", "password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "keyboard-interactive", "keyboard-interactive:totp"})
  void who_does_not_exist_gets_the_same_dialogue(String methods) throws Exception {
    Login known = at.login("AuthenticationMethods=" + methods);
    Login unknown = at.login("AuthenticationMethods=" + methods);
    Answering bob = new Answering("wrong");
    Answering nobody = new Answering("wrong");

    assertThat(unknown.methods("mallory")).isEqualTo(known.methods("bob"));
    assertThat(answer(known, "bob", bob)).isInstanceOf(REFUSED);
    assertThat(answer(unknown, "mallory", nobody)).isInstanceOf(REFUSED);
    assertThat(nobody.asked).isEqualTo(bob.asked);
  }

  @Test
  void a_code_alone_lets_nobody_in() throws Exception {
    TotpSecret secret = at.addTotp("bob");
    Login login = at.login();
    login.methods("bob");
    Answering person = new Answering(code(secret));

    assertThat(answer(login, "bob", person)).isInstanceOf(REFUSED);
    assertThat(person.asked).containsExactly("Password: ");
    assertThat(login.keyboardInteractive("bob", List.of("totp"), new Answering(code(secret))))
        .isInstanceOf(REFUSED);
  }

  @Test
  void who_has_a_secret_gives_a_code_after_his_password() throws Exception {
    TotpSecret secret = at.addTotp("bob");
    Login login = at.login();
    assertThat(login.methods("bob").names())
        .containsExactly("publickey", "password", "keyboard-interactive");

    assertThat(LoginFolder.byPassword(login, "bob", "sesame")).isEqualTo(CODE_NEXT);
    assertThat(answer(login, "bob", new Answering(code(secret)))).isEqualTo(ACCEPTED);
  }

  @Test
  void password_and_code_may_both_be_asked_for_in_dialogues() throws Exception {
    TotpSecret secret = at.addTotp("bob");
    Login login = at.login();
    login.methods("bob");
    Answering second = new Answering(code(secret));

    assertThat(answer(login, "bob", new Answering("sesame"))).isEqualTo(CODE_NEXT);
    assertThat(answer(login, "bob", second)).isEqualTo(ACCEPTED);
    assertThat(second.asked).containsExactly("Verification code: ");
  }

  @Test
  void who_has_a_secret_stays_outside_where_no_code_can_be_asked_for() throws Exception {
    at.addTotp("bob");
    Login login = at.login("KbdInteractiveAuthentication=no");

    assertThat(login.methods("bob").names()).isEmpty();
    assertThat(at.logged()).contains("No AuthenticationMethods left");
  }

  @Test
  void AuthenticationMethods_say_which_device_follows_a_key() throws Exception {
    PublicKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom()).publicKey();
    at.authorize(LoginFolder.line(key));
    at.addUser("alice", "hers");
    TotpSecret secret = at.addTotp("alice");
    Login login = at.login("AuthenticationMethods=publickey,keyboard-interactive:totp");
    Answering person = new Answering(code(secret));

    assertThat(login.methods("alice").names()).containsExactly("publickey");
    assertThat(login.acceptable("alice", key, "ssh-ed25519")).isTrue();
    assertThat(login.publicKey("alice", key, "ssh-ed25519")).isEqualTo(CODE_NEXT);
    assertThat(answer(login, "alice", person)).isEqualTo(ACCEPTED);
    assertThat(person.asked).containsExactly("Verification code: ");
  }

  @Test
  void a_list_with_a_device_that_is_not_here_cannot_be_finished() throws Exception {
    Login login = at.login("AuthenticationMethods=keyboard-interactive:pam");

    assertThat(login.methods("bob").names()).isEmpty();
  }

  @Test
  void submethods_choose_among_the_devices_that_may_ask() throws Exception {
    Login login = at.login();
    login.methods("bob");
    Answering person = new Answering("sesame");

    assertThat(login.keyboardInteractive("bob", List.of("pam", "skey"), new Answering()))
        .isInstanceOf(REFUSED);
    assertThat(login.keyboardInteractive("bob", List.of("passwords", "passwords"), person))
        .isEqualTo(ACCEPTED);
  }
}
