package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.HostKeyProof;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;

/** draft-miller-sshm-hostkey-update, the server's side. */
class HostKeyAnnouncementTest {
  private static final PrivateKey HOST_KEY = ConnectionPair.HOST_KEY;
  private static final PrivateKey NEXT = RsaPrivateKey.generate(2048, ConnectionPair.RANDOM);
  private static final PublicKey STRANGE =
      PrivateKey.generate("ssh-ed25519", ConnectionPair.RANDOM).publicKey();

  private static byte[] list(PublicKey... keys) {
    SshWriter list = new SshWriter();
    for (PublicKey key : keys) {
      list.string(key.blob());
    }
    return list.toByteArray();
  }

  private static Signer certified(PrivateKey key) throws IOException {
    CertificateFields fields =
        new CertificateFields(
            key.publicKey(),
            CertificateType.HOST,
            1,
            "host",
            List.of("host"),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    return new CertifiedSigner(
        Certificate.sign(fields, HOST_KEY, "ssh-ed25519", ConnectionPair.RANDOM), key);
  }

  private static Stage open(Signer... announced) {
    Stage stage = Stage.server();
    stage.announced = List.of(announced);
    return stage.open();
  }

  private static Message prove(Stage stage, PublicKey... keys) {
    stage.peer.messages();
    stage.send(
        new GlobalRequest(new GlobalRequestType.Unknown(HostKeyProof.NAME, list(keys)), true));
    return stage.onlyAnswer();
  }

  @Test
  void all_plain_keys_are_announced_once_the_user_is_logged_in() throws Exception {
    Stage stage = open(HOST_KEY, NEXT, certified(HOST_KEY));
    assertThat(stage.greeting)
        .last()
        .isInstanceOfSatisfying(
            GlobalRequest.class,
            request -> {
              var type = (GlobalRequestType.Unknown) request.type();
              assertThat(type.name()).isEqualTo("hostkeys-00@openssh.com");
              assertThat(request.wantReply()).isFalse();
              assertThat(type.data()).isEqualTo(list(HOST_KEY.publicKey(), NEXT.publicKey()));
            });
  }

  @Test
  void each_key_asked_for_is_proved_by_a_signature_of_its_own() throws Exception {
    Stage stage = open(HOST_KEY, NEXT);
    RequestSuccess success = (RequestSuccess) prove(stage, NEXT.publicKey(), HOST_KEY.publicKey());
    SshReader proofs = new SshReader("proofs", success.data());
    byte[] session = stage.end.info().sessionIdentifier();
    byte[] rsa = proofs.string("first");
    assertThat(HostKeyProof.proves(NEXT.publicKey(), session, rsa)).isTrue();
    assertThat(new SshReader("signature", rsa).ascii("algorithm")).isEqualTo("rsa-sha2-512");
    assertThat(HostKeyProof.proves(HOST_KEY.publicKey(), session, proofs.string("second")))
        .isTrue();
    assertThat(proofs.remaining()).isZero();
  }

  @Test
  void a_key_that_is_not_ours_is_not_signed_with_any_of_ours() {
    assertThat(prove(open(HOST_KEY, NEXT), NEXT.publicKey(), STRANGE))
        .isInstanceOf(RequestFailure.class);
  }

  @Test
  void one_key_again_and_again_is_refused() {
    assertThat(prove(open(HOST_KEY), HOST_KEY.publicKey(), HOST_KEY.publicKey()))
        .isInstanceOf(RequestFailure.class);
  }

  @Test
  void keys_are_proved_eight_times_and_no_more() {
    Stage stage = open(HOST_KEY);
    for (int i = 0; i < 8; i++) {
      assertThat(prove(stage, HOST_KEY.publicKey())).isInstanceOf(RequestSuccess.class);
    }
    assertThat(prove(stage, HOST_KEY.publicKey())).isInstanceOf(RequestFailure.class);
    stage.assertAlive();
  }

  @Test
  void what_is_no_key_fails_and_the_connection_goes_on() {
    Stage stage = open(HOST_KEY);
    stage.peer.messages();
    stage.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown(HostKeyProof.NAME, new byte[] {0, 0, 0, 9, 1}), true));
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestFailure.class);
    assertThat(prove(stage, HOST_KEY.publicKey())).isInstanceOf(RequestSuccess.class);
  }

  @Test
  void replies_keep_the_order_of_their_requests() {
    Stage stage = open(HOST_KEY);
    stage.peer.messages();
    stage.peer.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown(HostKeyProof.NAME, list(HOST_KEY.publicKey())), true));
    stage.peer.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown("keepalive@openssh.com", new byte[0]), true));
    stage.settle();
    assertThat(stage.peer.messages())
        .hasExactlyElementsOfTypes(RequestSuccess.class, RequestFailure.class);
  }

  @Test
  void nothing_is_signed_where_no_reply_is_wanted_or_nothing_was_announced() {
    Stage stage = open(HOST_KEY);
    stage.peer.messages();
    stage.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown(HostKeyProof.NAME, list(HOST_KEY.publicKey())), false));
    assertThat(stage.peer.payloads()).isEmpty();
    assertThat(prove(open(), HOST_KEY.publicKey())).isInstanceOf(RequestFailure.class);
  }
}
