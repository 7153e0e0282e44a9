package org.sshlite.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;

class UserauthRequestTest {
  @Test
  void a_password_is_not_printed_and_neither_is_its_length() {
    try (var request =
        Samples.request(
            new AuthMethod.Password(Samples.secret("sesame"), Samples.secret("barley")))) {
      assertThat(request.toString()).contains("Password").doesNotContain("sesame", "barley", "6");
    }
  }

  @Test
  void closing_erases_both_passwords() {
    SecretBytes old = Samples.secret("sesame");
    SecretBytes next = Samples.secret("barley");
    byte[] oldBytes = old.bytes();
    byte[] nextBytes = next.bytes();

    Samples.request(new AuthMethod.Password(old, next)).close();

    assertThat(oldBytes).containsOnly(0);
    assertThat(nextBytes).containsOnly(0);
  }

  @Test
  void a_user_name_that_is_not_UTF8_is_malformed() {
    assertMalformed(new byte[] {(byte) 0xff});
  }

  @Test
  void a_user_name_with_a_NUL_is_malformed() {
    assertMalformed(new byte[] {'r', 'o', 'o', 't', 0, 'x'});
  }

  private static void assertMalformed(byte[] user) {
    byte[] payload =
        new SshWriter()
            .uint8(UserauthRequest.NUMBER)
            .string(user)
            .string("ssh-connection")
            .string("none")
            .toByteArray();

    assertThatThrownBy(() -> Samples.read(payload))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("user name");
  }

  @Test
  void an_unknown_method_is_read_whatever_its_fields_are() throws Exception {
    byte[] payload =
        new SshWriter()
            .uint8(UserauthRequest.NUMBER)
            .string("alice")
            .string("ssh-connection")
            .string("gssapi-with-mic")
            .bytes(new byte[] {1, 2, 3})
            .toByteArray();

    assertThat(Samples.read(payload))
        .isEqualTo(
            new UserauthRequest(
                "alice", "ssh-connection", new AuthMethod.Unknown("gssapi-with-mic")));
  }

  @Test
  void a_request_that_is_bound_to_a_host_has_its_key_before_the_signature() throws Exception {
    byte[] payload =
        new SshWriter()
            .uint8(UserauthRequest.NUMBER)
            .string("alice")
            .string("ssh-connection")
            .string("publickey-hostbound-v00@openssh.com")
            .bool(true)
            .string("ssh-ed25519")
            .string("blob")
            .string("host key")
            .string("signature")
            .toByteArray();

    AuthMethod method = ((UserauthRequest) Samples.read(payload)).method();

    assertThat(method)
        .usingRecursiveComparison()
        .isEqualTo(
            new AuthMethod.PublicKey(
                "ssh-ed25519",
                Samples.bytes("blob"),
                Samples.bytes("host key"),
                Samples.bytes("signature")));
    assertThat(method.listedName()).isEqualTo("publickey");
  }

  @Test
  void a_request_that_is_bound_to_a_host_and_has_no_key_of_it_is_malformed() {
    byte[] payload =
        new SshWriter()
            .uint8(UserauthRequest.NUMBER)
            .string("alice")
            .string("ssh-connection")
            .string("publickey-hostbound-v00@openssh.com")
            .bool(false)
            .string("ssh-ed25519")
            .string("blob")
            .toByteArray();

    assertThatThrownBy(() -> Samples.read(payload))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("server host key");
  }

  @Test
  void number_60_is_read_on_by_who_knows_the_method() throws Exception {
    UserauthPkOk pkOk = new UserauthPkOk("ssh-ed25519", new byte[] {1});
    UserauthPasswdChangereq change = new UserauthPasswdChangereq("too old", "en");

    assertThat(((UserauthMethodMessage) Samples.read(pkOk.payload())).pkOk())
        .usingRecursiveComparison()
        .isEqualTo(pkOk);
    assertThat(((UserauthMethodMessage) Samples.read(change.payload())).passwdChangereq())
        .isEqualTo(change);
  }

  @Test
  void number_60_cut_anywhere_is_malformed() {
    byte[] payload = new UserauthPkOk("ssh-ed25519", new byte[] {1}).payload();
    for (int length = 1; length < payload.length; length++) {
      int cut = length;
      assertThatThrownBy(
              () -> ((UserauthMethodMessage) Samples.read(payload, cut).orElseThrow()).pkOk())
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void rounds_and_answers_are_read_on_by_who_knows_the_method() throws Exception {
    UserauthInfoRequest request =
        new UserauthInfoRequest(
            "Name", "Instruction", "", List.of(new Prompt("One: ", false), new Prompt("", true)));
    UserauthInfoResponse response =
        new UserauthInfoResponse(List.of(Samples.secret("äöü"), Samples.secret("")));

    assertThat(((UserauthMethodMessage) Samples.read(request.payload())).infoRequest())
        .isEqualTo(request);
    assertThat(((UserauthMethodMessage) Samples.read(response.payload())).infoResponse())
        .isEqualTo(response)
        .hasToString("UserauthInfoResponse[]");
  }

  @Test
  void rounds_and_answers_cut_anywhere_are_malformed() {
    List<Prompt> prompts = List.of(new Prompt("One: ", false), new Prompt("Two: ", true));
    byte[] request = new UserauthInfoRequest("N", "I", "", prompts).payload();
    byte[] response = new UserauthInfoResponse(List.of(Samples.secret("a"))).payload();
    for (int length = 1; length < request.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> methodMessage(request, cut).infoRequest())
          .isInstanceOf(MalformedException.class);
    }
    for (int length = 1; length < response.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> methodMessage(response, cut).infoResponse())
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void more_prompts_than_a_screen_holds_are_malformed() {
    byte[] fields =
        new SshWriter().string("").string("").string("").uint32(0xffffffffL).toByteArray();

    assertThatThrownBy(() -> new UserauthMethodMessage(60, fields).infoRequest())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("num-prompts");
  }

  private static UserauthMethodMessage methodMessage(byte[] payload, int length)
      throws MalformedException {
    return (UserauthMethodMessage) Samples.read(payload, length).orElseThrow();
  }
}
