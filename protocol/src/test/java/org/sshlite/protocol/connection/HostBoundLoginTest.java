package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthRequest;

/** Which host key a login is bound to, and when: OpenSSH PROTOCOL §3.1. */
class HostBoundLoginTest {
  private static final String NAME = "publickey-hostbound@openssh.com";
  private static final byte[] HOST_KEY = ConnectionPair.HOST_KEY.publicKey().blob();

  private static ExtInfo announcing(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    return new ExtInfo(List.of(new ExtInfo.Extension(NAME, bytes)));
  }

  @Test
  void a_server_announces_it() {
    ExtInfo extInfo = (ExtInfo) Stage.server().keys().onlyAnswer();

    assertThat(extInfo.value(NAME).orElseThrow()).containsExactly('0');
  }

  // a client

  private static final class Wallet implements UserCredentials {
    private final boolean binds;
    private boolean given;

    Wallet(boolean binds) {
      this.binds = binds;
    }

    @Override
    public String user() {
      return "alice";
    }

    @Override
    public List<String> methods() {
      return List.of("publickey");
    }

    @Override
    public boolean bindsToHost() {
      return binds;
    }

    @Override
    public Optional<Signer> nextKey() {
      Optional<Signer> key = given ? Optional.empty() : Optional.of(ConnectionPair.USER_KEY);
      given = true;
      return key;
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.empty();
    }
  }

  /** What a client signs in answer to a server that takes its key. */
  private static AuthMethod.PublicKey signed(Wallet wallet, Message... announcements) {
    Stage stage = Stage.client();
    stage.credentials = Optional.of(wallet);
    stage.keys();
    stage.send(announcements);
    return signed(stage);
  }

  private static AuthMethod.PublicKey signed(Stage stage) {
    stage.send(new ServiceAccept("ssh-userauth"));
    stage.send(new UserauthFailure(NameList.of("publickey"), false));
    stage.peer.messages();
    stage.send(Payloads.pkOk());
    return (AuthMethod.PublicKey) ((UserauthRequest) stage.onlyAnswer()).method();
  }

  @Test
  void a_client_signs_for_the_host_that_it_has_verified() {
    AuthMethod.PublicKey signed = signed(new Wallet(true), announcing("0"));

    assertThat(signed.hostKey()).isEqualTo(HOST_KEY);
    assertThat(signed.signature()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "00", "0\0", "0,1"})
  void a_client_signs_for_no_host_where_another_version_is_announced(String value) {
    assertThat(signed(new Wallet(true), announcing(value)).hostKey()).isNull();
  }

  @Test
  void a_client_signs_for_no_host_where_nothing_is_announced_or_its_user_wants_none() {
    assertThat(signed(new Wallet(true)).hostKey()).isNull();
    assertThat(signed(new Wallet(false), announcing("0")).hostKey()).isNull();
  }

  // a server

  private static Stage serving(Stage stage) {
    stage.keys();
    stage.send(new ServiceRequest("ssh-userauth"));
    stage.peer.messages();
    return stage;
  }

  private static UserauthRequest naming(byte[] hostKey) {
    return new UserauthRequest(
        "alice",
        "ssh-connection",
        new AuthMethod.PublicKey(
            "ssh-ed25519", ConnectionPair.USER_KEY.publicKey().blob(), hostKey, null));
  }

  private static void assertCutOff(Stage stage) {
    assertThat(stage.refusal()).isInstanceOf(Refusal.Malformed.class);
    assertThat(stage.refusal().explain()).contains("server host key");
    assertThat(stage.farewell().reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR.code());
  }

  /** sshd does not look at whether it could announce it, either. */
  @Test
  void a_client_that_knows_of_no_extensions_may_use_it() {
    Stage stage = serving(Stage.server().lenient());
    stage.send(naming(HOST_KEY)).assertAlive();

    assertThat(stage.onlyAnswer()).isInstanceOf(UserauthFailure.class);
  }

  private static final PrivateKey OTHER =
      PrivateKey.generate("ecdsa-sha2-nistp256", ConnectionPair.RANDOM);

  /** A server with two host keys, of which the client takes one. */
  private static Stage ofTwoKeys(String algorithm) {
    Stage stage = Stage.serverWith(ConnectionPair.HOST_KEY, OTHER);
    stage.peer.kexInitEdit = kexInit -> taking(kexInit, algorithm);
    return stage;
  }

  private static KexInit taking(KexInit from, String hostKeyAlgorithm) {
    return new KexInit(
        from.cookie(),
        from.kexAlgorithms(),
        NameList.of(hostKeyAlgorithm),
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }

  @Test
  void the_key_that_was_agreed_on_is_the_one_that_counts() {
    byte[] other = OTHER.publicKey().blob();
    Stage first = serving(ofTwoKeys("ssh-ed25519"));
    assertCutOff(first.send(naming(other)));
    Stage second = serving(ofTwoKeys("ecdsa-sha2-nistp256"));
    assertCutOff(second.send(naming(HOST_KEY)));
    Stage third = serving(ofTwoKeys("ecdsa-sha2-nistp256"));
    third.send(naming(other)).assertAlive();
  }

  @Test
  void of_several_key_exchanges_the_first_counts() {
    Stage stage = serving(ofTwoKeys("ssh-ed25519"));
    stage.peer.kexInitEdit = kexInit -> taking(kexInit, "ecdsa-sha2-nistp256");
    stage.kex();
    assertThat(stage.peer.negotiated().hostKeyAlgorithm()).isEqualTo("ecdsa-sha2-nistp256");
    stage.peer.messages();

    stage.send(naming(HOST_KEY)).assertAlive();
    stage.peer.messages();
    assertCutOff(stage.send(naming(OTHER.publicKey().blob())));
  }

  /** A host's certificate is another key than the one in it. */
  @Test
  void of_a_host_with_a_certificate_the_certificate_counts() throws Exception {
    CertificateFields fields =
        new CertificateFields(
            ConnectionPair.HOST_KEY.publicKey(),
            CertificateType.HOST,
            1,
            "test",
            List.of("test"),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    Certificate certificate =
        Certificate.sign(fields, OTHER, "ecdsa-sha2-nistp256", ConnectionPair.RANDOM);
    CertifiedSigner certified = new CertifiedSigner(certificate, ConnectionPair.HOST_KEY);
    Supplier<Stage> stages =
        () -> {
          Stage stage = Stage.serverWith(certified, ConnectionPair.HOST_KEY);
          stage.peer.kexInitEdit = kexInit -> taking(kexInit, certificate.type());
          return serving(stage);
        };

    stages.get().send(naming(certificate.blob())).assertAlive();
    assertCutOff(stages.get().send(naming(HOST_KEY)));
  }
}
