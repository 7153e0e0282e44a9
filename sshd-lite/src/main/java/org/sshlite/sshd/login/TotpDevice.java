package org.sshlite.sshd.login;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;

/**
 * Asks for a time-based one-time code, RFC 6238: {@code keyboard-interactive:totp}. A code is good
 * once, and guesses are limited, whatever the number of connections. What was used is forgotten
 * when the process ends.
 */
public final class TotpDevice implements LoginDevice {
  /**
   * Wrong codes of one user in one time step; then none of his is right until the next. Three codes
   * are good at any time: who has the first factor and guesses all day finds one with a probability
   * of 2.6 %.
   */
  static final int MAXIMUM_GUESSES = 3;

  public static final String NAME = "totp";

  private static final Challenge QUESTION = Challenge.secret("Verification code: ");

  private final Function<String, Optional<TotpSecret>> secrets;
  private final InstantSource clock;
  private final TotpSecret unknowable = TotpSecret.random(new SecureRandom());
  private final Map<String, Used> used = new ConcurrentHashMap<>();

  /**
   * What a user has tried; only of users with a secret, so there are no more than those.
   *
   * @param accepted the last step whose code was taken; 0 for none
   * @param step of the last try
   * @param guesses wrong ones in that step
   */
  private record Used(long accepted, long step, int guesses) {
    static final Used NOTHING = new Used(0, 0, 0);
  }

  /**
   * @param secrets of the users who have one
   */
  public TotpDevice(Function<String, Optional<TotpSecret>> secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
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
    return secret.isPresent() && take(user, step, seconds / TotpSecret.TIME_STEP);
  }

  private boolean take(String user, OptionalLong step, long now) {
    boolean[] taken = new boolean[1];
    used.compute(
        user,
        (_, before) -> {
          Used last = before == null ? Used.NOTHING : before;
          int guesses = last.step() == now ? last.guesses() : 0;
          // RFC 6238 §5.2: a code that was taken, or is older than that, is good no more
          taken[0] =
              guesses < MAXIMUM_GUESSES && step.isPresent() && step.getAsLong() > last.accepted();
          return taken[0]
              ? new Used(step.getAsLong(), now, 0)
              : new Used(last.accepted(), now, guesses + 1);
        });
    return taken[0];
  }
}
