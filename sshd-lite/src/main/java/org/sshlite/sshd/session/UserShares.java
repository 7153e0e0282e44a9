package org.sshlite.sshd.session;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.RateLimit;
import org.sshlite.sshd.process.OpenFiles;
import org.sshlite.sshd.process.Tasks;

/**
 * How much of the open files and threads each user has: all are served in this process, and one who
 * takes everything shuts out all others. sshd has processes for each connection, and the system its
 * limits for each of them. One user gets half of what there is: it leaves the others, the server
 * itself and who comes to help their half, and is more than he has reason to want where the system
 * does not give little: of 8,192 tasks it is 682 sessions. What a session's program starts is not
 * counted: for that the system has limits. Any thread.
 */
public final class UserShares {
  /** Of all connections of this process, whichever of its servers serves them. */
  public static final UserShares OF_PROCESS = new UserShares(OpenFiles.most(), Tasks.most());

  /** Where nobody knows how much there is, nothing is refused. */
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final Used most;
  private final Map<Object, Used> users = new ConcurrentHashMap<>();
  private final RateLimit refusals = new RateLimit(RateLimit.PENALTIES);

  /**
   * Of a process.
   *
   * @param files that are open
   * @param tasks threads and processes
   */
  record Used(long files, long tasks) {
    static final Used NOTHING = new Used(0, 0);

    Used plus(Used more) {
      return new Used(files + more.files, tasks + more.tasks);
    }

    Used minus(Used less) {
      return new Used(files - less.files, tasks - less.tasks);
    }

    boolean fitsIn(Used most) {
      return files <= most.files && tasks <= most.tasks;
    }
  }

  /**
   * @param files that the process may have open; empty where nobody knows
   * @param tasks threads and processes that there may be
   */
  UserShares(OptionalLong files, OptionalLong tasks) {
    most = new Used(half(files), half(tasks));
  }

  private static long half(OptionalLong all) {
    return all.isPresent() ? all.getAsLong() / 2 : UNKNOWN;
  }

  /**
   * Of a connection.
   *
   * @param user who is the same in each of his connections, by {@link Object#equals}
   */
  public UserShare of(Object user) {
    return new UserShare(Optional.of(this), user);
  }

  boolean take(Object user, Used more) {
    AtomicBoolean fits = new AtomicBoolean();
    users.compute(
        user,
        (_, before) -> {
          Used after = (before == null ? Used.NOTHING : before).plus(more);
          fits.set(after.fitsIn(most));
          return fits.get() ? after : before;
        });
    return fits.get();
  }

  void giveBack(Object user, Used less) {
    users.computeIfPresent(
        user,
        (_, before) -> {
          Used after = before.minus(less);
          return after.equals(Used.NOTHING) ? null : after;
        });
  }

  /**
   * Tells of something that was refused for that, of a flood now and then.
   *
   * @param what {@code a session of alice}; safe to print
   */
  public void tell(String what, StderrLog log) {
    RateLimit.Verdict verdict = refusals.event();
    if (verdict.told()) {
      log.error(
          "Refused %s: so much of the open files%s or threads%s is one user's"
                  .formatted(what, shown(most.files()), shown(most.tasks()))
              + verdict.before());
    }
  }

  private static String shown(long half) {
    return half == UNKNOWN ? "" : " (half are " + half + ")";
  }
}
