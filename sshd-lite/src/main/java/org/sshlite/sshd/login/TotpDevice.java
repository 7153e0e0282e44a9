package org.sshlite.sshd.login;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;

/**
 * Asks for a time-based one-time code, RFC 6238: {@code keyboard-interactive:totp}. A code is good
 * once, and guesses are limited, whatever the number of connections: see {@link UsedCodes}.
 */
public final class TotpDevice implements LoginDevice {
  public static final String NAME = "totp";

  private static final Challenge QUESTION = Challenge.secret("Verification code: ");

  private final Function<String, Optional<TotpSecret>> secrets;
  private final InstantSource clock;
  private final TotpSecret unknowable = TotpSecret.random(new SecureRandom());
  private final UsedCodes used;

  /**
   * @param secrets of the users who have one
   */
  public TotpDevice(Function<String, Optional<TotpSecret>> secrets, InstantSource clock) {
    this(secrets, clock, new UsedCodes());
  }

  /**
   * @param secrets of the users who have one
   * @param used by another device for the same users before
   */
  public TotpDevice(
      Function<String, Optional<TotpSecret>> secrets, InstantSource clock, UsedCodes used) {
    this.secrets = secrets;
    this.clock = clock;
    this.used = used;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Six digits are few. */
  @Override
  public boolean isSecondStep() {
    return true;
  }

  @Override
  public boolean authenticate(String user, Conversation conversation)
      throws ConversationEndedException {
    try (Answers answers = conversation.ask(QUESTION)) {
      return isRight(user, answers.first());
    }
  }

  private boolean isRight(String user, SecretBytes code) {
    Optional<TotpSecret> secret = secrets.apply(user);
    long seconds = clock.instant().getEpochSecond();
    // computed in any case: time must not tell who has a secret
    OptionalLong step = secret.orElse(unknowable).stepOf(code, seconds);
    return secret.isPresent() && used.take(user, step, seconds / TotpSecret.TIME_STEP);
  }
}
