package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

class ClientAuthTest extends ClientEnd {
  @Test
  void the_service_is_requested_then_none() throws Exception {
    assertThat(client.start().onlySent()).isEqualTo(new ServiceRequest("ssh-userauth"));
    assertThat(onlyMethod(client.receive(ACCEPT))).isEqualTo(new AuthMethod.None());
    assertThat(wallet.asked).isEmpty();
  }

  @Test
  void a_service_accept_without_a_name_is_taken() throws Exception {
    client.start().sent();

    assertThat(onlyMethod(client.receive(new ServiceAccept("")))).isEqualTo(new AuthMethod.None());
  }

  @Test
  void another_service_accepted_is_refused() throws Exception {
    client.start();

    assertThat(refusal(() -> client.receive(new ServiceAccept("ssh-connection"))))
        .isInstanceOf(Refusal.Malformed.class);
  }

  @Test
  void none_may_succeed() throws Exception {
    asking().receive(new UserauthSuccess());

    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "none"));
  }

  @ParameterizedTest
  @MethodSource
  void what_comes_before_a_request_of_ours_is_out_of_turn(Message message) throws Exception {
    client.start();

    assertThat(refusal(() -> client.receive(message)))
        .isEqualTo(new Refusal.OutOfTurn(message.number(), "the service is requested"));
    assertThat(client.hasSucceeded()).isFalse();
  }

  static List<Message> what_comes_before_a_request_of_ours_is_out_of_turn() {
    return List.of(
        new UserauthSuccess(),
        BOTH,
        new UserauthBanner("hello", ""),
        new UserauthPkOk("ssh-ed25519", new byte[0]));
  }

  @Test
  void what_a_client_sends_is_out_of_turn_from_a_server() throws Exception {
    asking();

    assertThat(
            refusal(
                () ->
                    client.receive(
                        new UserauthRequest("bob", "ssh-connection", new AuthMethod.None()))))
        .isEqualTo(new Refusal.OutOfTurn(50, "\"none\" is tried"));
  }

  @ParameterizedTest
  @MethodSource
  void what_comes_after_success_is_out_of_turn(Message message) throws Exception {
    asking().receive(new UserauthSuccess());

    assertThat(refusal(() -> client.receive(message))).isInstanceOf(Refusal.OutOfTurn.class);
  }

  static List<Message> what_comes_after_success_is_out_of_turn() {
    return List.of(new UserauthSuccess(), BOTH, new UserauthBanner("hello", ""), ACCEPT);
  }

  // partial success

  @Test
  void partial_success_goes_on_with_the_methods_that_are_left() throws Exception {
    wallet.withPasswords("one");
    querying().receive(new UserauthPkOk("ssh-ed25519", key.blob())).sent();

    assertThat(password(onlyMethod(client.receive(partial("password"))))).isEqualTo("one");
    client.receive(new UserauthSuccess());
    assertThat(client.hasSucceeded()).isTrue();
  }

  @Test
  void partial_success_may_ask_for_another_key() throws Exception {
    CountingKey second = new CountingKey();
    wallet.withKeys(key, second);
    asking().receive(BOTH).receive(new UserauthPkOk("ssh-ed25519", key.blob())).sent();

    var query = (AuthMethod.PublicKey) onlyMethod(client.receive(partial("publickey")));

    assertThat(query.blob()).isEqualTo(second.blob());
  }

  @Test
  void partial_success_without_a_method_of_ours_ends_in_denial() throws Exception {
    querying().receive(new UserauthPkOk("ssh-ed25519", key.blob()));

    assertThat(refusal(() -> client.receive(partial("keyboard-interactive"))))
        .isEqualTo(
            new Refusal.AuthenticationFailed(
                "alice@build-7: Permission denied (keyboard-interactive).",
                List.of("keyboard-interactive")));
  }

  // banners

  @Test
  void banners_are_shown_in_their_order_and_change_nothing() throws Exception {
    querying()
        .receive(new UserauthBanner("one\n", ""))
        .receive(new UserauthBanner("two\n", ""))
        .receive(new UserauthPkOk("ssh-ed25519", key.blob()));

    assertThat(wallet.banners).containsExactly("one\n", "two\n");
    assertThat(key.signatures).isEqualTo(1);
  }

  @Test
  void too_many_banners_are_refused() throws Exception {
    asking();

    assertThat(
            refusal(
                () -> {
                  for (int i = 0; i <= ClientProgress.MAXIMUM_BANNERS; i++) {
                    client.receive(new UserauthBanner("x", ""));
                  }
                }))
        .isInstanceOf(Refusal.LimitExceeded.class);
    assertThat(wallet.banners).hasSize(ClientProgress.MAXIMUM_BANNERS);
  }

  @Test
  void banners_that_are_too_long_are_refused() throws Exception {
    String half = "x".repeat(ClientProgress.MAXIMUM_BANNER_LENGTH / 2);
    asking().receive(new UserauthBanner(half, "")).receive(new UserauthBanner(half, ""));

    assertThat(refusal(() -> client.receive(new UserauthBanner("x", ""))))
        .isInstanceOf(Refusal.LimitExceeded.class);
  }
}
