package org.sshlite.sshd.login;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one-time codes that users have given. To be kept for as long as the process lives, whatever
 * becomes of its configuration: who has overheard a code must not get in by it after a reload. Any
 * thread.
 */
public final class UsedCodes {
  /**
   * Wrong codes of one user in one time step; then none of his is right until the next. Three codes
   * are good at any time: who has the first factor and guesses all day finds one with a probability
   * of 2.6 %.
   */
  static final int MAXIMUM_GUESSES = 3;

  /** Only of users with a secret, so there are no more than those. */
  private final Map<String, Used> used = new ConcurrentHashMap<>();

  /**
   * What a user has tried.
   *
   * @param accepted the last step whose code was taken; 0 for none
   * @param step of the last try
   * @param guesses wrong ones in that step
   */
  private record Used(long accepted, long step, int guesses) {
    static final Used NOTHING = new Used(0, 0, 0);
  }

  /**
   * Takes a code, if it is good and was not taken before.
   *
   * @param step that it is the code of; empty for a wrong one
   * @param now the step of the time at which it is given
   */
  boolean take(String user, OptionalLong step, long now) {
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
