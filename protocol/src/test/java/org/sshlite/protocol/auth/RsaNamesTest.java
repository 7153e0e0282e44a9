package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.SessionIdentity;

/**
 * RSA keys under the names of RFC 8332, which programs mix up: a blob says which key it is, the
 * algorithm of the request how it signs.
 */
class RsaNamesTest extends ServerEnd {
  private static final PrivateKey RSA = RsaPrivateKey.generate(2048, new SecureRandom());
  private static final byte[] BLOB = RSA.publicKey().blob();

  /** The key, calling itself by another name. */
  private static byte[] blobNamed(String name) {
    int fields = 4 + "ssh-rsa".length();
    return new SshWriter()
        .string(name)
        .bytes(Arrays.copyOfRange(BLOB, fields, BLOB.length))
        .toByteArray();
  }

  // a server

  /** As dev-tunnels-ssh 3.12. */
  @ParameterizedTest
  @ValueSource(strings = {"rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"})
  void a_key_may_call_itself_by_what_it_signs_by(String name) throws Exception {
    users.withKey(RSA.publicKey());
    AuthEnd end = serving(server(3, "rsa-sha2-512", "rsa-sha2-256"));
    byte[] blob = blobNamed(name);

    AuthMethod query = new AuthMethod.PublicKey("rsa-sha2-512", blob, null);
    UserauthPkOk answer =
        ((UserauthMethodMessage) end.receive(request("alice", query)).onlySent()).pkOk();
    assertThat(answer.algorithm()).isEqualTo("rsa-sha2-512");
    assertThat(answer.blob()).isEqualTo(blob);

    byte[] data =
        SignedData.of(SESSION, "alice", new AuthMethod.PublicKey("rsa-sha2-512", blob, null));
    byte[] signature = RSA.sign("rsa-sha2-512", data);
    AuthMethod signed = new AuthMethod.PublicKey("rsa-sha2-512", blob, signature);
    assertThat(end.receive(request("alice", signed)).hasSucceeded()).isTrue();
  }

  @Test
  void its_name_changes_nothing_about_what_it_must_sign() throws Exception {
    users.withKey(RSA.publicKey());
    byte[] data =
        SignedData.of(SESSION, "alice", new AuthMethod.PublicKey("rsa-sha2-512", BLOB, null));
    byte[] signature = RSA.sign("rsa-sha2-512", data);
    AuthMethod signed =
        new AuthMethod.PublicKey("rsa-sha2-512", blobNamed("rsa-sha2-512"), signature);

    assertThat(serving(server(3, "rsa-sha2-512")).receive(request("alice", signed)).onlySent())
        .isEqualTo(FAILURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh-ed25519", "rsa-sha2-1024", "ecdsa-sha2-nistp256", "ssh-dss"})
  void a_name_of_another_kind_of_key_is_not_taken(String name) throws Exception {
    users.withKey(RSA.publicKey());
    AuthMethod query = new AuthMethod.PublicKey("rsa-sha2-512", blobNamed(name), null);

    assertThat(serving(server(3, "rsa-sha2-512")).receive(request("alice", query)).onlySent())
        .isEqualTo(FAILURE);
  }

  @Test
  void one_key_under_two_names_cannot_stand_for_two_steps() throws Exception {
    users.withKey(RSA.publicKey()).afterKey(new AuthDecision.Partial(NameList.of("publickey")));
    AuthEnd end = serving(server(3, "rsa-sha2-512"));
    end.receive(signedAs("ssh-rsa")).sent();
    users.afterKey(new AuthDecision.Accepted());

    end.receive(signedAs("rsa-sha2-512"));
    assertThat(end.hasSucceeded()).isFalse();
    assertThat(users.refusals)
        .containsExactly("refusing previously-used key " + RSA.publicKey().fingerprint());
  }

  private static UserauthRequest signedAs(String name) throws Exception {
    byte[] blob = blobNamed(name);
    byte[] data =
        SignedData.of(SESSION, "alice", new AuthMethod.PublicKey("rsa-sha2-512", blob, null));
    return request(
        "alice", new AuthMethod.PublicKey("rsa-sha2-512", blob, RSA.sign("rsa-sha2-512", data)));
  }

  // a client

  private final Wallet wallet = new Wallet().withKeys(RSA);

  /** Up to where the query for the key, by rsa-sha2-256, waits for its answer. */
  private AuthEnd querying() throws Exception {
    AuthEnd client =
        new AuthEnd(
            AuthState.client(
                new ClientAuthOptions(
                    wallet, "build-7", List.of("rsa-sha2-256"), List::of, () -> false),
                new SessionIdentity(SESSION, HOST_KEY)));
    client.start().receive(new ServiceAccept("ssh-userauth")).receive(FAILURE);
    client.sent();
    return client;
  }

  /** npm's ssh2 1.17 answers each question about an RSA key by ssh-rsa. */
  @ParameterizedTest
  @ValueSource(strings = {"ssh-rsa", "rsa-sha2-512", "rsa-sha2-256"})
  void a_key_signs_as_was_asked_whatever_of_its_names_the_answer_has(String name) throws Exception {
    UserauthRequest request =
        (UserauthRequest) querying().receive(new UserauthPkOk(name, BLOB)).onlySent();
    AuthMethod.PublicKey signed = (AuthMethod.PublicKey) request.method();

    assertThat(signed.algorithm()).isEqualTo("rsa-sha2-256");
    assertThat(
            RSA.publicKey()
                .verify(
                    "rsa-sha2-256",
                    SignedData.of(
                        SESSION, "alice", new AuthMethod.PublicKey("rsa-sha2-256", BLOB, null)),
                    signed.signature()))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh-dss", "ssh-ed25519", "rsa-sha2-256-cert-v01@openssh.com", ""})
  void an_answer_that_names_another_kind_of_key_is_refused(String name) throws Exception {
    AuthEnd client = querying();

    assertThat(refusal(() -> client.receive(new UserauthPkOk(name, BLOB))))
        .isInstanceOf(Refusal.Malformed.class);
  }
}
