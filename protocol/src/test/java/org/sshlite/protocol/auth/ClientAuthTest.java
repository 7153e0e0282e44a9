package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPasswdChangereq;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

class ClientAuthTest {
  private static final byte[] SESSION = "session identifier".getBytes(StandardCharsets.US_ASCII);
  private static final ServiceAccept ACCEPT = new ServiceAccept("ssh-userauth");
  private static final UserauthFailure BOTH = failure("publickey", "password");

  private final CountingKey key = new CountingKey();
  private final Wallet wallet = new Wallet();
  private final List<String> serverSigAlgs = new ArrayList<>();
  private final AuthEnd client = client("ssh-ed25519");

  private AuthEnd client(String... signatureAlgorithms) {
    return new AuthEnd(
        AuthState.client(
            new ClientAuthOptions(
                wallet, "build-7", List.of(signatureAlgorithms), () -> serverSigAlgs),
            SESSION));
  }

  private static UserauthFailure failure(String... methods) {
    return new UserauthFailure(NameList.of(methods), false);
  }

  private static UserauthFailure partial(String... methods) {
    return new UserauthFailure(NameList.of(methods), true);
  }

  private static Refusal refusal(ThrowingCallable action) {
    return Assertions.catchThrowableOfType(RefusedException.class, action).refusal();
  }

  /** Up to where "none" waits for its answer. */
  private AuthEnd asking() throws RefusedException {
    client.start().receive(ACCEPT);
    client.sent();
    return client;
  }

  /** Up to where the query for {@link #key} waits for its answer. */
  private AuthEnd querying() throws RefusedException {
    wallet.withKeys(key);
    asking().receive(BOTH);
    client.sent();
    return client;
  }

  private static AuthMethod onlyMethod(AuthEnd client) throws RefusedException {
    UserauthRequest request = (UserauthRequest) client.onlySent();
    assertThat(request.user()).isEqualTo("alice");
    assertThat(request.service()).isEqualTo("ssh-connection");
    return request.method();
  }

  private static String password(AuthMethod method) {
    AuthMethod.Password password = (AuthMethod.Password) method;
    assertThat(password.newPassword()).isNull();
    return new String(password.password().bytes(), StandardCharsets.UTF_8);
  }

  // the service and none

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

  // keys

  @Test
  void a_key_is_asked_about_before_it_signs() throws Exception {
    wallet.withKeys(key);

    var query = (AuthMethod.PublicKey) onlyMethod(asking().receive(BOTH));

    assertThat(query.algorithm()).isEqualTo("ssh-ed25519");
    assertThat(query.blob()).isEqualTo(key.blob());
    assertThat(query.signature()).isNull();
    assertThat(key.signatures).isZero();
  }

  @Test
  void a_key_that_would_do_signs_session_user_service_and_request() throws Exception {
    querying().receive(new UserauthPkOk("ssh-ed25519", key.blob()));
    var signed = (AuthMethod.PublicKey) onlyMethod(client);

    assertThat(
            key.publicKey()
                .verify(
                    "ssh-ed25519",
                    SignedData.of(SESSION, "alice", "ssh-ed25519", key.blob()),
                    signed.signature()))
        .isTrue();
    client.receive(new UserauthSuccess());
    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "publickey"));
  }

  @Test
  void the_data_that_is_signed_is_that_of_the_RFC() {
    byte[] data = SignedData.of(new byte[] {1, 2}, "u", "alg", new byte[] {3});

    assertThat(HexFormat.of().formatHex(data))
        .isEqualTo(
            "00000002"
                + "0102"
                + "32"
                + "0000000175"
                + "0000000e7373682d636f6e6e656374696f6e"
                + "000000097075626c69636b6579"
                + "01"
                + "00000003616c67"
                + "0000000103");
  }

  @Test
  void PK_OK_for_another_key_is_refused_and_nothing_signed() throws Exception {
    byte[] other = new CountingKey().blob();
    querying();

    assertThat(refusal(() -> client.receive(new UserauthPkOk("ssh-ed25519", other))))
        .isEqualTo(
            new Refusal.Malformed(
                "SSH_MSG_USERAUTH_PK_OK", "public key", "not the one asked about"));
    assertThat(key.signatures).isZero();
  }

  @Test
  void PK_OK_for_another_algorithm_is_refused_and_nothing_signed() throws Exception {
    querying();

    assertThat(refusal(() -> client.receive(new UserauthPkOk("ssh-rsa", key.blob()))))
        .isInstanceOf(Refusal.Malformed.class);
    assertThat(key.signatures).isZero();
  }

  @Test
  void PK_OK_that_is_malformed_is_refused_and_nothing_signed() throws Exception {
    querying();

    assertThat(refusal(() -> client.receive(new UserauthMethodMessage(60, new byte[3]))))
        .isInstanceOf(Refusal.Malformed.class);
    assertThat(key.signatures).isZero();
  }

  @Test
  void PK_OK_that_answers_no_query_is_out_of_turn() throws Exception {
    wallet.withKeys(key);
    asking();

    assertThat(refusal(() -> client.receive(new UserauthPkOk("ssh-ed25519", key.blob()))))
        .isInstanceOf(Refusal.OutOfTurn.class);
    assertThat(key.signatures).isZero();
  }

  @Test
  void a_second_PK_OK_is_out_of_turn() throws Exception {
    UserauthPkOk answer = new UserauthPkOk("ssh-ed25519", key.blob());
    querying().receive(answer);

    assertThat(refusal(() -> client.receive(answer))).isInstanceOf(Refusal.OutOfTurn.class);
    assertThat(key.signatures).isEqualTo(1);
  }

  @Test
  void a_method_message_of_another_number_is_out_of_turn() throws Exception {
    querying();

    assertThat(refusal(() -> client.receive(new UserauthMethodMessage(61, new byte[0]))))
        .isEqualTo(new Refusal.OutOfTurn(61, "\"publickey\" is tried"));
  }

  @Test
  void success_in_answer_to_a_query_is_refused() throws Exception {
    querying();

    assertThat(refusal(() -> client.receive(new UserauthSuccess())))
        .isEqualTo(new Refusal.OutOfTurn(52, "\"publickey\" is tried"));
    assertThat(client.hasSucceeded()).isFalse();
    assertThat(key.signatures).isZero();
  }

  @Test
  void keys_are_tried_in_their_order() throws Exception {
    CountingKey second = new CountingKey();
    wallet.withKeys(key, second);

    asking().receive(BOTH).sent();
    var query = (AuthMethod.PublicKey) onlyMethod(client.receive(BOTH));

    assertThat(query.blob()).isEqualTo(second.blob());
  }

  @Test
  void a_key_that_cannot_sign_makes_way_for_the_next() throws Exception {
    CountingKey second = new CountingKey();
    wallet.withKeys(key.locked(), second);

    asking().receive(BOTH).sent();
    var query =
        (AuthMethod.PublicKey)
            onlyMethod(client.receive(new UserauthPkOk("ssh-ed25519", key.blob())));

    assertThat(query.blob()).isEqualTo(second.blob());
    assertThat(query.signature()).isNull();
  }

  @Test
  void a_key_of_which_we_accept_no_algorithm_is_skipped() throws Exception {
    CountingKey second = new CountingKey();
    wallet.withKeys(new CountingKey(List.of("ssh-dss")), second);

    var query = (AuthMethod.PublicKey) onlyMethod(asking().receive(BOTH));

    assertThat(query.blob()).isEqualTo(second.blob());
  }

  @Test
  void the_algorithm_is_our_first_that_the_server_takes() throws Exception {
    assertThat(algorithm(List.of("rsa-sha2-256"))).isEqualTo("rsa-sha2-256");
    assertThat(algorithm(List.of("rsa-sha2-256", "rsa-sha2-512"))).isEqualTo("rsa-sha2-512");
  }

  @Test
  void the_algorithm_is_our_first_where_the_server_does_not_say() throws Exception {
    assertThat(algorithm(List.of())).isEqualTo("rsa-sha2-512");
  }

  @Test
  void SHA_1_is_for_servers_that_say_so_or_nothing_where_the_user_has_named_it() throws Exception {
    String[] named = {"rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"};
    assertThat(algorithm(List.of("rsa-sha2-256", "ssh-rsa"), named)).isEqualTo("rsa-sha2-256");
    assertThat(algorithm(List.of("ssh-rsa"), named)).isEqualTo("ssh-rsa");
    assertThat(algorithm(List.of(), named)).isEqualTo("ssh-rsa");
    assertThat(algorithm(List.of())).isEqualTo("rsa-sha2-512");
  }

  private String algorithm(List<String> serverSigAlgs) throws Exception {
    return algorithm(serverSigAlgs, "rsa-sha2-512", "rsa-sha2-256");
  }

  private String algorithm(List<String> serverSigAlgs, String... ours) throws Exception {
    wallet.withKeys(new CountingKey(List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")));
    AuthEnd both = client(ours);
    both.start().receive(ACCEPT).sent();
    // it may come at any time before the key is tried
    this.serverSigAlgs.clear();
    this.serverSigAlgs.addAll(serverSigAlgs);
    return ((AuthMethod.PublicKey) onlyMethod(both.receive(BOTH))).algorithm();
  }

  @Test
  void a_key_without_a_choice_is_tried_whatever_the_server_says() throws Exception {
    serverSigAlgs.add("rsa-sha2-512");
    wallet.withKeys(key);

    assertThat(onlyMethod(asking().receive(BOTH))).isInstanceOf(AuthMethod.PublicKey.class);
  }

  // passwords

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
                "alice@build-7: Permission denied (publickey,keyboard-interactive)."));
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
                "alice@build-7: Permission denied (publickey,password)."));
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
  void a_password_that_has_expired_is_told_and_the_next_method_tried() throws Exception {
    wallet.withMethods("password", "publickey").withPasswords("one", "two").withKeys(key);
    asking().receive(BOTH).sent();

    assertThat(onlyMethod(client.receive(new UserauthPasswdChangereq("90 days\u001b[2J", ""))))
        .isInstanceOf(AuthMethod.PublicKey.class);
    assertThat(refusal(() -> client.receive(BOTH)))
        .isEqualTo(
            new Refusal.AuthenticationFailed(
                "alice@build-7: Permission denied (publickey,password). The server wants a new"
                    + " password first, which has to be set in another way: 90 days\\033[2J"));
    assertThat(wallet.asked).containsExactly("password 1", "key", "key");
  }

  @Test
  void a_request_to_change_the_password_that_is_malformed_is_refused() throws Exception {
    wallet.withPasswords("one");
    asking().receive(BOTH);

    assertThat(refusal(() -> client.receive(new UserauthMethodMessage(60, new byte[3]))))
        .isInstanceOf(Refusal.Malformed.class);
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
                "alice@build-7: Permission denied (keyboard-interactive)."));
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
