package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPasswdChangereq;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/** A server that has a password changed, RFC 4252 §8. */
class ServerPasswordChangeTest extends ServerEnd {
  private static UserauthRequest change(String old, String fresh) {
    return request("alice", new AuthMethod.Password(secret(old), secret(fresh)));
  }

  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static UserauthPasswdChangereq asked(AuthEnd server) throws Exception {
    return ((UserauthMethodMessage) server.onlySent()).passwdChangereq();
  }

  @Test
  void a_password_that_is_too_old_is_to_be_changed() throws Exception {
    users.withExpiredPassword("90 days old");

    assertThat(asked(serving().receive(password("sesame"))))
        .isEqualTo(new UserauthPasswdChangereq("90 days old", ""));
    assertThat(server.receive(change("sesame", "barley")).onlySent())
        .isEqualTo(new UserauthSuccess());
    assertThat(server.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", "password"));
  }

  @Test
  void a_wrong_password_is_not_told_that_it_is_too_old() throws Exception {
    users.withExpiredPassword("90 days old");

    assertThat(serving().receive(password("wrong")).onlySent()).isEqualTo(FAILURE);
  }

  @Test
  void a_new_password_that_is_not_good_enough_is_asked_for_again() throws Exception {
    assertThat(asked(serving().receive(change("sesame", "x"))))
        .isEqualTo(new UserauthPasswdChangereq("too short", ""));
    assertThat(server.receive(change("sesame", "barley")).onlySent())
        .isEqualTo(new UserauthSuccess());
  }

  @Test
  void a_change_with_a_wrong_password_fails() throws Exception {
    assertThat(serving().receive(change("wrong", "barley")).onlySent()).isEqualTo(FAILURE);
    assertThat(server.hasSucceeded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bar\0ley"})
  void a_new_password_without_its_form_fails_without_asking(String fresh) throws Exception {
    assertThat(serving().receive(change("sesame", fresh)).onlySent()).isEqualTo(FAILURE);
    assertThat(users.asked).noneMatch(asked -> asked.startsWith("change"));
  }

  @Test
  void changes_without_an_end_are_stopped() throws Exception {
    serving().receive(change("sesame", "x")).receive(change("sesame", "y"));

    assertThat(refusal(() -> server.receive(change("sesame", "z"))))
        .isEqualTo(Refusal.TOO_MANY_FAILURES);
  }

  @Test
  void both_passwords_are_erased_when_they_were_decided_about() throws Exception {
    byte[] old = "sesame".getBytes(StandardCharsets.UTF_8);
    byte[] fresh = "barley".getBytes(StandardCharsets.UTF_8);
    AuthMethod method = new AuthMethod.Password(new SecretBytes(old), new SecretBytes(fresh));

    serving().on(new AuthEvent.Received(request("alice", method)));

    assertThat(List.of(old, fresh)).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
  }
}
