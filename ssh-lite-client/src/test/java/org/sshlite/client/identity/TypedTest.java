package org.sshlite.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.dialog.Question;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.PasswordChange;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.message.Prompt;

class TypedTest {
  private static final LoginOptions OPTIONS =
      new LoginOptions(List.of("keyboard-interactive"), List.of(), List.of(), 3, 2048);

  private boolean secretsAllowed = true;

  private Credentials credentials(Dialog dialog) {
    return new Credentials("alice", "build-7", OPTIONS, dialog, () -> secretsAllowed, _ -> {});
  }

  private static String text(SecretBytes bytes) {
    return new String(bytes.bytes(), StandardCharsets.UTF_8);
  }

  private static Challenge challenge(String name, String instruction, Prompt... prompts) {
    return new Challenge(name, instruction, List.of(prompts));
  }

  @Test
  void a_round_is_shown_and_asked_as_ssh_does() {
    ScriptedDialog dialog = new ScriptedDialog("sesame", "");
    Challenge challenge =
        challenge(
            "Bank", "Two\nlines", new Prompt("Password: ", false), new Prompt("Colour? ", true));

    Answers answers = credentials(dialog).answer(challenge).orElseThrow();

    assertThat(answers.texts()).extracting(TypedTest::text).containsExactly("sesame", "");
    assertThat(dialog.told).containsExactly("Bank", "Two\nlines");
    assertThat(dialog.questions)
        .containsExactly("(alice@build-7) Password: ", "(alice@build-7) Colour? ");
  }

  @Test
  void a_password_that_is_known_stays_its_owners_and_each_login_erases_its_own_copy() {
    SecretBytes known = new SecretBytes("sesame".getBytes(StandardCharsets.UTF_8));
    LoginOptions options = LoginOptions.withPassword(known);
    ScriptedDialog dialog = new ScriptedDialog();

    for (int login = 0; login < 2; login++) {
      Credentials credentials =
          new Credentials("alice", "build-7", options, dialog, () -> true, _ -> {});
      try (SecretBytes given = credentials.password(1).orElseThrow()) {
        assertThat(text(given)).isEqualTo("sesame");
      }
      assertThat(credentials.password(2)).isEmpty();
    }
    known.close();

    assertThatThrownBy(
            () -> new Credentials("alice", "build-7", options, dialog, () -> true, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_server_cannot_move_the_cursor_or_hide_who_asks() {
    ScriptedDialog dialog = new ScriptedDialog("x");
    String attack = "\r\u001b[2K\u202eme@home's passphrase: ";

    credentials(dialog).answer(challenge(attack, attack, new Prompt(attack, false)));

    assertThat(dialog.questions)
        .containsExactly("(alice@build-7) \\033[2K\\u202eme@home's passphrase: ");
    assertThat(dialog.told).allMatch(text -> text.chars().noneMatch(c -> c < 0x20));
  }

  @Test
  void a_question_that_stays_open_gives_the_round_up() {
    ScriptedDialog dialog = new ScriptedDialog("sesame");

    assertThat(
            credentials(dialog)
                .answer(challenge("", "", new Prompt("A: ", false), new Prompt("B: ", false))))
        .isEmpty();
  }

  @Test
  void a_dialogue_begins_as_often_as_prompts_are_allowed() {
    Credentials credentials = credentials(new ScriptedDialog());

    assertThat(credentials.submethods(3)).isPresent();
    assertThat(credentials.submethods(4)).isEmpty();
  }

  @Test
  void nothing_that_is_typed_goes_to_a_host_that_is_not_believed() {
    ScriptedDialog dialog = new ScriptedDialog("a", "b", "c");
    secretsAllowed = false;
    Credentials credentials = credentials(dialog);

    assertThat(credentials.methods()).isEmpty();
    assertThat(credentials.submethods(1)).isEmpty();
    assertThat(credentials.answer(challenge("", "", new Prompt("A: ", true)))).isEmpty();
    assertThat(credentials.changePassword("old")).isEmpty();
    assertThat(dialog.questions).isEmpty();
  }

  @Test
  void a_password_is_changed_as_ssh_asks_for_it() {
    ScriptedDialog dialog = new ScriptedDialog("old", "new", "now", "new", "new");

    PasswordChange change = credentials(dialog).changePassword("Too old.\u0007").orElseThrow();

    assertThat(text(change.password())).isEqualTo("old");
    assertThat(text(change.newPassword())).isEqualTo("new");
    assertThat(dialog.questions)
        .containsExactly(
            "Enter alice@build-7's old password: ",
            "Enter alice@build-7's new password: ",
            "Retype alice@build-7's new password: ",
            "Enter alice@build-7's new password: ",
            "Retype alice@build-7's new password: ");
    assertThat(dialog.told).containsExactly("Too old.\\007", "Mismatch; try again, EOF to quit.");
  }

  @Test
  void the_end_of_input_gives_a_new_password_up() {
    assertThat(credentials(new ScriptedDialog("old")).changePassword("")).isEmpty();
    assertThat(credentials(new ScriptedDialog("old", "new")).changePassword("")).isEmpty();
  }

  /** A library's user, who answers by what is asked for. */
  @Test
  void a_dialog_knows_what_it_is_asked_for() {
    List<Question> asked = new ArrayList<>();
    Dialog dialog =
        new Dialog() {
          @Override
          public Optional<SecretBytes> answer(Question question) {
            asked.add(question);
            return switch (question) {
              case Question.Interactive(_, _, _, _, var prompt, _) when prompt.startsWith("Code") ->
                  Optional.of(new SecretBytes("123456".getBytes(StandardCharsets.UTF_8)));
              default -> Optional.empty();
            };
          }

          @Override
          public Optional<String> ask(String question) {
            throw new AssertionError(question);
          }

          @Override
          public Optional<SecretBytes> askSecret(String prompt) {
            throw new AssertionError(prompt);
          }

          @Override
          public void tell(System.Logger.Level level, String message) {}
        };
    Credentials credentials = credentials(dialog);

    Answers answers =
        credentials.answer(challenge("N", "I", new Prompt("Code: ", true))).orElseThrow();

    assertThat(text(answers.first())).isEqualTo("123456");
    assertThat(credentials.password(1)).isEmpty();
    assertThat(asked)
        .containsExactly(
            new Question.Interactive("alice", "build-7", "N", "I", "Code: ", true),
            new Question.Password("alice", "build-7"));
  }
}
