package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.sshd.auth.LoginFolder.accepts;
import static org.sshlite.sshd.auth.LoginFolder.byKey;
import static org.sshlite.sshd.auth.LoginFolder.byPassword;
import static org.sshlite.sshd.auth.LoginFolder.line;
import static org.sshlite.sshd.auth.LoginFolder.session;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Groups;

/** Who may log in, by how many methods, and what tokens must vouch for. */
class LoginRulesTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PublicKey KEY = PrivateKey.generate("ssh-ed25519", RANDOM).publicKey();
  private static final PublicKey OTHER = PrivateKey.generate("ssh-ed25519", RANDOM).publicKey();

  private LoginFolder folder;

  @BeforeEach
  void authorize_two_keys(@TempDir Path temporary) throws Exception {
    folder = new LoginFolder(temporary);
    folder.authorize(line(KEY) + line(OTHER));
    folder.addUser("alice", "secret");
  }

  // AllowUsers and its like

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AllowUsers=alice|true",
        "AllowUsers=al?ce|true",
        "AllowUsers=bob carol|false",
        "AllowUsers=bob alice|true",
        "AllowUsers=Alice|false",
        "AllowUsers=alice@192.0.2.7|true",
        "AllowUsers=alice@192.0.2.0/24|true",
        "AllowUsers=alice@192.0.2.*|true",
        "AllowUsers=alice@10.0.0.0/8|false",
        "AllowUsers=alice@192.0.2.0/24,!192.0.2.7|false",
        "AllowUsers=bob@192.0.2.0/24|false",
        "DenyUsers=alice|false",
        "DenyUsers=a*|false",
        "DenyUsers=bob|true",
        "DenyUsers=alice@10.0.0.0/8|true",
        "DenyUsers=*@192.0.2.0/24|false",
        "DenyUsers=alice@!192.0.2.7,*|true",
        "AllowGroups=*|true",
        "AllowGroups=no-such-group|false",
        "DenyGroups=*|false",
        "DenyGroups=no-such-group|true"
      })
  void who_may_log_in_is_as_sshd_config_says(String option, boolean allowed) throws Exception {
    assertThat(accepts(folder.login(option), "alice", KEY)).isEqualTo(allowed);
    if (!allowed) {
      assertThat(folder.logged())
          .contains("User alice from 192.0.2.7 not allowed because ")
          .doesNotContain("Failed publickey");
    }
  }

  @Test
  void what_denies_wins_over_what_allows() throws Exception {
    assertThat(accepts(folder.login("AllowUsers=alice", "DenyUsers=alice"), "alice", KEY))
        .isFalse();
    assertThat(accepts(folder.login("AllowUsers=alice", "DenyGroups=*"), "alice", KEY)).isFalse();
    assertThat(accepts(folder.login("AllowUsers=bob", "AllowGroups=*"), "alice", KEY)).isFalse();
  }

  @Test
  void a_user_who_may_not_log_in_does_not_by_password_either() throws Exception {
    Login login = folder.login("DenyUsers=alice");
    assertThat(login.methods("alice")).isEqualTo(folder.login().methods("alice"));
    assertThat(byPassword(login, "alice", "secret")).isInstanceOf(AuthDecision.Refused.class);
  }

  @Test
  void the_groups_are_those_of_this_process() throws Exception {
    Process id = new ProcessBuilder("id", "-Gn").start();
    List<String> names = List.of(new String(id.getInputStream().readAllBytes()).strip().split(" "));
    assertThat(Groups.names(Account.current().orElseThrow().groups()))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  /** As when the directory server is down, and strangers ask for one name after another. */
  @Test
  void who_cannot_be_looked_up_is_not_let_in_by_what_was_known_before() throws Exception {
    folder.lookups = new Lookups("look-ups", 1, 0, Duration.ofMinutes(1));
    Login login = folder.login();
    NameList usual = login.methods("alice");
    try (Lookups.Turn _ = folder.lookups.take(new StderrLog(LogLevel.QUIET))) {
      assertThat(login.methods("alice")).isEqualTo(usual);
      assertThat(login.isValid()).isFalse();
      assertThat(byKey(login, "alice", KEY)).isInstanceOf(AuthDecision.Refused.class);
      assertThat(byPassword(login, "alice", "secret")).isInstanceOf(AuthDecision.Refused.class);
    }
    assertThat(folder.logged())
        .contains("Too many look-ups at once: refused")
        .contains("Failed password for invalid user alice from 192.0.2.7 port 4000 ssh2");
    assertThat(accepts(login, "alice", KEY)).isTrue();
  }

  /**
   * As sshd: the method "none" is the empty password, where it is permitted and all that counts.
   */
  @Test
  void an_empty_password_logs_in_where_it_is_permitted_and_nowhere_else() throws Exception {
    folder.addUser("alice", "");
    for (String option : List.of("PermitEmptyPasswords=yes", "PermitEmptyPasswords=no")) {
      boolean permitted = option.endsWith("yes");
      Login login = folder.login(option);
      login.methods("alice");
      assertThat(login.takesEmptyPassword("alice")).isEqualTo(permitted);
      assertThat(login.none("alice") instanceof AuthDecision.Accepted).isEqualTo(permitted);
    }
    String permit = "PermitEmptyPasswords=yes";
    for (String more :
        List.of("AuthenticationMethods=publickey,password", "PasswordAuthentication=no")) {
      Login login = folder.login(permit, more);
      login.methods("alice");
      assertThat(login.none("alice")).as(more).isInstanceOf(AuthDecision.Refused.class);
    }
    folder.addUser("alice", "secret");
    Login login = folder.login(permit);
    login.methods("alice");
    assertThat(login.none("alice")).isInstanceOf(AuthDecision.Refused.class);
    login.methods("nobody");
    assertThat(login.none("nobody")).isInstanceOf(AuthDecision.Refused.class);
  }

  // reasons, which events have

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LogLevel=INFO            | nobody | secret | unknown user
          LogLevel=INFO            | alice  | wrong  | wrong password
          DenyUsers=alice          | alice  | secret | listed in DenyUsers
          AllowUsers=bob           | alice  | secret | not listed in AllowUsers
          """)
  void a_refusal_tells_those_who_watch_its_reason(
      String option, String user, String password, String reason) throws Exception {
    folder.addUser("alice", "secret");
    Login login = folder.login(option);
    login.methods(user);
    assertThat(byPassword(login, user, password)).isEqualTo(new AuthDecision.Refused(reason));
  }

  // AuthenticationMethods

  @Test
  void a_key_and_a_password_are_both_needed_in_that_order() throws Exception {
    Login login = folder.login("AuthenticationMethods=publickey,password");
    assertThat(login.methods("alice")).isEqualTo(NameList.of("publickey"));
    assertThat(byKey(login, "alice", KEY))
        .isEqualTo(new AuthDecision.Partial(NameList.of("password")));
    assertThat(byPassword(login, "alice", "wrong")).isInstanceOf(AuthDecision.Refused.class);
    assertThat(byPassword(login, "alice", "secret")).isInstanceOf(AuthDecision.Accepted.class);
    assertThat(folder.logged())
        .contains("Partial publickey for alice from 192.0.2.7 port 4000 ssh2: ED25519 ")
        .contains("Accepted password for alice from 192.0.2.7 port 4000 ssh2");
  }

  @Test
  void what_a_key_forbids_stays_forbidden_after_the_password() throws Exception {
    folder.authorize("command=\"uptime\",no-pty " + line(KEY));
    Login login = folder.login("AuthenticationMethods=publickey,password");
    login.methods("alice");
    byKey(login, "alice", KEY);
    byPassword(login, "alice", "secret");
    assertThat(session(login).forcedCommand()).contains("uptime");
    assertThat(session(login).terminal()).isFalse();
  }

  @Test
  void two_keys_together_give_what_both_give() throws Exception {
    folder.authorize("no-pty " + line(KEY) + "command=\"c\" " + line(OTHER));
    Login login = folder.login("AuthenticationMethods=publickey,publickey");
    login.methods("alice");
    assertThat(byKey(login, "alice", KEY))
        .isEqualTo(new AuthDecision.Partial(NameList.of("publickey")));
    assertThat(byKey(login, "alice", OTHER)).isInstanceOf(AuthDecision.Accepted.class);
    assertThat(session(login).forcedCommand()).contains("c");
    assertThat(session(login).terminal()).isFalse();

    folder.authorize("command=\"a\" " + line(KEY) + "command=\"b\" " + line(OTHER));
    Login torn = folder.login("AuthenticationMethods=publickey,publickey");
    torn.methods("alice");
    byKey(torn, "alice", KEY);
    assertThat(byKey(torn, "alice", OTHER)).isInstanceOf(AuthDecision.Refused.class);
  }

  @Test
  void one_of_several_lists_is_enough() throws Exception {
    String option = "AuthenticationMethods=publickey,password password,publickey";
    Login login = folder.login(option);
    assertThat(login.methods("alice")).isEqualTo(NameList.of("publickey", "password"));
    assertThat(byPassword(login, "alice", "secret"))
        .isEqualTo(new AuthDecision.Partial(NameList.of("publickey")));
    assertThat(byKey(login, "alice", KEY)).isInstanceOf(AuthDecision.Accepted.class);
  }

  @Test
  void a_list_with_a_method_that_is_not_offered_cannot_be_finished() throws Exception {
    Login login =
        folder.login("AuthenticationMethods=publickey,password", "PasswordAuthentication=no");
    assertThat(login.methods("alice")).isEqualTo(NameList.EMPTY);
    assertThat(folder.logged())
        .contains("No AuthenticationMethods left after eliminating disabled methods");
    assertThat(
            folder
                .login("AuthenticationMethods=publickey,hostbased publickey,gssapi-with-mic")
                .methods("alice"))
        .isEqualTo(NameList.EMPTY);
  }

  @Test
  void the_methods_do_not_tell_who_exists() throws Exception {
    String option = "AuthenticationMethods=publickey,password";
    assertThat(folder.login(option).methods("nobody"))
        .isEqualTo(folder.login(option).methods("alice"));
    Login login = folder.login(option);
    login.methods("nobody");
    assertThat(byKey(login, "nobody", KEY)).isInstanceOf(AuthDecision.Refused.class);
  }

  // tokens; what they are is none of the login's business, so a plain key stands for one

  @ParameterizedTest
  @CsvSource({
    // line, PubkeyAuthOptions, enough untouched, touched, touched and verified
    "'',none,false,true,true",
    "no-touch-required,none,true,true,true",
    "no-touch-required,touch-required,false,true,true",
    "verify-required,none,false,false,true",
    "'',verify-required,false,false,true",
    "'no-touch-required,verify-required',none,false,false,true",
  })
  void a_token_vouches_for_what_the_line_and_the_configuration_want(
      String line, String option, boolean untouched, boolean touched, boolean verified)
      throws Exception {
    folder.authorize(line + " " + line(KEY));
    Login login = folder.login("PubkeyAuthOptions=" + option);
    login.methods("alice");
    assertThat(login.acceptable("alice", KEY, "ssh-ed25519")).isTrue();
    assertThat(login.suffices("alice", KEY, new SecurityKeyAssertion(0, 1))).isEqualTo(untouched);
    assertThat(login.suffices("alice", KEY, new SecurityKeyAssertion(1, 1))).isEqualTo(touched);
    assertThat(login.suffices("alice", KEY, new SecurityKeyAssertion(5, 1))).isEqualTo(verified);
    // of a key that was not asked about, a touch at least
    assertThat(login.suffices("alice", OTHER, new SecurityKeyAssertion(0, 1))).isFalse();
    assertThat(folder.logged()).contains(" rejected: user ").contains(" requirement not met");
  }

  @Test
  void a_CAs_line_and_its_certificate_must_both_waive_the_touch() throws Exception {
    PrivateKey ca = PrivateKey.generate("ssh-ed25519", RANDOM);
    SecurityKeyAssertion untouched = new SecurityKeyAssertion(0, 1);
    PublicKey waiving = Certificates.of(KEY).extension("no-touch-required").by(ca);
    PublicKey silent = Certificates.of(KEY).by(ca);
    folder.authorize("cert-authority,no-touch-required " + line(ca.publicKey()));
    assertThat(suffices(folder.login(), waiving, untouched)).isTrue();
    assertThat(suffices(folder.login(), silent, untouched)).isFalse();
    folder.authorize("cert-authority " + line(ca.publicKey()));
    assertThat(suffices(folder.login(), waiving, untouched)).isFalse();
    // where no line can, the certificate does
    folder.authorize("");
    String trust = "TrustedUserCAKeys=" + folder.write("ca.pub", line(ca.publicKey()));
    assertThat(suffices(folder.login(trust), waiving, untouched)).isTrue();
    PublicKey verified =
        Certificates.of(KEY).critical("verify-required").extension("no-touch-required").by(ca);
    assertThat(suffices(folder.login(trust), verified, untouched)).isFalse();
    assertThat(suffices(folder.login(trust), verified, new SecurityKeyAssertion(4, 1))).isTrue();
  }

  private static boolean suffices(Login login, PublicKey key, SecurityKeyAssertion assertion) {
    login.methods("alice");
    assertThat(login.acceptable("alice", key, key.signatureAlgorithms().getFirst())).isTrue();
    return login.suffices("alice", key, assertion);
  }

  // what keys may be

  @Test
  void the_configuration_says_what_keys_may_be() throws Exception {
    Login login = folder.login("PubkeyAcceptedAlgorithms=rsa-sha2-512", "RequiredRSASize=4096");
    login.methods("alice");
    assertThat(login.keyRules("alice").orElseThrow().algorithms()).containsExactly("rsa-sha2-512");
    assertThat(login.keyRules("alice").orElseThrow().minimumRsaBits()).isEqualTo(4096);
  }

  @Test
  void what_the_protocol_refuses_is_told_too() throws Exception {
    Login login = folder.login();
    login.methods("alice");
    login.keyRefused("alice", "refusing ssh-rsa key: too short");
    assertThat(folder.logged())
        .contains("refusing ssh-rsa key: too short for alice from 192.0.2.7 port 4000");
  }

  @Test
  void a_wrong_signature_is_a_failed_login() throws Exception {
    folder.authorize(line(KEY));
    Login login = folder.login();
    login.methods("alice");
    assertThat(login.acceptable("alice", KEY, KEY.type())).isTrue();
    assertThat(folder.logged()).doesNotContain("Failed publickey");
    login.signatureRefused("alice", KEY);
    assertThat(folder.logged())
        .contains("the signature is not one of key " + KEY.fingerprint() + " for alice from ")
        .contains("Failed publickey for alice from 192.0.2.7 port 4000 ssh2: ");
  }
}
