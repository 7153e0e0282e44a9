package org.sshlite.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.sshd.login.Answering;

class PasswordDeviceTest {
  private String password = "old";

  /** Every password of alice's that is not "barley" has expired. */
  private final PasswordDevice expiring =
      new PasswordDevice(
          new ExpiringPasswords() {
            @Override
            public boolean matches(String user, SecretBytes given) {
              return user.equals("alice") && text(given).equals(password);
            }

            @Override
            public Optional<String> expired(String user) {
              return password.equals("barley") ? Optional.empty() : Optional.of("Too old.");
            }

            @Override
            public Optional<String> change(String user, SecretBytes fresh) {
              if (fresh.length() < 4) {
                return Optional.of("Too short.");
              }
              password = text(fresh);
              return Optional.empty();
            }
          });

  private static String text(SecretBytes bytes) {
    return new String(bytes.bytes(), UTF_8);
  }

  @Test
  void the_password_is_asked_for_and_erased() throws Exception {
    PasswordDevice device = new PasswordDevice((_, given) -> text(given).equals("sesame"));
    Answering person = new Answering("sesame");

    assertThat(device.authenticate("alice", person)).isTrue();
    assertThat(device.authenticate("alice", new Answering("wrong"))).isFalse();
    assertThat(device.authenticate("alice", new Answering(""))).isFalse();
    assertThat(person.asked).containsExactly("Password: ");
    for (Answers answers : person.given) {
      assertThatThrownBy(() -> answers.first().bytes()).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_password_that_has_expired_is_changed_in_the_dialogue() throws Exception {
    Answering person = new Answering("old", "new1", "new2", "x", "x", "barley", "barley");

    assertThat(expiring.authenticate("alice", person)).isTrue();
    assertThat(person.asked)
        .containsExactly(
            "Password: ",
            "Too old.",
            "New password: ",
            "Retype new password: ",
            "The passwords differ.",
            "New password: ",
            "Retype new password: ",
            "Too short.",
            "New password: ",
            "Retype new password: ");
    assertThat(password).isEqualTo("barley");
  }

  @Test
  void who_finds_no_good_password_stays_outside() throws Exception {
    Answering person = new Answering("old", "x", "x", "y", "y", "", "");

    assertThat(expiring.authenticate("alice", person)).isFalse();
    assertThat(password).isEqualTo("old");
  }

  @Test
  void a_wrong_password_is_not_told_that_it_has_expired() throws Exception {
    Answering person = new Answering("wrong");

    assertThat(expiring.authenticate("alice", person)).isFalse();
    assertThat(person.asked).containsExactly("Password: ");
  }
}
