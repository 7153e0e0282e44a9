package org.sshlite.program.log;

import java.util.function.LongSupplier;

/**
 * Which of many events are worth a line: all as long as they are few, then one in a while with the
 * number of those between, until they have been few for a time. Any thread.
 */
public final class RateLimit {
  /**
   * @param burst so many at once are told; one more with each second
   * @param most seconds that a flood is remembered for at most
   * @param calm seconds of few events after which all are told again
   * @param every seconds between two that are told meanwhile
   */
  public record Pace(int burst, int most, int calm, int every) {}

  /** OpenSSH's for MaxStartups. */
  public static final Pace STARTUPS = new Pace(4, 60, 20, 5 * 60);

  /** OpenSSH's for PerSourcePenalties. */
  public static final Pace PENALTIES = new Pace(8, 60, 30, 2 * 60);

  /**
   * @param untold how many were not told since the last one that was
   */
  public record Verdict(boolean told, long untold) {
    /** For the end of the line: nothing, or how many were not told before it. */
    public String before() {
      return untold > 0 ? "; " + untold + " more before" : "";
    }
  }

  private final Pace pace;
  private final LongSupplier clock;
  private boolean limiting;
  private long level;
  private long last;
  private long lastTold;
  private long calmSince;
  private long untold;

  /** By the system's clock. */
  public RateLimit(Pace pace) {
    this(pace, () -> System.nanoTime() / 1_000_000_000L);
  }

  /**
   * @param clock in seconds, from any time on
   */
  RateLimit(Pace pace, LongSupplier clock) {
    this.pace = pace;
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  public synchronized Verdict event() {
    long now = clock.getAsLong();
    long quiet = now - last;
    level = Math.min(pace.most(), Math.max(0, level - quiet) + 1);
    last = now;
    boolean many = level >= pace.burst();
    if (!limiting) {
      limiting = many;
      lastTold = now;
      calmSince = now;
      return new Verdict(true, 0);
    }
    if (many) {
      calmSince = now;
    }
    if (!many && (quiet > pace.calm() || now - calmSince > pace.calm())) {
      limiting = false;
      return told(now);
    }
    if (now - lastTold >= pace.every()) {
      return told(now);
    }
    untold++;
    return new Verdict(false, 0);
  }

  private Verdict told(long now) {
    Verdict verdict = new Verdict(true, untold);
    untold = 0;
    lastTold = now;
    return verdict;
  }
}
