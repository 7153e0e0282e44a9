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

  private UserProgram() {}

  /**
   * Each step must succeed, or the program ends before the next: it never runs a user's command
   * with anything of root's left. Home is entered as the user, as a folder may be closed to root.
   *
   * @throws IOException where this machine is not known
   */
  static byte[] of(Command command, Account account) throws IOException {
    Machine machine =
        Machine.current()
            .orElseThrow(() -> new IOException("users other than the server's own need Linux"));
    Machine.Calls calls = machine.calls();
    CallProgram program = new CallProgram(machine);
    long uid = Integer.toUnsignedLong(account.uid());
    long gid = Integer.toUnsignedLong(account.gid());
    long groups = program.numbers(account.groups());
    program.call("setgroups failed\n", calls.setgroups(), account.groups().size(), groups);
    program.call("setresgid failed\n", calls.setresgid(), gid, gid, gid);
    program.call("setresuid failed\n", calls.setresuid(), uid, uid, uid);
    program.attempt(
        "Could not chdir to home directory " + command.directory() + "\n",
        calls.chdir(),
        program.string(command.directory()));
    program.call("close failed\n", calls.close(), ITSELF);
    program.call(
        command.program() + ": cannot be executed\n",
        calls.execve(),
        program.string(command.program()),
        program.strings(command.arguments()),
        program.strings(command.environment()));
    return program.elf();
  }
}
