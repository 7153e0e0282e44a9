package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthSuccess;

/** "publickey" of a client, RFC 4252 §7. */
class ClientKeyAuthTest extends ClientEnd {
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
                    SignedData.of(
                        SESSION,
                        "alice",
                        new AuthMethod.PublicKey("ssh-ed25519", key.blob(), null)),
                    signed.signature()))
        .isTrue();
    client.receive(new UserauthSuccess());
    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "publickey"));
  }

  @Test
  void the_data_that_is_signed_is_that_of_the_RFC() {
    byte[] data =
        SignedData.of(
            new byte[] {1, 2}, "u", new AuthMethod.PublicKey("alg", new byte[] {3}, null));

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
  void a_signature_names_the_host_where_it_may_and_a_query_does_not() throws Exception {
    hostBound = true;
    wallet.withKeys(key);
    var query = (AuthMethod.PublicKey) onlyMethod(asking().receive(BOTH));
    assertThat(query.name()).isEqualTo("publickey");

    client.receive(new UserauthPkOk("ssh-ed25519", key.blob()));
    var signed = (AuthMethod.PublicKey) onlyMethod(client);
    assertThat(signed.name()).isEqualTo("publickey-hostbound-v00@openssh.com");
    assertThat(signed.hostKey()).isEqualTo(HOST_KEY);
    byte[] data =
        SignedData.of(
            SESSION, "alice", new AuthMethod.PublicKey("ssh-ed25519", key.blob(), HOST_KEY, null));
    assertThat(key.publicKey().verify("ssh-ed25519", data, signed.signature())).isTrue();
    client.receive(new UserauthSuccess());
    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "publickey"));
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
}
