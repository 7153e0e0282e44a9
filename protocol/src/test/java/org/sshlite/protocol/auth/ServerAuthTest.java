package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

class ServerAuthTest extends ServerEnd {
  // the service

  @Test
  void the_service_is_accepted() throws Exception {
    server.receive(new ServiceRequest("ssh-userauth"));

    assertThat(server.onlySent()).isEqualTo(new ServiceAccept("ssh-userauth"));
  }

  @Test
  void another_service_is_refused() {
    Refusal refusal = refusal(() -> server.receive(new ServiceRequest("ssh-connection")));

    assertThat(refusal).isEqualTo(new Refusal.NoSuchService("ssh-connection"));
    assertThat(refusal.reason()).isEqualTo(DisconnectReason.SERVICE_NOT_AVAILABLE);
  }

  @Test
  void a_service_requested_before_each_method_is_accepted_again() throws Exception {
    serving().receive(none()).sent();

    assertThat(server.receive(new ServiceRequest("ssh-userauth")).onlySent())
        .isEqualTo(new ServiceAccept("ssh-userauth"));
    assertThat(server.receive(password("sesame")).hasSucceeded()).isTrue();
  }

  @Test
  void a_request_before_the_service_is_out_of_turn() {
    assertThat(refusal(() -> server.receive(password("sesame"))))
        .isInstanceOf(Refusal.OutOfTurn.class);
    assertThat(users.asked).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void a_message_that_only_servers_send_is_out_of_turn(Message message) throws Exception {
    serving();

    assertThat(refusal(() -> server.receive(message)))
        .isEqualTo(new Refusal.OutOfTurn(message.number(), "an authentication request is awaited"));
  }

  static List<Message> a_message_that_only_servers_send_is_out_of_turn() {
    return List.of(
        FAILURE,
        new UserauthSuccess(),
        new UserauthBanner("hello", ""),
        new UserauthMethodMessage(60, new byte[0]),
        new ServiceAccept("ssh-userauth"));
  }

  // none, users, services, banner

  @Test
  void none_is_answered_by_the_methods_that_can_continue() throws Exception {
    assertThat(serving().receive(none()).onlySent()).isEqualTo(FAILURE);
  }

  @Test
  void none_is_never_among_the_methods_that_can_continue() throws Exception {
    users.withMethods("none", "password");

    assertThat(serving().receive(none()).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("password"), false));
  }

  @Test
  void none_succeeds_where_the_application_says_so() throws Exception {
    users.withNone(new AuthDecision.Accepted());

    assertThat(serving().receive(none()).onlySent()).isEqualTo(new UserauthSuccess());
    assertThat(server.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "none"));
  }

  @Test
  void methods_are_asked_for_once() throws Exception {
    serving().receive(none()).receive(password("wrong"));

    assertThat(users.asked).containsOnlyOnce("methods alice");
  }

  @Test
  void the_banner_is_sent_once_and_before_the_first_answer() throws Exception {
    users.withBanner("Authorized use only\n");

    assertThat(serving().receive(none()).receive(password("wrong")).sent())
        .containsExactly(new UserauthBanner("Authorized use only\n", ""), FAILURE, FAILURE);
  }

  @Test
  void what_is_said_of_a_decision_stands_before_the_answer() throws Exception {
    users.withNotice("expires tomorrow\n");

    assertThat(serving().receive(password("sesame")).sent())
        .containsExactly(new UserauthBanner("expires tomorrow\n", ""), new UserauthSuccess());
  }

  @Test
  void a_user_whom_nothing_lets_in_is_told_why_and_the_connection_ends() throws Exception {
    users.withNotice("not at night\n").deniesAfter(1);
    serving().receive(none()).sent();

    Refusal refusal = refusal(() -> server.receive(password("sesame")));

    assertThat(server.sent()).containsExactly(new UserauthBanner("not at night\n", ""));
    assertThat(refusal).isEqualTo(Refusal.ACCESS_DENIED);
    assertThat(refusal.reason()).isEqualTo(DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE);
    assertThat(server.hasSucceeded()).isFalse();
  }

  @Test
  void who_is_denied_from_the_start_has_no_request_decided() throws Exception {
    users.deniesAfter(0);
    serving();

    assertThat(refusal(() -> server.receive(password("sesame")))).isEqualTo(Refusal.ACCESS_DENIED);
    assertThat(users.asked).containsExactly("methods alice");
  }

  @Test
  void a_change_of_the_user_is_refused_and_the_password_erased() throws Exception {
    serving().receive(none());
    byte[] bytes = "sesame".getBytes(StandardCharsets.UTF_8);
    UserauthRequest other =
        request("bob\u001b", new AuthMethod.Password(new SecretBytes(bytes), null));

    Refusal refusal = refusal(() -> server.on(new AuthEvent.Received(other)));

    assertThat(refusal).isEqualTo(new Refusal.UserChanged("alice", "bob\u001b"));
    assertThat(refusal.explain())
        .isEqualTo("Change of username or service not allowed: (alice) -> (bob\\033)");
    assertThat(bytes).containsOnly(0);
    assertThat(users.asked).noneMatch(question -> question.contains("bob"));
  }

  @Test
  void a_service_that_is_not_offered_is_refused_before_anybody_is_asked() throws Exception {
    serving();

    assertThat(
            refusal(
                () ->
                    server.receive(
                        new UserauthRequest("alice", "ssh-chat", new AuthMethod.None()))))
        .isEqualTo(new Refusal.NoSuchService("ssh-chat"));
    assertThat(users.asked).isEmpty();
  }

  @Test
  void a_user_name_beyond_all_reason_is_refused() throws Exception {
    serving().receive(request("a".repeat(255), new AuthMethod.None()));
    AuthEnd another = serving(server(3, "ssh-ed25519"));

    assertThat(refusal(() -> another.receive(request("a".repeat(256), new AuthMethod.None()))))
        .isEqualTo(new Refusal.UserNameTooLong("a".repeat(256)));
  }

  @Test
  void a_method_that_is_not_known_fails() throws Exception {
    users.withMethods("hostbased", "password");

    assertThat(serving().receive(request("alice", new AuthMethod.Unknown("hostbased"))).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("hostbased", "password"), false));
  }

  @Test
  void a_method_that_cannot_continue_fails_without_asking() throws Exception {
    users.withMethods("publickey");

    assertThat(serving().receive(password("sesame")).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("publickey"), false));
    assertThat(users.passwords).isEmpty();
  }

  // success and what comes after it

  @Test
  void the_right_password_succeeds() throws Exception {
    assertThat(serving().receive(password("sesame")).onlySent()).isEqualTo(new UserauthSuccess());
    assertThat(server.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "password"));
  }

  @Test
  void requests_after_success_are_ignored_silently() throws Exception {
    serving().receive(password("sesame")).sent();
    users.asked.clear();
    byte[] bytes = "wrong".getBytes(StandardCharsets.UTF_8);

    server.on(new AuthEvent.Received(password(bytes)));
    server.receive(request("bob", new AuthMethod.None()));

    assertThat(server.sent()).isEmpty();
    assertThat(users.asked).isEmpty();
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void other_messages_after_success_are_out_of_turn() throws Exception {
    serving().receive(password("sesame"));

    assertThat(refusal(() -> server.receive(new ServiceRequest("ssh-userauth"))))
        .isInstanceOf(Refusal.OutOfTurn.class);
    assertThat(refusal(() -> server.receive(new UserauthSuccess())))
        .isInstanceOf(Refusal.OutOfTurn.class);
  }

  // passwords

  @Test
  void a_password_is_erased_when_it_was_decided_about() throws Exception {
    byte[] wrong = "wrong".getBytes(StandardCharsets.UTF_8);
    serving().on(new AuthEvent.Received(password(wrong)));

    assertThat(wrong).containsOnly(0);
    assertThatThrownBy(() -> users.passwords.getFirst().bytes())
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource
  void a_password_without_its_form_fails_without_asking(byte[] bytes) throws Exception {
    assertThat(serving().receive(password(bytes)).onlySent()).isEqualTo(FAILURE);
    assertThat(users.passwords).isEmpty();
  }

  static List<byte[]> a_password_without_its_form_fails_without_asking() {
    return List.of(
        new byte[0],
        "x".repeat(1025).getBytes(StandardCharsets.UTF_8),
        "sesame\0".getBytes(StandardCharsets.UTF_8),
        new byte[] {'s', (byte) 0xe4});
  }

  @Test
  void a_password_of_1024_bytes_is_asked_about() throws Exception {
    serving().receive(password("x".repeat(1024)));

    assertThat(users.passwords).hasSize(1);
  }

  // attempts

  @Test
  void too_many_failures_end_the_connection() throws Exception {
    serving().receive(password("a")).receive(password("b"));

    Refusal refusal = refusal(() -> server.receive(password("c")));

    assertThat(refusal).isEqualTo(new Refusal.LimitExceeded("Too many authentication failures"));
    assertThat(refusal.tellPeer()).isEqualTo("Too many authentication failures");
  }

  @Test
  void only_the_first_request_is_a_none_that_does_not_count() throws Exception {
    serving().receive(none()).receive(none()).receive(none());

    assertThat(refusal(() -> server.receive(none()))).isInstanceOf(Refusal.LimitExceeded.class);
  }

  @Test
  void a_none_after_another_method_counts() throws Exception {
    serving().receive(password("a")).receive(none());

    assertThat(refusal(() -> server.receive(none()))).isInstanceOf(Refusal.LimitExceeded.class);
  }

  @Test
  void the_last_attempt_may_succeed() throws Exception {
    serving().receive(none()).receive(password("a")).receive(password("b"));

    assertThat(server.receive(password("sesame")).hasSucceeded()).isTrue();
  }

  @Test
  void a_limit_of_no_failures_asks_nobody() throws Exception {
    AuthEnd closed = serving(server(0, "ssh-ed25519"));

    assertThat(refusal(() -> closed.receive(password("sesame"))))
        .isInstanceOf(Refusal.LimitExceeded.class);
    assertThat(users.asked).isEmpty();
  }

  @Test
  void a_query_for_a_key_that_is_accepted_does_not_count_but_is_limited() throws Exception {
    serving();
    for (int i = 0; i < ServerAuth.MAXIMUM_REQUESTS; i++) {
      server.receive(query("ssh-ed25519"));
    }

    assertThat(refusal(() -> server.receive(query("ssh-ed25519"))))
        .isInstanceOf(Refusal.LimitExceeded.class);
  }
}
