package org.sshlite.sshd.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.sshlite.sshd.process.LibraryProgram.Argument;
import org.sshlite.sshd.process.LibraryProgram.Label;
import org.sshlite.sshd.process.Machine.Condition;

/**
 * The program of a {@link LoginProcess}: it opens a session of PAM, starts what it is told to, and
 * closes the session when nobody can tell it anything more.
 */
final class LoginProgram {
  /** The descriptor that orders come by; the next four are kept for what comes with them. */
  static final int CONTROL = 3;

  /** The program to be started, which the order begins with; its standard streams follow. */
  static final int PROGRAM = CONTROL + 1;

  static final int PASSED = 4;

  // security/_pam_types.h
  private static final int ITEM_TTY = 3;
  private static final int ITEM_RHOST = 4;
  private static final int ESTABLISH = 2;
  private static final int DELETE = 4;
  private static final int SILENT = 0x8000;

  private static final int CLOEXEC = 0x80000;
  private static final int FCNTL_SETFD = 2;
  private static final int CLONE_PARENT = 0x8000;
  private static final int SIGNAL_CHILD = 17;
  private static final int[] SIGNALS = {1, 13, 15}; // SIGHUP, SIGPIPE, SIGTERM
  private static final int SIGNAL_IGNORE = 1;

  // sys/syslog.h
  private static final int LOG_PID = 1;
  private static final int LOG_AUTHPRIV = 10 << 3;

  private static final int SIGNAL_DEFAULT = 0;
  private static final int FAILED = 254;
  private static final int PEEK = 2;
  private static final int DO_NOT_WAIT = 0x40;

  private static final int CONTROL_SIZE = 16 + PASSED * Integer.BYTES;

  private final LibraryProgram program;
  private final ProgramData data;
  private final Account account;
  private final long user;
  private final long handle;
  private final long result;
  private final long credentials;
  private final long groups;
  private final long ignored;

  private LoginProgram(Machine machine, Account account) throws IOException {
    this.program = new LibraryProgram(machine, "libpam.so.0", "libpam_misc.so.0");
    this.data = program.data();
    this.account = account;
    this.user = data.string(account.name());
    this.handle = program.cell();
    this.result = program.cell();
    this.credentials = program.cell();
    this.groups = program.cell();
    this.ignored = program.cell();
  }

  /**
   * @param service PAMServiceName
   * @param remote the host that the user comes from
   * @param environment what modules find in theirs, each {@code NAME=value}
   */
  static byte[] of(String service, Account account, String remote, List<String> environment)
      throws IOException {
    Machine machine =
        Machine.current().orElseThrow(() -> new IOException("sessions of PAM need Linux"));
    LoginProgram made = new LoginProgram(machine, account);
    made.write(machine, service, remote, environment);
    return made.program.elf();
  }

  private void write(Machine machine, String service, String remote, List<String> environment) {
    Label end = new Label();
    Label over = new Label();
    keepDescriptors();
    signals(SIGNAL_IGNORE);
    // what modules log has the process's number, as that of sshd's
    call("openlog", data.string("sshd-lite"), LOG_PID, LOG_AUTHPRIV);
    // its limit on open files is set meanwhile
    call("read", CONTROL, program.cell(), 1);
    open(service, remote, environment);
    say("%d %d%c", Argument.at(credentials), Argument.at(result), 0);
    Label opened = new Label();
    program.jump(opened, Condition.ZERO, result);
    program.jump(over, Condition.ALWAYS, ignored);
    program.land(opened);
    tellEnvironment();
    serve(machine, end);
    program.land(end);
    pam("pam_close_session", SILENT);
    program.land(over);
    pam("pam_setcred", DELETE | SILENT);
    program.call(ignored, "pam_end", Argument.at(handle), 0);
    call("_exit", 0);
  }

  private void call(String function, Object... arguments) {
    program.call(ignored, function, arguments);
  }

  private void pam(String function, long flags) {
    call(function, Argument.at(handle), flags);
  }

  private void say(String format, Object... arguments) {
    Object[] all = new Object[arguments.length + 2];
    all[0] = CONTROL;
    all[1] = data.string(format);
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    call("dprintf", all);
  }

  /** Modules that keep files open are not to have the numbers of those that are passed. */
  private void keepDescriptors() {
    call("fcntl", CONTROL, FCNTL_SETFD, 1);
    for (int i = 0; i < PASSED; i++) {
      call("dup3", CONTROL, PROGRAM + i, CLOEXEC);
    }
  }

  private void signals(int handling) {
    for (int signal : SIGNALS) {
      call("signal", signal, handling);
    }
  }

  private void open(String service, String remote, List<String> environment) {
    // what modules say goes two ways, and is to stay in its order
    long output = program.cell();
    call("memcpy", output, Argument.at(program.pointer("stdout")), Long.BYTES);
    call("setbuf", Argument.at(output), 0);
    // struct pam_conv: a function that writes what is to be said, and reads no answers
    long conversation = program.pointer("misc_conv");
    program.call(result, "pam_start", data.string(service), user, conversation, handle);
    Label started = new Label();
    program.jump(started, Condition.ZERO, result);
    say("%d %d%c", -1, Argument.at(result), 0);
    call("_exit", FAILED);
    program.land(started);
    call("pam_set_item", Argument.at(handle), ITEM_RHOST, data.string(remote));
    call("pam_set_item", Argument.at(handle), ITEM_TTY, data.string("ssh"));
    putEnvironment(environment);
    program.call(credentials, "pam_setcred", Argument.at(handle), ESTABLISH);
    program.call(result, "pam_open_session", Argument.at(handle), 0);
  }

  private void putEnvironment(List<String> environment) {
    List<byte[]> settings =
        environment.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    long list = data.words(data.strings(settings));
    eachOf(list, entry -> call("pam_putenv", Argument.at(handle), entry));
  }

  private void tellEnvironment() {
    long list = program.cell();
    Label told = new Label();
    program.call(list, "pam_getenvlist", Argument.at(handle));
    program.jump(told, Condition.NULL, list);
    eachOf(list, entry -> say("%s%c", entry, 0));
    program.land(told);
    say("%c", 0);
  }

  /**
   * Does something for each of a list of strings that a null pointer ends.
   *
   * @param list the address of the list's; it is used up
   */
  private void eachOf(long list, Consumer<Argument> deed) {
    long entry = program.cell();
    Label next = new Label();
    Label over = new Label();
    program.land(next);
    call("memcpy", entry, Argument.at(list), Long.BYTES);
    program.jump(over, Condition.NULL, entry);
    deed.accept(Argument.at(entry));
    program.advance(list);
    program.jump(next, Condition.ALWAYS, ignored);
    program.land(over);
  }

  private void serve(Machine machine, Label end) {
    // struct msghdr: no name, one byte, and descriptors
    long bytes = data.words(program.cell(), 1);
    long control = data.put(new byte[CONTROL_SIZE]);
    long pattern = data.words(0, 0, bytes, 1, control, CONTROL_SIZE, 0);
    long message = data.words(0, 0, 0, 0, 0, 0, 0);
    Label orders = new Label();
    Label child = new Label();
    program.land(orders);
    for (int i = 0; i < PASSED; i++) {
      call("close", PROGRAM + i);
    }
    call("memcpy", message, pattern, 7 * Long.BYTES);
    program.call(result, "recvmsg", CONTROL, message, 0);
    program.jump(end, Condition.NOT_POSITIVE, result);
    takeGroups(end);
    // it may have taken long, and nobody be there any more who learned of what is started
    program.call(result, "recv", CONTROL, bytes, 1, PEEK | DO_NOT_WAIT);
    program.jump(end, Condition.ZERO, result);
    // the server's child, not this one's: it waits for it
    program.call(
        result, "syscall", machine.calls().fork(), CLONE_PARENT | SIGNAL_CHILD, 0, 0, 0, 0);
    program.jump(child, Condition.ZERO, result);
    keepDescriptors();
    say("%d%c", Argument.at(result), 0);
    program.jump(orders, Condition.ALWAYS, ignored);
    program.land(child);
    become();
  }

  /**
   * The user's groups, to which modules may add: once, as sshd does, for what is started has them
   * from here. To look them up takes longer than a command that does little.
   */
  private void takeGroups(Label end) {
    Label taken = new Label();
    Label done = new Label();
    Label first = new Label();
    long yes = data.words(1);
    long gid = Integer.toUnsignedLong(account.gid());
    program.jump(first, Condition.ZERO, groups);
    program.jump(done, Condition.ALWAYS, ignored);
    program.land(first);
    call("setegid", gid); // for modules, as in sshd
    program.call(result, "initgroups", user, gid);
    program.jump(taken, Condition.ZERO, result);
    program.jump(end, Condition.ALWAYS, ignored);
    program.land(taken);
    pam("pam_setcred", ESTABLISH);
    call("setegid", 0);
    call("memcpy", groups, yes, Long.BYTES);
    program.land(done);
  }

  private void become() {
    signals(SIGNAL_DEFAULT);
    require("setgid", Integer.toUnsignedLong(account.gid()));
    long name = data.strings(List.of("sshd-lite".getBytes(StandardCharsets.US_ASCII)));
    call("execve", data.string("/proc/self/fd/" + PROGRAM), name, data.words(0));
    call("_exit", FAILED);
  }

  private void require(String function, Object... arguments) {
    Label done = new Label();
    program.call(result, function, arguments);
    program.jump(done, Condition.ZERO, result);
    call("_exit", FAILED);
    program.land(done);
  }
}
