package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthRequest;

/** A server and "publickey-hostbound-v00@openssh.com", OpenSSH PROTOCOL §3.1. */
class HostBoundTest extends ServerEnd {
  private static final Refusal WRONG_KEY =
      new Refusal.Malformed(
          "SSH_MSG_USERAUTH_REQUEST", "server host key", "not the one of this connection");

  private AuthMethod.PublicKey unsigned(byte[] hostKey) {
    return new AuthMethod.PublicKey("ssh-ed25519", key.blob(), hostKey, null);
  }

  /** Signed as one request, sent as another. */
  private UserauthRequest signed(byte[] hostKey, AuthMethod.PublicKey sent) throws Exception {
    byte[] data = SignedData.of(SESSION, "alice", unsigned(hostKey));
    return request("alice", sent.signed(key.sign("ssh-ed25519", data)));
  }

  private UserauthRequest bound() throws Exception {
    return signed(HOST_KEY, unsigned(HOST_KEY));
  }

  @Test
  void a_key_that_signs_for_this_host_logs_in_by_publickey() throws Exception {
    serving().receive(bound());

    assertThat(server.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "publickey"));
  }

  /** OpenSSH's clients ask by "publickey"; who asks by this name is answered alike. */
  @Test
  void a_query_that_names_this_host_is_answered() throws Exception {
    serving().receive(request("alice", unsigned(HOST_KEY)));
    var answer = ((UserauthMethodMessage) server.onlySent()).pkOk();

    assertThat(answer.blob()).isEqualTo(key.blob());
    assertThat(server.receive(bound()).hasSucceeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host ke", "host key ", "host kez", "another host key"})
  void who_names_another_host_key_is_cut_off_and_nobody_is_asked(String other) throws Exception {
    byte[] wrong = other.getBytes(StandardCharsets.US_ASCII);
    UserauthRequest query = request("alice", unsigned(wrong));
    UserauthRequest signed = signed(wrong, unsigned(wrong));

    assertThat(refusal(() -> serving().receive(query))).isEqualTo(WRONG_KEY);
    AuthEnd second = server(3, "ssh-ed25519");
    assertThat(refusal(() -> serving(second).receive(signed))).isEqualTo(WRONG_KEY);
    assertThat(second.hasSucceeded()).isFalse();
    assertThat(users.asked).isEmpty();
  }

  @Test
  void a_signature_for_another_host_fails_under_the_right_name() throws Exception {
    byte[] other = "another host key".getBytes(StandardCharsets.US_ASCII);

    assertFails(signed(other, unsigned(HOST_KEY)));
  }

  @Test
  void a_signature_for_no_host_is_none_for_this_one_nor_the_other_way() throws Exception {
    assertFails(signed(null, unsigned(HOST_KEY)));
    assertFails(signed(HOST_KEY, unsigned(null)));
  }

  private void assertFails(UserauthRequest request) throws Exception {
    AuthEnd end = serving(server(3, "ssh-ed25519"));
    assertThat(end.receive(request).onlySent()).isEqualTo(FAILURE);
    assertThat(users.asked).doesNotContain("publicKey alice ssh-ed25519");
  }

  @Test
  void no_changed_bit_of_a_signed_request_logs_in() throws Exception {
    byte[] request = bound().payload();
    for (int at = 1; at < request.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = request.clone();
        changed[at] ^= (byte) (1 << bit);
        assertThat(!isRead(changed, request) && logsIn(changed))
            .as("bit %d of byte %d", bit, at)
            .isFalse();
      }
    }
    assertThat(logsIn(request)).isTrue();
  }

  /** RFC 4251 §5: a boolean of another value than 1 is the same message. */
  private static boolean isRead(byte[] payload, byte[] as) {
    try {
      return Arrays.equals(AuthEnd.read(payload).payload(), as);
    } catch (Exception _) {
      return false;
    }
  }

  private boolean logsIn(byte[] request) {
    AuthEnd end = server(3, "ssh-ed25519");
    try {
      serving(end).receivePayload(request);
    } catch (Exception _) {
      return false;
    }
    return end.hasSucceeded();
  }

  @Test
  void it_is_refused_where_publickey_is() throws Exception {
    users.withMethods("password");

    assertThat(serving().receive(bound()).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("password"), false));
    assertThat(users.asked).doesNotContain("publicKey alice ssh-ed25519");
  }

  @Test
  void one_key_cannot_stand_for_two_steps_by_two_names() throws Exception {
    users.afterKey(new AuthDecision.Partial(NameList.of("publickey")));
    serving().receive(bound()).sent();
    users.afterKey(new AuthDecision.Accepted());

    assertThat(server.receive(signed()).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("publickey"), false));
    assertThat(users.refusals).first().asString().startsWith("refusing previously-used key");
  }

  @Test
  void failures_count_by_either_name() throws Exception {
    byte[] none = new byte[0];
    UserauthRequest wrong = request("alice", unsigned(HOST_KEY).signed(none));
    serving().receive(wrong).receive(query("ssh-dss"));

    assertThat(refusal(() -> server.receive(wrong))).isEqualTo(Refusal.TOO_MANY_FAILURES);
  }

  @Test
  void what_is_signed_is_the_request_with_the_host_key_at_its_end() {
    byte[] data =
        SignedData.of(
            new byte[] {1},
            "u",
            new AuthMethod.PublicKey("a", new byte[] {2}, new byte[] {3}, null));

    assertThat(HexFormat.of().formatHex(data))
        .isEqualTo(
            "0000000101"
                + "32"
                + "0000000175"
                + "0000000e7373682d636f6e6e656374696f6e"
                + "00000023"
                + "7075626c69636b65792d686f7374626f756e642d763030406f70656e7373682e636f6d"
                + "01"
                + "0000000161"
                + "0000000102"
                + "0000000103");
  }
}
