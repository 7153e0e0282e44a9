package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** Signatures as a token makes them, OpenSSH PROTOCOL.u2f, with every flag. */
class SecurityKeyTest {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
  private static final String ED25519 = SecurityKeyEd25519PublicKey.TYPE;
  private static final String ECDSA = SecurityKeyEcdsaPublicKey.TYPE;
  private static final String WEBAUTHN = SecurityKeyEcdsaPublicKey.WEBAUTHN;
  private static final String CLIENT_DATA =
      "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"https://example.org\"";

  private final PrivateKey ed25519 = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final PrivateKey ecdsa = PrivateKey.generate("ecdsa-sha2-nistp256", new SecureRandom());
  private final SecurityKeyPublicKey edToken =
      new SecurityKeyEd25519PublicKey((Ed25519PublicKey) ed25519.publicKey(), "ssh:");
  private final SecurityKeyPublicKey ecToken =
      new SecurityKeyEcdsaPublicKey((EcdsaPublicKey) ecdsa.publicKey(), "ssh:");

  /** What stands between a signature blob's name and its end. */
  private static byte[] raw(PrivateKey key, byte[] signed) throws Exception {
    String algorithm = key.publicKey().signatureAlgorithms().getFirst();
    SshReader in = new SshReader("signature", key.sign(algorithm, signed));
    in.string("algorithm");
    return in.string("signature");
  }

  private static byte[] signed(String application, int flags, byte[] extensions, byte[] message) {
    return new SshWriter()
        .bytes(Hash.of("SHA-256", application.getBytes(StandardCharsets.UTF_8)))
        .uint8(flags)
        .uint32(9)
        .bytes(extensions)
        .bytes(Hash.of("SHA-256", message))
        .toByteArray();
  }

  private byte[] signature(String algorithm, int flags) throws Exception {
    PrivateKey key = algorithm.equals(ED25519) ? ed25519 : ecdsa;
    return new SshWriter()
        .string(algorithm)
        .string(raw(key, signed("ssh:", flags, new byte[0], DATA)))
        .uint8(flags)
        .uint32(9)
        .toByteArray();
  }

  private byte[] webauthn(String clientData, int flags, byte[] extensions, String origin)
      throws Exception {
    byte[] json = clientData.getBytes(StandardCharsets.UTF_8);
    return new SshWriter()
        .string(WEBAUTHN)
        .string(raw(ecdsa, signed("ssh:", flags, extensions, json)))
        .uint8(flags)
        .uint32(9)
        .string(origin)
        .string(json)
        .string(extensions)
        .toByteArray();
  }

  private static String clientData() {
    return CLIENT_DATA.formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(DATA));
  }

  @Test
  void keys_read_back_equal() throws MalformedException {
    for (SecurityKeyPublicKey key : new SecurityKeyPublicKey[] {edToken, ecToken}) {
      assertThat(PublicKeys.read(key.blob())).isEqualTo(key);
      assertThat(key.application()).isEqualTo("ssh:");
    }
  }

  @Test
  void flags_and_counter_are_what_the_token_said() throws Exception {
    var said = edToken.verifyAssertion(ED25519, DATA, signature(ED25519, 5));
    assertThat(said).contains(new SecurityKeyAssertion(5, 9));
    assertThat(said.orElseThrow().userPresent()).isTrue();
    assertThat(said.orElseThrow().userVerified()).isTrue();
    assertThat(ecToken.verifyAssertion(ECDSA, DATA, signature(ECDSA, 1)))
        .contains(new SecurityKeyAssertion(1, 9));
  }

  @Test
  void a_signature_without_a_touch_is_refused_unless_the_caller_looks_at_the_flags_itself()
      throws Exception {
    assertThat(edToken.verify(ED25519, DATA, signature(ED25519, 1))).isTrue();
    assertThat(edToken.verify(ED25519, DATA, signature(ED25519, 0))).isFalse();
    assertThat(edToken.verify(ED25519, DATA, signature(ED25519, 4))).isFalse();
    assertThat(edToken.verifyAssertion(ED25519, DATA, signature(ED25519, 0))).isPresent();
    assertThat(ecToken.verify(ECDSA, DATA, signature(ECDSA, 0))).isFalse();
  }

  @Test
  void a_signature_for_another_application_is_refused() throws Exception {
    var other = new SecurityKeyEd25519PublicKey((Ed25519PublicKey) ed25519.publicKey(), "web:");
    assertThat(other.verify(ED25519, DATA, signature(ED25519, 1))).isFalse();
  }

  @Test
  void a_plain_signature_is_not_one_of_a_token() throws Exception {
    byte[] plain = ed25519.sign("ssh-ed25519", DATA);
    assertThat(edToken.verify(ED25519, DATA, plain)).isFalse();
    assertThat(edToken.verify("ssh-ed25519", DATA, plain)).isFalse();
    assertThat(ed25519.publicKey().verify("ssh-ed25519", DATA, signature(ED25519, 1))).isFalse();
  }

  @Test
  void a_signature_of_a_browser_verifies_by_its_own_algorithm_only() throws Exception {
    byte[] signature = webauthn(clientData() + ",\"x\":1}", 1, new byte[0], "https://example.org");
    assertThat(ecToken.verify(WEBAUTHN, DATA, signature)).isTrue();
    assertThat(ecToken.verify(ECDSA, DATA, signature)).isFalse();
    assertThat(ecToken.verify(WEBAUTHN, new byte[1], signature)).isFalse();
    assertThat(ecToken.verify(WEBAUTHN, DATA, signature(ECDSA, 1))).isFalse();
  }

  @Test
  void extensions_of_a_browsers_signature_are_there_exactly_when_a_flag_says_so() throws Exception {
    String json = clientData() + "}";
    String origin = "https://example.org";
    assertThat(ecToken.verify(WEBAUTHN, DATA, webauthn(json, 0x81, new byte[3], origin))).isTrue();
    assertThat(ecToken.verify(WEBAUTHN, DATA, webauthn(json, 0x81, new byte[0], origin))).isFalse();
    assertThat(ecToken.verify(WEBAUTHN, DATA, webauthn(json, 0x01, new byte[3], origin))).isFalse();
    assertThat(ecToken.verify(WEBAUTHN, DATA, webauthn(json, 0x41, new byte[0], origin))).isFalse();
  }

  @Test
  void client_data_about_another_message_or_origin_is_refused() throws Exception {
    String json = clientData() + "}";
    assertThat(ecToken.verify(WEBAUTHN, DATA, webauthn(json, 1, new byte[0], "https://evil")))
        .isFalse();
    assertThat(
            ecToken.verify(WEBAUTHN, DATA, webauthn("{}", 1, new byte[0], "https://example.org")))
        .isFalse();
    String quoted = "https://example.org\",\"x\":\"";
    assertThat(ecToken.verify(WEBAUTHN, DATA, webauthn(json, 1, new byte[0], quoted))).isFalse();
  }
}
