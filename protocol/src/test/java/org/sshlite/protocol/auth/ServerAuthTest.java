package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
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
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

class ServerAuthTest {
  private static final byte[] SESSION = "session identifier".getBytes(StandardCharsets.US_ASCII);
  private static final UserauthFailure FAILURE =
      new UserauthFailure(NameList.of("publickey", "password"), false);

  private final CountingKey key = new CountingKey();
  private final Directory users = new Directory().withPassword("sesame").withKey(key.publicKey());
  private final AuthEnd server = server(3, "ssh-ed25519");

  private AuthEnd server(int maximumFailures, String... signatureAlgorithms) {
    return new AuthEnd(
        AuthState.server(
            new ServerAuthOptions(users, List.of(signatureAlgorithms), maximumFailures), SESSION));
  }

  private AuthEnd serving() throws RefusedException {
    return serving(server);
  }

  private static AuthEnd serving(AuthEnd server) throws RefusedException {
    server.receive(new ServiceRequest("ssh-userauth"));
    server.sent();
    return server;
  }

  private static UserauthRequest request(String user, AuthMethod method) {
    return new UserauthRequest(user, "ssh-connection", method);
  }

  private static UserauthRequest none() {
    return request("alice", new AuthMethod.None());
  }

  private static UserauthRequest password(String text) {
    return password(text.getBytes(StandardCharsets.UTF_8));
  }

  private static UserauthRequest password(byte[] bytes) {
    return request("alice", new AuthMethod.Password(new SecretBytes(bytes), null));
  }

  private UserauthRequest query(String algorithm) {
    return request("alice", new AuthMethod.PublicKey(algorithm, key.blob(), null));
  }

  private UserauthRequest signed(CountingKey by, byte[] session, String user, String algorithm)
      throws Exception {
    byte[] signature = by.sign("ssh-ed25519", SignedData.of(session, user, algorithm, by.blob()));
    return request("alice", new AuthMethod.PublicKey("ssh-ed25519", by.blob(), signature));
  }

  private UserauthRequest signed() throws Exception {
    return signed(key, SESSION, "alice", "ssh-ed25519");
  }

  private static Refusal refusal(ThrowingCallable action) {
    return catchThrowableOfType(RefusedException.class, action).refusal();
  }

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
        .isInstanceOf(Refusal.LimitExceeded.class);
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

  @Test
  void a_change_of_the_password_fails_without_asking() throws Exception {
    AuthMethod change =
        new AuthMethod.Password(
            new SecretBytes("sesame".getBytes(StandardCharsets.UTF_8)),
            new SecretBytes("barley".getBytes(StandardCharsets.UTF_8)));

    assertThat(serving().receive(request("alice", change)).onlySent()).isEqualTo(FAILURE);
    assertThat(users.passwords).isEmpty();
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

  // keys

  @Test
  void a_query_is_answered_by_the_same_algorithm_and_key() throws Exception {
    serving().receive(query("ssh-ed25519"));
    var answer = ((UserauthMethodMessage) server.onlySent()).pkOk();

    assertThat(answer.algorithm()).isEqualTo("ssh-ed25519");
    assertThat(answer.blob()).isEqualTo(key.blob());
    assertThat(server.hasSucceeded()).isFalse();
    assertThat(users.asked).doesNotContain("publicKey alice ssh-ed25519");
  }

  @Test
  void a_signature_succeeds_with_and_without_a_query_before_it() throws Exception {
    serving().receive(query("ssh-ed25519")).receive(signed());

    assertThat(server.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "publickey"));
    assertThat(serving(server(3, "ssh-ed25519")).receive(signed()).hasSucceeded()).isTrue();
  }

  @Test
  void a_key_that_is_not_accepted_fails_however_well_it_signs() throws Exception {
    CountingKey other = new CountingKey();

    assertThat(serving().receive(signed(other, SESSION, "alice", "ssh-ed25519")).onlySent())
        .isEqualTo(FAILURE);
    assertThat(users.asked).doesNotContain("publicKey alice ssh-ed25519");
  }

  @Test
  void a_signature_of_another_session_fails() throws Exception {
    byte[] other = "session identifieR".getBytes(StandardCharsets.US_ASCII);

    assertFails(signed(key, other, "alice", "ssh-ed25519"));
  }

  @Test
  void a_signature_for_another_user_fails() throws Exception {
    assertFails(signed(key, SESSION, "bob", "ssh-ed25519"));
  }

  @Test
  void a_signature_over_another_algorithm_name_fails() throws Exception {
    assertFails(signed(key, SESSION, "alice", "ssh-ed25519-cert-v01@openssh.com"));
  }

  @Test
  void a_signature_that_names_another_algorithm_fails() throws Exception {
    AuthMethod.PublicKey method = (AuthMethod.PublicKey) signed().method();
    byte[] signature = method.signature().clone();
    signature[4] = 'S';

    assertFails(request("alice", new AuthMethod.PublicKey("ssh-ed25519", key.blob(), signature)));
  }

  @Test
  void a_signature_of_the_session_identifier_alone_fails() throws Exception {
    byte[] signature = key.sign("ssh-ed25519", SESSION);

    assertFails(request("alice", new AuthMethod.PublicKey("ssh-ed25519", key.blob(), signature)));
  }

  @Test
  void an_empty_signature_fails() throws Exception {
    assertFails(request("alice", new AuthMethod.PublicKey("ssh-ed25519", key.blob(), new byte[0])));
  }

  private void assertFails(UserauthRequest request) throws Exception {
    assertThat(serving().receive(request).onlySent()).isEqualTo(FAILURE);
    assertThat(users.asked).doesNotContain("publicKey alice ssh-ed25519");
  }

  @Test
  void an_algorithm_that_is_not_accepted_fails_without_asking() throws Exception {
    AuthEnd strict = serving(server(3, "rsa-sha2-512"));

    assertThat(strict.receive(signed()).onlySent()).isEqualTo(FAILURE);
    assertThat(users.asked).containsExactly("methods alice");
  }

  @Test
  void an_algorithm_that_does_not_fit_the_key_fails_without_asking() throws Exception {
    AuthEnd lenient = serving(server(3, "rsa-sha2-512", "ssh-ed25519"));

    assertThat(lenient.receive(query("rsa-sha2-512")).onlySent()).isEqualTo(FAILURE);
    assertThat(users.asked).containsExactly("methods alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssh-ed25519", "\0\0\0\u000bssh-ed25519\0\0\0\u0002ab"})
  void a_blob_that_is_no_key_fails(String blob) throws Exception {
    AuthMethod method =
        new AuthMethod.PublicKey("ssh-ed25519", blob.getBytes(StandardCharsets.ISO_8859_1), null);

    assertThat(serving().receive(request("alice", method)).onlySent()).isEqualTo(FAILURE);
  }

  // partial success

  @Test
  void partial_success_leads_to_the_methods_that_are_left() throws Exception {
    users.afterKey(new AuthDecision.Partial(NameList.of("password")));

    assertThat(serving().receive(signed()).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("password"), true));
    assertThat(server.receive(signed()).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("password"), false));
    assertThat(server.receive(password("sesame")).hasSucceeded()).isTrue();
  }

  @Test
  void partial_success_is_no_failure() throws Exception {
    users.afterKey(new AuthDecision.Partial(NameList.of("password")));

    serving().receive(signed()).receive(password("a")).receive(password("b"));

    assertThat(server.receive(password("sesame")).hasSucceeded()).isTrue();
  }

  @Test
  void one_key_cannot_stand_for_two_steps() throws Exception {
    CountingKey second = new CountingKey();
    users.withKey(second.publicKey()).afterKey(new AuthDecision.Partial(NameList.of("publickey")));
    serving().receive(signed()).sent();
    users.afterKey(new AuthDecision.Accepted());

    assertThat(server.receive(signed()).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("publickey"), false));
    assertThat(server.receive(signed(second, SESSION, "alice", "ssh-ed25519")).hasSucceeded())
        .isTrue();
  }

  private static CertifiedSigner certified(Signer key) throws Exception {
    PrivateKey ca = PrivateKey.generate("ssh-ed25519", new SecureRandom());
    CertificateFields fields =
        new CertificateFields(
            key.publicKey(),
            CertificateType.USER,
            1,
            "alice",
            List.of("alice"),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    return new CertifiedSigner(
        Certificate.sign(fields, ca, "ssh-ed25519", new SecureRandom()), key);
  }

  private static UserauthRequest signedBy(Signer key) throws Exception {
    String algorithm = key.publicKey().signatureAlgorithms().getFirst();
    byte[] blob = key.publicKey().blob();
    byte[] signature = key.sign(algorithm, SignedData.of(SESSION, "alice", algorithm, blob));
    return request("alice", new AuthMethod.PublicKey(algorithm, blob, signature));
  }

  @Test
  void a_certificate_does_not_make_two_keys_of_one() throws Exception {
    CertifiedSigner certified = certified(key);
    AuthEnd both = server(3, "ssh-ed25519", certified.publicKey().type());
    users
        .withKey(certified.publicKey())
        .afterKey(new AuthDecision.Partial(NameList.of("publickey")));
    serving(both).receive(signedBy(certified)).sent();
    users.afterKey(new AuthDecision.Accepted());

    assertThat(both.receive(signedBy(key)).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("publickey"), false));
    assertThat(users.refusals)
        .containsExactly("refusing previously-used key " + key.publicKey().fingerprint());
  }

  // tokens, and keys that are refused before the application is asked

  @Test
  void a_token_that_nobody_touched_is_for_the_application_to_judge() throws Exception {
    for (Token token : List.of(Token.vouching(0), Token.vouching(1))) {
      for (Signer signer : List.of(token, certified(token))) {
        users.withKey(signer.publicKey());
        AuthEnd end = serving(server(3, signer.publicKey().type()));
        assertThat(end.receive(signedBy(signer)).hasSucceeded()).isEqualTo(token.flags() == 1);
      }
    }
    Token untouched = Token.vouching(0);
    users.withKey(untouched.publicKey()).withoutTouch();
    AuthEnd end = serving(server(3, untouched.publicKey().type()));
    assertThat(end.receive(signedBy(untouched)).hasSucceeded()).isTrue();
  }

  @Test
  void a_tokens_signature_by_another_token_counts_for_nothing() throws Exception {
    Token token = Token.vouching(1);
    users.withKey(token.publicKey()).withoutTouch();
    String type = token.publicKey().type();
    byte[] blob = token.publicKey().blob();
    byte[] signature = Token.vouching(1).sign(type, SignedData.of(SESSION, "alice", type, blob));

    assertThat(
            serving(server(3, type))
                .receive(request("alice", new AuthMethod.PublicKey(type, blob, signature)))
                .onlySent())
        .isEqualTo(FAILURE);
    assertThat(users.refusals)
        .containsExactly("the signature is not one of key " + token.publicKey().fingerprint());
  }

  @Test
  void the_log_learns_why_a_key_was_not_even_asked_about_and_the_peer_does_not() throws Exception {
    assertThat(serving().receive(query("rsa-sha2-512")).onlySent()).isEqualTo(FAILURE);
    byte[] noKey = {0, 0, 0, 1, 'x'};
    server.receive(request("alice", new AuthMethod.PublicKey("ssh-ed25519", noKey, null)));
    assertThat(users.refusals)
        .containsExactly(
            "signature algorithm rsa-sha2-512 not in PubkeyAcceptedAlgorithms",
            "refusing ssh-ed25519 key: public key: type: \"x\" is not supported");
    assertThat(users.asked).noneMatch(asked -> asked.startsWith("acceptable"));
  }

  @Test
  void what_keys_may_be_is_the_applications_to_say() throws Exception {
    PrivateKey rsa = RsaPrivateKey.generate(2048, new SecureRandom());
    users.withKey(rsa.publicKey());
    String[] algorithms = rsa.publicKey().signatureAlgorithms().toArray(String[]::new);
    assertThat(serving(server(3, algorithms)).receive(signedBy(rsa)).hasSucceeded()).isTrue();
    users.withRules(new UserKeyRules(List.of(algorithms), 3072));
    assertThat(serving(server(3, algorithms)).receive(signedBy(rsa)).onlySent()).isEqualTo(FAILURE);
    assertThat(users.refusals).last().asString().contains("2048 bits, fewer than 3072");
    users.withRules(new UserKeyRules(List.of("ssh-ed25519"), 2048));
    assertThat(serving(server(3, algorithms)).receive(signedBy(rsa)).onlySent()).isEqualTo(FAILURE);
  }
}
