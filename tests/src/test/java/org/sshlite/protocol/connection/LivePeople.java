package org.sshlite.protocol.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.PasswordChange;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Prompt;

/**
 * Who logs in, and who lets them in. A key opens no door here, for whoever stands between both has
 * another session with each: its signature is refused, and a password is tried.
 */
final class LivePeople {
  private static final String WORD = "word";

  /** How somebody gets in. */
  private enum Way {
    NONE,
    PASSWORD,
    NEW_PASSWORD,
    DIALOGUE,
    KEY_IN_VAIN
  }

  static final int WAYS = Way.values().length;

  private final Signer key;
  private final Way way;

  LivePeople(Choices choices, Signer key) {
    this.way = Way.values()[choices.below(WAYS)];
    this.key = key;
  }

  UserCredentials user() {
    return new User();
  }

  UserAuthenticator door() {
    return new Door();
  }

  private static SecretBytes word() {
    return new SecretBytes(WORD.getBytes(US_ASCII));
  }

  private static boolean isWord(SecretBytes given) {
    return Arrays.equals(given.bytes(), WORD.getBytes(US_ASCII));
  }

  private final class User implements UserCredentials {
    private boolean offered;

    @Override
    public String user() {
      return "alice";
    }

    @Override
    public List<String> methods() {
      return List.of(
          AuthMethod.PublicKey.NAME, AuthMethod.KeyboardInteractive.NAME, AuthMethod.Password.NAME);
    }

    @Override
    public Optional<Signer> nextKey() {
      boolean first = !offered;
      offered = true;
      return first ? Optional.of(key) : Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.of(word());
    }

    @Override
    public Optional<PasswordChange> changePassword(String prompt) {
      return Optional.of(new PasswordChange(word(), word()));
    }

    @Override
    public Optional<List<String>> submethods(int attempt) {
      return Optional.of(List.of());
    }

    @Override
    public Optional<Answers> answer(Challenge challenge) {
      return Optional.of(new Answers(challenge.prompts().stream().map(_ -> word()).toList()));
    }
  }

  private final class Door implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return switch (way) {
        case NONE -> NameList.EMPTY;
        case PASSWORD, NEW_PASSWORD -> NameList.of(AuthMethod.Password.NAME);
        case DIALOGUE -> NameList.of(AuthMethod.KeyboardInteractive.NAME);
        case KEY_IN_VAIN -> NameList.of(AuthMethod.PublicKey.NAME, AuthMethod.Password.NAME);
      };
    }

    @Override
    public AuthDecision none(String user) {
      return decide(way == Way.NONE);
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return way == Way.NEW_PASSWORD
          ? new AuthDecision.ChangePassword("a new one")
          : decide(isWord(password));
    }

    @Override
    public AuthDecision changePassword(String user, SecretBytes old, SecretBytes newPassword) {
      return decide(isWord(old) && isWord(newPassword));
    }

    @Override
    public AuthDecision keyboardInteractive(
        String user, List<String> submethods, Conversation conversation)
        throws ConversationEndedException {
      try (Answers answers =
          conversation.ask(new Challenge("", "", List.of(new Prompt("? ", false))))) {
        return decide(isWord(answers.first()));
      }
    }

    @Override
    public boolean acceptable(String user, PublicKey offered, String algorithm) {
      return offered.equals(key.publicKey());
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey signed, String algorithm) {
      throw new AssertionError("a signature for another session");
    }

    private AuthDecision decide(boolean let) {
      return let ? new AuthDecision.Accepted() : new AuthDecision.Refused();
    }
  }
}
