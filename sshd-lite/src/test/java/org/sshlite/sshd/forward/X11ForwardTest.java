package org.sshlite.sshd.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.sshd.permit.Refusal;
import org.sshlite.sshd.permit.X11Permit;

/** CVE-2016-3115: what a client chose became commands for xauth. */
class X11ForwardTest {
  private final List<Refusal> asked = new ArrayList<>();

  private boolean starts(String protocol, String cookie) {
    return X11Forward.start(
            new SessionRequest.X11Request(false, protocol, cookie, 0),
            X11Permit.NONE,
            Optional.empty(),
            null, // nothing listens before it is permitted
            asked::add)
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\nsource /etc/shadow\n", "a b", "a;b", "\"", "\r", "ü", "`id`"})
  void what_would_be_more_than_a_word_for_xauth_is_refused(String text) {
    assertThat(starts("MIT-MAGIC-COOKIE-1", text)).isFalse();
    assertThat(starts(text, "00112233")).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void a_cookie_longer_than_any_is_refused() {
    assertThat(starts("MIT-MAGIC-COOKIE-1", "a".repeat(513))).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void a_usual_one_is_for_the_permissions_to_refuse() {
    assertThat(starts("MIT-MAGIC-COOKIE-1", "a".repeat(512))).isFalse();
    assertThat(asked).hasSize(1);
  }
}
