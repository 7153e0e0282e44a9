package org.sshlite.sshd.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;
import org.sshlite.protocol.thread.Carriers;

/**
 * The rights of a thread. On Linux they are the thread's own: it is glibc that gives what one
 * thread changes to all others, so its functions are gone around, with syscall(2).
 *
 * <p>A thread that acts for a user has his effective user id, and with it his rights to files (the
 * file system id follows) and his name at the other end of a unix socket (SO_PEERCRED); it has no
 * capability in force. Its real and saved user ids stay 0: with one of them his, he could send it
 * signals (kill(2)), set its limits (prlimit(2)) and, where fs.suid_dumpable is 1, read and change
 * this process's memory (ptrace(2)). This is also why such a thread starts no process of his, and
 * why access(2), which asks for the real id, must not be believed on it: {@code Files.exists},
 * {@code Files.isReadable} and their kind.
 *
 * <p>A new thread has the rights of the one that starts it, and pools start theirs where work is
 * handed to them. So whoever needs the rights of this process asks for them ({@link #own}), and the
 * carriers of virtual threads are all there before ({@link Carriers}).
 */
public final class ThreadRights {
  private static final int UNCHANGED = -1;
  private static final int CLONE_FS = 0x200;

  private ThreadRights() {}

  private static Machine.Calls calls() throws IOException {
    return Machine.current()
        .map(Machine::calls)
        .orElseThrow(
            () ->
                new IOException(
                    "cannot act as another user on "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch")));
  }

  /**
   * Makes sure that the calling thread has the rights of this process, all of them: where it was
   * started by one that acts for a user, it gets them back. Costs four system calls, and one where
   * this process is not root's.
   *
   * @throws IOException on a thread that acts for a user itself, or when it cannot have them
   */
  public static void own() throws IOException {
    // the real one is this process's on every thread; who is not root acts for nobody
    if (Libc.call("getuid").asInt() != Account.ROOT || Machine.current().isEmpty()) {
      return;
    }
    if (Thread.currentThread() instanceof ActingThread acting) {
      throw new IOException(acting.getName() + " acts for a user, and for nobody else");
    }
    if (!has(calls(), Own.ACCOUNT)) {
      restore();
    }
  }

  /** Back to the rights of this process, from those of any user. */
  static void restore() throws IOException {
    Machine.Calls calls = calls();
    Account own = Own.ACCOUNT;
    // first of all: root alone may change the rest
    call("setresuid", calls.setresuid(), UNCHANGED, Integer.toUnsignedLong(own.uid()), UNCHANGED);
    setGroups(calls, own);
    if (!has(calls, own)) {
      throw new IOException("the system does not give this thread its rights back");
    }
  }

  /** The rights of this process, which are those of its first thread: that acts for nobody. */
  private static final class Own {
    static final Account ACCOUNT = read();

    private static Account read() {
      try {
        int uid = 0;
        int gid = 0;
        List<Integer> groups = List.of();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          List<String> words = List.of(line.split("\\s+"));
          switch (words.getFirst()) {
            case "Uid:" -> uid = Integer.parseUnsignedInt(words.get(2));
            case "Gid:" -> gid = Integer.parseUnsignedInt(words.get(2));
            case "Groups:" ->
                groups = words.stream().skip(1).map(Integer::parseUnsignedInt).toList();
            default -> {
              // of no interest here
            }
          }
        }
        return new Account("this process", uid, gid, groups, "/", "/bin/sh");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void setGroups(Machine.Calls calls, Account account) throws IOException {
    List<Integer> groups = account.groups();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, Math.max(groups.size(), 1));
      for (int i = 0; i < groups.size(); i++) {
        list.setAtIndex(ValueLayout.JAVA_INT, i, groups.get(i));
      }
      call("setgroups", calls.setgroups(), groups.size(), list.address());
    }
    long gid = Integer.toUnsignedLong(account.gid());
    call("setresgid", calls.setresgid(), gid, gid, gid);
  }

  /**
   * Gives the calling thread a user's rights.
   *
   * @throws IOException when it has not got them, exactly; then it must do nothing more
   */
  static void become(Account account) throws IOException {
    if (account.uid() == Account.ROOT) {
      throw nobody(account);
    }
    requireNumbers(account);
    Machine.Calls calls = calls();
    Carriers.keep();
    // it may have been started by a thread that acts for another
    call("setresuid", calls.setresuid(), UNCHANGED, Account.ROOT, UNCHANGED);
    // its own umask and working folder
    Libc.check("unshare", CLONE_FS);
    setGroups(calls, account);
    long uid = Integer.toUnsignedLong(account.uid());
    call("setresuid", calls.setresuid(), Account.ROOT, uid, Account.ROOT);
    if (!has(calls, account)) {
      throw new IOException("the system does not let this thread act as " + account.name());
    }
  }

  /**
   * @throws IOException where one of an account's is the number that the calls of the system take
   *     for "as it was", which would be root's
   */
  static void requireNumbers(Account account) throws IOException {
    if (account.uid() == UNCHANGED || account.gid() == UNCHANGED) {
      throw nobody(account);
    }
  }

  private static IOException nobody(Account account) {
    return new IOException("cannot act as " + account.name());
  }

  private static int call(String name, long number, long... words) throws SystemException {
    long[] all = new long[words.length + 1];
    all[0] = number;
    System.arraycopy(words, 0, all, 1, words.length);
    Libc.Result result = Libc.call("syscall", all);
    if (result.failed()) {
      throw new SystemException(name, result.errno());
    }
    return result.asInt();
  }

  /**
   * Whether the calling thread has an account's rights, and those alone. Asked after each change: a
   * sandbox may answer calls that it does not make.
   */
  private static boolean has(Machine.Calls calls, Account account) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      List<Integer> uids = three(arena, "getresuid", calls.getresuid());
      List<Integer> gids = three(arena, "getresgid", calls.getresgid());
      int count = call("getgroups", calls.getgroups(), 0, 0);
      MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, Math.max(count, 1));
      int filled = call("getgroups", calls.getgroups(), count, list.address());
      int gid = account.gid();
      return uids.equals(List.of(Account.ROOT, account.uid(), Account.ROOT))
          && gids.equals(List.of(gid, gid, gid))
          && Set.copyOf(Groups.read(list, filled)).equals(Set.copyOf(account.groups()));
    }
  }

  private static List<Integer> three(Arena arena, String name, int number) throws SystemException {
    MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, 3);
    long first = ids.address();
    call(name, number, first, first + Integer.BYTES, first + 2L * Integer.BYTES);
    return Groups.read(ids, 3);
  }
}
