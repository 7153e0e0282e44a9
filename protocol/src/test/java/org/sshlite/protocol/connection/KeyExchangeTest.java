package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** RFC 4253 §7–8 against a peer that breaks the rules. */
class KeyExchangeTest {
  private static final PrivateKey OTHER_KEY =
      PrivateKey.generate("ssh-ed25519", ConnectionPair.RANDOM);

  private static TransportOptions only(String method) {
    return TransportOptions.builder().kexMethods(List.of(method)).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlkem768x25519-sha256", "curve25519-sha256", "ecdh-sha2-nistp256"})
  void both_ends_agree_by_each_method(String method) {
    ConnectionPair pair = ConnectionPair.open(only(method), TransportOptions.defaults());
    assertThat(pair.client.info().negotiated().orElseThrow().kex().name()).isEqualTo(method);
    assertThat(pair.client.info().sessionIdentifier())
        .isEqualTo(pair.server.info().sessionIdentifier());
    assertThat(pair.judged).containsExactly(ConnectionPair.HOST_KEY.publicKey());
  }

  @Test
  void both_ends_agree_when_every_byte_comes_alone() {
    ConnectionPair pair = ConnectionPair.create();
    pair.clientCarrier.chunk(1);
    pair.serverCarrier.chunk(1);
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(pair.client.authenticated()).isCompleted();
  }

  // what a man in the middle, or a server that is another's, sends to a client

  @Test
  void a_changed_signature_is_refused() {
    Stage stage =
        reply(
            reply -> {
              byte[] signature = reply.signature().clone();
              signature[signature.length - 1] ^= 1;
              return new KexEcdhReply(reply.hostKey(), reply.serverBlob(), signature);
            });
    stage.assertRefused(Refusal.BadHostSignature.class);
    assertThat(stage.judged).isEmpty();
    assertThat(stage.farewell().reason()).isEqualTo(DisconnectReason.KEY_EXCHANGE_FAILED.code());
  }

  @Test
  void a_signature_by_another_key_is_refused_though_the_host_key_is_known() {
    Stage stage = client();
    stage.peer.replyEdit =
        reply ->
            new KexEcdhReply(
                reply.hostKey(), reply.serverBlob(), sign(OTHER_KEY, stage.peer.exchangeHash()));
    stage.answerInit();
    stage.assertRefused(Refusal.BadHostSignature.class);
  }

  @Test
  void a_signature_over_another_hash_is_refused() {
    Stage stage = client();
    stage.peer.replyEdit =
        reply ->
            new KexEcdhReply(
                reply.hostKey(), reply.serverBlob(), sign(ConnectionPair.HOST_KEY, new byte[32]));
    stage.answerInit();
    stage.assertRefused(Refusal.BadHostSignature.class);
  }

  @Test
  void another_host_key_in_the_reply_is_refused_before_anybody_judges_it() {
    Stage stage =
        reply(
            reply ->
                new KexEcdhReply(
                    OTHER_KEY.publicKey().blob(), reply.serverBlob(), reply.signature()));
    stage.assertRefused(Refusal.BadHostSignature.class);
    assertThat(stage.judged).isEmpty();
  }

  @Test
  void a_host_key_blob_that_is_no_key_is_refused() {
    reply(reply -> new KexEcdhReply(new byte[9], reply.serverBlob(), reply.signature()))
        .assertRefused(Refusal.Malformed.class);
  }

  @Test
  void an_empty_signature_is_refused() {
    reply(reply -> new KexEcdhReply(reply.hostKey(), reply.serverBlob(), new byte[0]))
        .assertRefused(Refusal.BadHostSignature.class);
  }

  @Test
  void a_changed_ephemeral_key_of_the_server_is_refused() {
    reply(
            reply ->
                new KexEcdhReply(reply.hostKey(), changed(reply.serverBlob()), reply.signature()))
        .assertRefused(Refusal.BadHostSignature.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void an_ephemeral_key_of_the_wrong_length_is_refused(int length) {
    Stage stage =
        reply(reply -> new KexEcdhReply(reply.hostKey(), new byte[length], reply.signature()));
    stage.assertRefused(Refusal.BadKeyExchange.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void an_ephemeral_key_of_low_order_is_refused(int first) {
    byte[] lowOrder = new byte[32];
    lowOrder[0] = (byte) first;
    reply(reply -> new KexEcdhReply(reply.hostKey(), lowOrder, reply.signature()))
        .assertRefused(Refusal.BadKeyExchange.class);
    Stage server = init(_ -> new KexEcdhInit(lowOrder));
    server.assertRefused(Refusal.BadKeyExchange.class);
    assertThat(server.farewell().reason()).isEqualTo(DisconnectReason.KEY_EXCHANGE_FAILED.code());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 5000})
  void a_client_blob_of_the_wrong_length_is_refused(int length) {
    init(_ -> new KexEcdhInit(new byte[length])).assertRefused(Refusal.BadKeyExchange.class);
  }

  @Test
  void a_changed_ephemeral_key_of_the_client_leads_to_another_hash() {
    ConnectionPair pair = new ConnectionPair(only("curve25519-sha256"), only("curve25519-sha256"));
    pair.clientCarrier.alter(bytes -> flip(bytes, KexEcdhInit.NUMBER, 20));
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(refusal(pair.clientEnding())).isInstanceOf(Refusal.BadHostSignature.class);
  }

  @Test
  void a_changed_KEXINIT_leads_to_another_hash() {
    ConnectionPair pair = ConnectionPair.create();
    pair.serverCarrier.alter(bytes -> flip(bytes, KexInit.NUMBER, 1)); // the cookie
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(refusal(pair.clientEnding())).isInstanceOf(Refusal.BadHostSignature.class);
  }

  @Test
  void a_key_that_is_not_believed_ends_the_connection_without_a_word_about_it_to_the_peer() {
    ConnectionPair pair =
        new ConnectionPair(TransportOptions.defaults(), TransportOptions.defaults(), OTHER_KEY);
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(refusal(pair.clientEnding()).explain()).isEqualTo("not the key that the test knows");
    assertThat(pair.serverEnding())
        .isEqualTo(
            new Ending.Disconnected(
                DisconnectReason.HOST_KEY_NOT_VERIFIABLE.code(), "Host key verification failed"));
  }

  @Test
  void a_host_key_that_cannot_sign_ends_the_connection_with_the_reason_on_this_side_only() {
    ConnectionPair pair =
        new ConnectionPair(
            TransportOptions.defaults(),
            TransportOptions.defaults(),
            new BrokenKey(new IOException("token removed")));
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(pair.serverEnding().explain()).contains("token removed");
    assertThat(pair.clientEnding().explain()).contains("internal error").doesNotContain("token");
  }

  @Test
  void an_error_in_what_runs_off_the_loop_ends_the_connection_too() {
    ConnectionPair pair =
        new ConnectionPair(
            TransportOptions.defaults(),
            TransportOptions.defaults(),
            new BrokenKey(new StackOverflowError()));
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(pair.serverEnding()).isInstanceOf(Ending.Failed.class);
  }

  // messages out of turn

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_second_KEXINIT_is_refused(Role role) {
    Stage stage = Stage.of(role).identified();
    stage.peer.sendKexInit();
    stage.peer.sendKexInit();
    stage.settle();
    assertThat(stage.refusal())
        .isInstanceOfSatisfying(
            Refusal.OutOfTurn.class, r -> assertThat(r.number()).isEqualTo(KexInit.NUMBER));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void NEWKEYS_instead_of_KEXINIT_is_refused(Role role) {
    assertOutOfTurn(Stage.of(role).identified().send(new NewKeys()));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void NEWKEYS_before_there_are_keys_is_refused(Role role) {
    Stage stage = Stage.of(role).identified();
    stage.peer.sendKexInit();
    stage.settle();
    assertOutOfTurn(stage.send(new NewKeys()));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_second_NEWKEYS_is_refused(Role role) {
    assertOutOfTurn(Stage.of(role).keys().send(new NewKeys()));
  }

  @Test
  void a_reply_to_a_server_is_refused() {
    Stage stage = Stage.server().identified();
    stage.peer.sendKexInit();
    assertOutOfTurn(stage.send(new KexEcdhReply(new byte[1], new byte[1], new byte[1])));
  }

  @Test
  void an_init_to_a_client_is_refused() {
    Stage stage = Stage.client().identified();
    stage.peer.sendKexInit();
    assertOutOfTurn(stage.send(new KexEcdhInit(new byte[32])));
  }

  @Test
  void a_second_init_is_refused() {
    Stage stage = Stage.server().identified();
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    stage.peer.sendInit();
    stage.peer.sendInit();
    stage.settle();
    stage.assertRefused(Refusal.OutOfTurn.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_message_of_no_method_we_have_is_refused_while_keys_are_made(Role role) {
    Stage stage = Stage.of(role).identified();
    stage.peer.sendKexInit();
    assertOutOfTurn(stage.send(new byte[] {41, 1, 2, 3}));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_key_exchange_message_is_refused_when_no_key_exchange_runs(Role role) {
    assertOutOfTurn(Stage.of(role).open().send(new KexEcdhInit(new byte[32])));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 19, 22, 29, 50, 52, 80, 90, 94, 127, 192, 255})
  void nothing_else_may_come_before_there_are_keys(int number) {
    assertOutOfTurn(Stage.server().identified().send(new byte[] {(byte) number, 0, 0, 0, 0}));
    assertOutOfTurn(Stage.client().identified().send(new byte[] {(byte) number, 0, 0, 0, 0}));
  }

  @Test
  void a_truncated_KEXINIT_is_refused() {
    Stage stage = Stage.server().identified().send(new byte[] {20, 1, 2, 3});
    stage.assertRefused(Refusal.Malformed.class);
  }

  @Test
  void DISCONNECT_in_the_middle_ends_the_connection_with_the_peers_reason() {
    Stage stage = Stage.client().identified();
    stage.peer.sendKexInit();
    stage.send(new Disconnect(DisconnectReason.TOO_MANY_CONNECTIONS, "full"));
    assertThat(stage.ending()).isEqualTo(new Ending.Disconnected(12, "full"));
  }

  // guesses, RFC 4253 §7

  @Test
  void a_wrong_guess_of_a_client_is_skipped() {
    Stage stage = Stage.server(only("curve25519-sha256")).identified();
    stage.peer.kexInitEdit = kexInit -> guessing(kexInit, "other@example.com", "curve25519-sha256");
    stage.peer.sendKexInit();
    stage.peer.send(new KexEcdhInit(new byte[200]));
    stage.settle();
    stage.answerKex();
    stage.assertAlive();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(1);
  }

  @Test
  void a_wrong_guess_is_skipped_unread() {
    Stage stage = Stage.server(only("curve25519-sha256")).identified();
    stage.peer.kexInitEdit = kexInit -> guessing(kexInit, "other@example.com", "curve25519-sha256");
    stage.peer.sendKexInit();
    stage.peer.send(new byte[] {42, -1, -1, -1, -1});
    stage.settle();
    stage.answerKex();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(1);
  }

  @Test
  void a_wrong_guess_of_a_server_is_skipped() {
    Stage stage = client();
    stage.peer.kexInitEdit = kexInit -> guessing(kexInit, "other@example.com", "curve25519-sha256");
    stage.peer.sendKexInit();
    stage.peer.send(new byte[] {31, 1, 2, 3});
    stage.settle();
    stage.answerKex();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(1);
  }

  @Test
  void only_one_guess_is_skipped() {
    Stage stage = Stage.server(only("curve25519-sha256")).identified();
    stage.peer.kexInitEdit = kexInit -> guessing(kexInit, "other@example.com", "curve25519-sha256");
    stage.peer.sendKexInit();
    stage.peer.send(new KexEcdhInit(new byte[200]));
    stage.send(new KexEcdhInit(new byte[200]));
    stage.assertRefused(Refusal.BadKeyExchange.class);
  }

  @Test
  void NEWKEYS_is_no_guess() {
    Stage stage = Stage.server(only("curve25519-sha256")).identified();
    stage.peer.kexInitEdit = kexInit -> guessing(kexInit, "other@example.com", "curve25519-sha256");
    stage.peer.sendKexInit();
    assertOutOfTurn(stage.send(new NewKeys()));
  }

  @Test
  void a_right_guess_is_taken() {
    Stage stage = Stage.server(only("curve25519-sha256"), only("curve25519-sha256")).identified();
    stage.peer.kexInitEdit = kexInit -> guessing(hostKeyFirst(kexInit), "curve25519-sha256");
    stage.peer.sendKexInit();
    stage.peer.receiveKexInit();
    stage.peer.sendInit();
    stage.settle();
    stage.peer.receiveReply();
    stage.peer.sendNewKeys();
    stage.settle();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(1);
  }

  @Test
  void nothing_in_common_tells_both_sides_what_the_other_offers() {
    ConnectionPair pair =
        new ConnectionPair(only("curve25519-sha256"), only("mlkem768x25519-sha256"));
    pair.start();
    pair.exchangeUntilQuiet();
    assertThat(pair.clientEnding().explain())
        .isEqualTo(
            "no matching key exchange method found. Ours: curve25519-sha256."
                + " Theirs: mlkem768x25519-sha256");
    assertThat(pair.serverEnding().explain())
        .contains("Ours: mlkem768x25519-sha256. Theirs: curve25519-sha256");
  }

  @Test
  void a_service_request_before_NEWKEYS_is_refused() {
    Stage stage = Stage.server().identified();
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    stage.peer.sendInit();
    stage.settle();
    stage.assertAlive();
    assertThat(stage.send(new ServiceRequest("ssh-userauth")).ending())
        .isInstanceOf(Ending.Refused.class);
  }

  // ways there

  private static Stage client() {
    return Stage.client(only("curve25519-sha256")).identified();
  }

  /** A client that got this reply. */
  private static Stage reply(UnaryOperator<KexEcdhReply> edit) {
    Stage stage = client();
    stage.peer.replyEdit = edit;
    return stage.answerInit();
  }

  /** A server that got this blob. */
  private static Stage init(UnaryOperator<KexEcdhInit> edit) {
    Stage stage = Stage.server(only("curve25519-sha256")).identified();
    stage.peer.initEdit = edit;
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    stage.peer.sendInit();
    stage.settle();
    return stage;
  }

  private static KexInit guessing(KexInit from, String... methods) {
    return new KexInit(
        from.cookie(),
        NameList.of(methods),
        from.serverHostKeyAlgorithms(),
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        NameList.EMPTY,
        NameList.EMPTY,
        true);
  }

  private static KexInit hostKeyFirst(KexInit from) {
    return new KexInit(
        from.cookie(),
        from.kexAlgorithms(),
        NameList.of("ssh-ed25519"),
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        NameList.EMPTY,
        NameList.EMPTY,
        true);
  }

  /** Changes a bit of the message with this number, among packets before there are keys. */
  private static byte[] flip(byte[] bytes, int number, int at) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length > 0 && bytes[0] == 'S') {
      in.position(new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1);
    }
    while (in.remaining() > 6 && in.get(in.position() + 5) != NewKeys.NUMBER) {
      if (in.get(in.position() + 5) == number) {
        bytes[in.position() + 5 + at] ^= 1;
      }
      in.position(in.position() + 4 + in.getInt(in.position()));
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[copy.length / 2] ^= 4;
    return copy;
  }

  private static byte[] sign(PrivateKey key, byte[] data) {
    try {
      return key.sign("ssh-ed25519", data);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Refusal refusal(Ending ending) {
    return ((Ending.Refused) ending).refusal();
  }

  private static void assertOutOfTurn(Stage stage) {
    stage.assertRefused(Refusal.OutOfTurn.class);
    assertThat(stage.farewell().reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR.code());
  }
}
