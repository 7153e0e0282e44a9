package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPasswdChangereq;
import org.sshlite.protocol.message.UserauthSuccess;

/** "password" of a client, RFC 4252 §8. */
class ClientPasswordAuthTest extends ClientEnd {
  @Test
  void passwords_come_after_the_keys() throws Exception {
    wallet.withKeys(key).withPasswords("one");

    asking().receive(BOTH).sent();

    assertThat(password(onlyMethod(client.receive(BOTH)))).isEqualTo("one");
    client.receive(new UserauthSuccess());
    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "password"));
  }

  @Test
  void methods_are_tried_in_the_order_of_the_credentials() throws Exception {
    wallet
        .withMethods("gssapi-with-mic", "password", "publickey")
        .withKeys(key)
        .withPasswords("one");

    assertThat(password(onlyMethod(asking().receive(BOTH)))).isEqualTo("one");
    assertThat(onlyMethod(client.receive(BOTH))).isInstanceOf(AuthMethod.PublicKey.class);
    assertThat(wallet.asked).containsExactly("password 1", "password 2", "key");
  }

  @Test
  void a_password_is_not_asked_for_where_it_cannot_continue() throws Exception {
    wallet.withPasswords("one");
    asking();

    assertThat(refusal(() -> client.receive(failure("publickey", "keyboard-interactive"))))
        .isEqualTo(
            new Refusal.AuthenticationFailed(
                "alice@build-7: Permission denied (publickey,keyboard-interactive).",
                List.of("publickey", "keyboard-interactive")));
    assertThat(wallet.asked).containsExactly("key");
  }

  @Test
  void a_password_is_erased_once_it_is_sent() throws Exception {
    wallet.withPasswords("one");

    assertThat(password(onlyMethod(asking().receive(failure("password"))))).isEqualTo("one");
    assertThat(wallet.handedOut.getFirst()).containsOnly(0);
  }

  @Test
  void passwords_are_asked_for_until_there_are_no_more() throws Exception {
    wallet.withPasswords("one", "two");
    asking().receive(BOTH).receive(BOTH);

    Refusal refusal = refusal(() -> client.receive(BOTH));

    assertThat(refusal)
        .isEqualTo(
            new Refusal.AuthenticationFailed(
                "alice@build-7: Permission denied (publickey,password).",
                List.of("publickey", "password")));
    assertThat(refusal.reason()).isEqualTo(DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE);
    assertThat(wallet.asked).containsExactly("key", "password 1", "password 2", "password 3");
  }

  @Test
  void credentials_and_a_server_that_never_end_are_stopped() throws Exception {
    wallet.withPasswords("same").endless();
    asking();

    Refusal refusal =
        refusal(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                client.receive(failure("password"));
              }
            });

    assertThat(refusal).isInstanceOf(Refusal.LimitExceeded.class);
    assertThat(wallet.handedOut).hasSizeLessThanOrEqualTo(ClientProgress.MAXIMUM_REQUESTS);
    assertThat(wallet.handedOut.getLast()).containsOnly(0);
  }

  @Test
  void a_password_that_has_expired_is_changed() throws Exception {
    wallet.withPasswords("one").withChange("one", "two");
    asking().receive(BOTH).sent();

    var change =
        (AuthMethod.Password) onlyMethod(client.receive(new UserauthPasswdChangereq("old", "")));

    assertThat(change.password().bytes()).asString().isEqualTo("one");
    assertThat(change.newPassword().bytes()).asString().isEqualTo("two");
    assertThat(wallet.handedOut).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
    client.receive(new UserauthSuccess());
    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "password"));
  }

  @Test
  void a_new_password_may_not_be_good_enough() throws Exception {
    wallet.withPasswords("one").withChange("one", "two").withChange("one", "three");
    asking().receive(BOTH).receive(new UserauthPasswdChangereq("old", "")).sent();

    var change =
        (AuthMethod.Password) onlyMethod(client.receive(new UserauthPasswdChangereq("short", "")));

    assertThat(change.newPassword().bytes()).asString().isEqualTo("three");
    assertThat(wallet.asked).containsExactly("key", "password 1", "change old", "change short");
  }

  @Test
  void who_has_no_new_password_goes_on_with_the_next_method() throws Exception {
    wallet.withMethods("password", "publickey").withPasswords("one", "two").withKeys(key);
    asking().receive(BOTH).sent();

    assertThat(onlyMethod(client.receive(new UserauthPasswdChangereq("90 days", ""))))
        .isInstanceOf(AuthMethod.PublicKey.class);
    assertThat(wallet.asked).containsExactly("password 1", "change 90 days", "key");
  }

  @Test
  void a_request_to_change_the_password_that_is_malformed_is_refused() throws Exception {
    wallet.withPasswords("one");
    asking().receive(BOTH);

    assertThat(refusal(() -> client.receive(new UserauthMethodMessage(60, new byte[3]))))
        .isInstanceOf(Refusal.Malformed.class);
  }
}
