package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.sshlite.program.system.Libc;

/**
 * A signal to all of a process group, sent with a user's rights. kill(2) goes by the real user id
 * as well, which threads that act for a user have not got ({@link ThreadRights}): each of them
 * could end what is root's. So another user's is sent by a small process that is wholly his.
 */
final class GroupSignal {
  private static final Logger LOG = System.getLogger("session");

  /** Its user may have stopped that process. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long it waits before it looks at that process: it takes less than a millisecond. */
  private static final Duration FIRST_LOOK = Duration.ofNanos(200_000);

  private static final Duration LAST_LOOK = Duration.ofMillis(10);

  private GroupSignal() {}

  /**
   * Sends one, and waits until it is sent.
   *
   * @param user empty for the one of this process
   * @param group whose number must stay its own meanwhile
   * @return whether there was anybody who got it
   */
  static boolean send(Optional<Account> user, int group, int number) {
    try {
      if (user.isEmpty()) {
        ThreadRights.own();
        return !Libc.call("kill", -group, number).failed();
      }
      return hasSent(Spawn.alone(UserProgram.signal(user.get(), group, number)));
    } catch (IOException e) {
      LOG.log(Level.ERROR, "no signal is sent: " + e.getMessage());
      return false;
    }
  }

  /** A virtual thread leaves its carrier to others meanwhile. */
  static boolean hasSent(int pid) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long pause = FIRST_LOOK.toNanos();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      int ended;
      while ((ended = ended(pid, status)) == 0) {
        if (System.nanoTime() - end >= 0) {
          ThreadRights.own();
          Libc.call("kill", pid, Platform.SIGNAL_KILL);
          Child.leaveBehind(pid);
          throw new IOException("its process does not end");
        }
        LockSupport.parkNanos(pause);
        pause = Math.min(2 * pause, LAST_LOOK.toNanos());
      }
      // one that somebody else has waited for has told him how it ended
      return ended == pid && status.get(ValueLayout.JAVA_INT, 0) == 0;
    }
  }

  private static int ended(int pid, MemorySegment status) {
    return Orphans.await(pid, status);
  }
}
