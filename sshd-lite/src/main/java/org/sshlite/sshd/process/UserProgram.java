package org.sshlite.sshd.process;

import java.io.IOException;

/**
 * The program of a process that is still root's, becomes a user's, and then runs what is his.
 *
 * <p>{@code posix_spawn} cannot change the user, and no thread of a server may become one as a
 * whole: Linux lets whoever has a thread's real or saved user id send it signals ({@code tgkill}),
 * and SIGKILL to a thread ends its process. With setresuid(u, u, 0) on a thread, each user could
 * end the server for everybody; tried, on 6.18. So who becomes a user for good is a process of its
 * own. Against setpriv(1) in its place: that takes 1 ms instead of 0.2, is not on every machine,
 * and gives no login shell the name that it needs.
 */
final class UserProgram {
  /** The one descriptor besides standard streams that the program is started with: itself. */
  static final int ITSELF = 3;

  private static final int SET_TERMINAL = 0x540e; // TIOCSCTTY

  private UserProgram() {}

  /**
   * Each step must succeed, or the program ends before the next: it never runs a user's command
   * with anything of root's left. Home is entered as the user, as a folder may be closed to root.
   *
   * @throws IOException where this machine is not known
   */
  static byte[] of(Command command, Account account) throws IOException {
    Machine machine = machine();
    Machine.Calls calls = machine.calls();
    CallProgram program = new CallProgram(machine);
    long groups = program.data().numbers(account.groups());
    program.call("setgroups failed\n", calls.setgroups(), account.groups().size(), groups);
    become(program, calls, account);
    program.call("close failed\n", calls.close(), ITSELF);
    execute(program, calls, command);
    return program.elf();
  }

  /**
   * The same, as a {@link LoginProcess} starts it: with the groups already, but as a part of that
   * one's session, and with its standard streams under other numbers.
   *
   * @param terminal whether those are a terminal, which is to be the process's own
   */
  static byte[] within(LoginProcess login, Command command, boolean terminal) throws IOException {
    Machine machine = machine();
    Machine.Calls calls = machine.calls();
    CallProgram program = new CallProgram(machine);
    int first = LoginProgram.PROGRAM + 1;
    program.call("setsid failed\n", calls.setsid());
    if (terminal) {
      program.call("no terminal\n", calls.ioctl(), first, SET_TERMINAL, 0);
    }
    for (int i = 0; i < LoginProgram.PASSED - 1; i++) {
      program.call("dup3 failed\n", calls.dup3(), first + i, i, 0);
    }
    for (int i = 0; i < LoginProgram.PASSED; i++) {
      program.call("close failed\n", calls.close(), LoginProgram.PROGRAM + i);
    }
    become(program, calls, login.account());
    execute(program, calls, command);
    return program.elf();
  }

  private static Machine machine() throws IOException {
    return Machine.current()
        .orElseThrow(() -> new IOException("users other than the server's own need Linux"));
  }

  private static void become(CallProgram program, Machine.Calls calls, Account account) {
    long uid = Integer.toUnsignedLong(account.uid());
    long gid = Integer.toUnsignedLong(account.gid());
    program.call("setresgid failed\n", calls.setresgid(), gid, gid, gid);
    program.call("setresuid failed\n", calls.setresuid(), uid, uid, uid);
  }

  private static void execute(CallProgram program, Machine.Calls calls, Command command) {
    ProgramData data = program.data();
    program.attempt(
        "Could not chdir to home directory " + command.directory() + "\n",
        calls.chdir(),
        data.string(command.directory()));
    program.call(
        command.program() + ": cannot be executed\n",
        calls.execve(),
        data.string(command.program()),
        data.strings(command.arguments()),
        data.strings(command.environment()));
  }
}
