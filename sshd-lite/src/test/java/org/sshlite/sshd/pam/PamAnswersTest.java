package org.sshlite.sshd.pam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.Prompt;

class PamAnswersTest {
  private static final Prompt SECRET = new Prompt("Password: ", false);
  private static final Prompt SHOWN = new Prompt("Name: ", true);

  /** Nor copied, for nobody would erase it. */
  @Test
  void no_answer_is_given_where_one_question_has_none() throws Exception {
    PamAnswers answers = PamAnswers.of(new SecretBytes("secret".getBytes(UTF_8)));

    assertThatThrownBy(() -> answers.ask(List.of(SECRET, SHOWN))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> answers.ask(List.of(SECRET, SECRET))).isInstanceOf(IOException.class);
    assertThat(answers.ask(List.of(SECRET))).containsExactly("secret".getBytes(UTF_8));
    assertThatThrownBy(() -> answers.ask(List.of(SECRET))).isInstanceOf(IOException.class);
  }

  /** As sshd: a second module may ask by a prompt of its own. */
  @Test
  void a_password_is_the_answer_to_each_secret_question_and_to_no_other() throws Exception {
    byte[] secret = "secret".getBytes(UTF_8);
    PamAnswers answers = PamAnswers.toEach(new SecretBytes(secret.clone()));

    assertThat(answers.ask(List.of(SECRET, SECRET))).containsExactly(secret, secret);
    assertThat(answers.ask(List.of(SECRET))).containsExactly(secret);
    assertThatThrownBy(() -> answers.ask(List.of(SHOWN))).isInstanceOf(IOException.class);
  }
}
