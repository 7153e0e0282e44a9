package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sshlite.program.system.Libc;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * Processes whose parent has ended become children of the first process of a machine, in a
 * container often the server. It waits for them, as sshd's listener does for all: who is not waited
 * for stays a zombie, and takes one of the numbers that there are.
 */
public final class Orphans {
  private static final long FIRST_PROCESS = 1;
  private static final int ANY = 0; // P_ALL of sys/wait.h
  private static final int LOOK_MILLISECONDS = 1000;

  /** Started by us, and by those who started them to be waited for. */
  private static final Set<Integer> OWN = ConcurrentHashMap.newKeySet();

  private Orphans() {}

  /** One of ours has been started; returns its number. */
  static int started(int pid) {
    OWN.add(pid);
    return pid;
  }

  /**
   * waitpid(2) for one of ours, without waiting: only once it has ended, and it is waited for, can
   * its number be another's.
   *
   * @param status where how it ended is put; may be the null pointer
   */
  static int await(int pid, MemorySegment status) {
    // before: somebody of the same number can be started at once afterwards
    OWN.remove(pid);
    int ended = Libc.call("waitpid", pid, status.address(), Platform.WAIT_NOHANG).asInt();
    if (ended == 0) {
      OWN.add(pid);
    }
    return ended;
  }

  /** Looks after them from now on, where they come to this process. */
  public static void adopt() throws NoThreadException {
    if (ProcessHandle.current().pid() == FIRST_PROCESS) {
      Threads.daemon("orphans", Orphans::look);
    }
  }

  private static void look() {
    Set<Integer> before = Set.of();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLISECONDS);
        before = look(before);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /** Waits for those that had ended before: of one just started we may not know the number yet. */
  private static Set<Integer> look(Set<Integer> before) {
    try {
      Set<Integer> ended = haveSomeEnded() ? ended() : Set.of();
      for (int pid : ended) {
        if (before.contains(pid)) {
          Libc.call("waitpid", pid, 0, Platform.WAIT_NOHANG);
        }
      }
      return ended;
    } catch (OutOfMemoryError | DirectoryIteratorException _) {
      return Set.of(); // the next look may find them
    }
  }

  /** One call, where most often there is none. */
  private static boolean haveSomeEnded() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(Platform.CURRENT.siginfoSize(), 8);
      int options = Platform.WAIT_EXITED | Platform.WAIT_NOHANG | Platform.CURRENT.waitNoReap();
      Libc.Result result = Libc.call("waitid", ANY, 0, info.address(), options);
      return !result.failed() && info.get(ValueLayout.JAVA_INT, Platform.CURRENT.siginfoPid()) != 0;
    }
  }

  /** Children that have ended, and nobody of ours waits for. */
  private static Set<Integer> ended() {
    Set<Integer> ended = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : all) {
        int pid = Integer.parseInt(each.getFileName().toString());
        if (!OWN.contains(pid) && isEndedChild(each)) {
          ended.add(pid);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return ended; // without /proc there is nothing to be known of them
    }
    return ended;
  }

  private static boolean isEndedChild(Path process) {
    try {
      String line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // proc_pid_stat(5): the name, in parentheses, may have blanks and parentheses of its own
      return line.substring(line.lastIndexOf(')') + 1).startsWith(" Z " + FIRST_PROCESS + " ");
    } catch (IOException _) {
      return false; // it is gone
    }
  }
}
