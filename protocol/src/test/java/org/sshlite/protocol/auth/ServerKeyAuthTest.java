package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthRequest;

/** The method "publickey", RFC 4252 §7. */
class ServerKeyAuthTest extends ServerEnd {
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
    byte[] signature =
        key.sign(
            algorithm,
            SignedData.of(SESSION, "alice", new AuthMethod.PublicKey(algorithm, blob, null)));
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
    byte[] signature =
        Token.vouching(1)
            .sign(
                type, SignedData.of(SESSION, "alice", new AuthMethod.PublicKey(type, blob, null)));

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
