package org.sshlite.sshd.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

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

  private static final String SHELL = "/bin/sh";

  /** What a script reads, and the program behind it. */
  private static final int INPUT = 3;

  private static final int LAST = INPUT + 1;

  private static final int SET_TERMINAL = 0x540e; // TIOCSCTTY

  private UserProgram() {}

  /**
   * Each step must succeed, or the program ends before the next: it never runs a user's command
   * with anything of root's left. Home is entered as the user, as a folder may be closed to root.
   *
   * @throws IOException where this machine is not known
   */
  static byte[] of(Command command) throws IOException {
    Machine machine = machine();
    CallProgram program = new CallProgram(machine);
    Machine.Calls calls = machine.calls();
    if (command.user().isPresent()) {
      Account account = command.user().get();
      long groups = program.data().numbers(account.groups());
      program.call("setgroups failed\n", calls.setgroups(), account.groups().size(), groups);
      become(program, calls, account);
    }
    program.call("close failed\n", calls.close(), ITSELF);
    execute(program, machine, command);
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
    // what modules have left open; before Linux 5.9 it cannot be said so
    program.attempt("", calls.closeRange(), LoginProgram.CONTROL, Integer.MAX_VALUE, 0);
    become(program, calls, login.account());
    execute(program, machine, command);
    return program.elf();
  }

  /**
   * Of a process that becomes a user, sends a signal to a process group, and ends: well, if there
   * was anybody who got it. It says nothing.
   *
   * @throws IOException where this machine is not known
   */
  static byte[] signal(Account account, int group, int number) throws IOException {
    Machine machine = machine();
    Machine.Calls calls = machine.calls();
    CallProgram program = new CallProgram(machine);
    long groups = program.data().numbers(account.groups());
    program.call("", calls.setgroups(), account.groups().size(), groups);
    become(program, calls, account);
    program.call("", calls.kill(), -group, number);
    program.call("", calls.exit(), 0);
    return program.elf();
  }

  private static Machine machine() throws IOException {
    return Machine.current()
        .orElseThrow(() -> new IOException("users other than the server's own need Linux"));
  }

  private static void become(CallProgram program, Machine.Calls calls, Account account)
      throws IOException {
    ThreadRights.requireNumbers(account);
    long uid = Integer.toUnsignedLong(account.uid());
    long gid = Integer.toUnsignedLong(account.gid());
    program.call("setresgid failed\n", calls.setresgid(), gid, gid, gid);
    program.call("setresuid failed\n", calls.setresuid(), uid, uid, uid);
  }

  private static void execute(CallProgram program, Machine machine, Command command) {
    ProgramData data = program.data();
    program.attemptAndExplain(
        "Could not chdir to home directory " + command.directory(),
        machine.calls().chdir(),
        data.string(command.directory()));
    if (command.first().isPresent()) {
      runFirst(program, machine, command, command.first().get());
    } else {
      replace(program, machine, command);
    }
  }

  private static void replace(CallProgram program, Machine machine, Command command) {
    ProgramData data = program.data();
    program.call(
        command.program() + ": cannot be executed\n",
        machine.calls().execve(),
        data.string(command.program()),
        data.strings(command.arguments()),
        data.strings(command.environment()));
  }

  /**
   * A shell runs the script, with its input in a file, and then what is behind it. That is another
   * program of this kind, because a shell changes the environment, and gives no program the name of
   * a login shell.
   */
  private static void runFirst(
      CallProgram program, Machine machine, Command command, RcScript script) {
    CallProgram last = new CallProgram(machine);
    last.call("close failed\n", machine.calls().close(), LAST);
    replace(last, machine, command);
    ProgramData data = program.data();
    file(program, machine.calls(), INPUT, 0, script.input());
    program.call("lseek failed\n", machine.calls().lseek(), INPUT, 0, 0);
    file(program, machine.calls(), LAST, MemoryFile.executable(), last.elf());
    String line =
        "{ %s; } <&%d %d<&- %d<&-; exec /proc/self/fd/%d %d<&-"
            .formatted(script.line(), INPUT, INPUT, LAST, LAST, INPUT);
    program.call(
        SHELL + ": cannot be executed\n",
        machine.calls().execve(),
        data.string(SHELL),
        data.strings(
            Stream.of("sh", "-c", line, command.program())
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList()),
        data.strings(command.environment()));
  }

  /**
   * Makes a file in memory.
   *
   * @param number the least one that is free
   */
  private static void file(
      CallProgram program, Machine.Calls calls, int number, int flags, byte[] contents) {
    ProgramData data = program.data();
    program.call("memfd_create failed\n", calls.memfdCreate(), data.string("rc"), flags);
    program.call("write failed\n", calls.write(), number, data.put(contents), contents.length);
  }
}
