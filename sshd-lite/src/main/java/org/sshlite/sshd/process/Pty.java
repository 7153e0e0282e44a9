package org.sshlite.sshd.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/** A pseudo-terminal: our side of it, and the name of the side that a process gets. */
public final class Pty implements AutoCloseable {
  private static final Platform PLATFORM = Platform.CURRENT;
  private static final int NAME_LIMIT = 1024;
  private static final int OWNER_AND_MESSAGES = 0620;
  private static final int OWNER_ALONE = 0600;

  private final Waker waker;
  private final Descriptor master;
  private final String path;
  // kept open until a process has it: settings and reading need somebody on the other side
  private int slave;

  private Pty(Waker waker, Descriptor master, String path, int slave) {
    this.waker = waker;
    this.master = master;
    this.path = path;
    this.slave = slave;
  }

  /**
   * A new one, with the system's usual settings.
   *
   * @throws IOException when the system has no more
   */
  public static Pty open() throws IOException {
    ThreadRights.own();
    Waker waker = new Waker();
    Descriptor master = null;
    try {
      int number = Libc.check("posix_openpt", Platform.OPEN_READ_WRITE | PLATFORM.openNoctty());
      master = new Descriptor(Descriptor.aboveStandard(number), waker);
      master.check("grantpt");
      master.check("unlockpt");
      String path = name(master);
      return new Pty(waker, master, path, Spawn.openTerminal(path));
    } catch (IOException | RuntimeException | Error e) {
      waker.close();
      if (master != null) {
        master.close();
      }
      throw e;
    }
  }

  private static String name(Descriptor master) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(NAME_LIMIT);
      int error = master.check("ptsname_r", name.address(), NAME_LIMIT);
      if (error != 0) {
        throw new SystemException("ptsname_r", error);
      }
      return name.getString(0, StandardCharsets.UTF_8);
    }
  }

  /** The terminal's file, for SSH_TTY: {@code /dev/pts/7}. */
  public String path() {
    return path;
  }

  /**
   * Makes it a user's, where this process is root's: he may open it again, and other users write
   * messages to it by a program of the group tty, and nothing else.
   */
  public void giveTo(Account account) throws SystemException {
    if (Libc.call("getuid").asInt() != Account.ROOT) {
      return; // it is the user's who has opened it
    }
    try (Arena arena = Arena.ofConfined()) {
      long name = Libc.string(arena, path.getBytes(StandardCharsets.UTF_8)).address();
      OptionalInt tty = Groups.id("tty");
      long uid = Integer.toUnsignedLong(account.uid());
      Libc.check("chown", name, uid, Integer.toUnsignedLong(tty.orElse(account.gid())));
      Libc.check("chmod", name, tty.isPresent() ? OWNER_AND_MESSAGES : OWNER_ALONE);
    }
  }

  /** Its size in characters and in pixels, 0 for unknown; the process is told by SIGWINCH. */
  public void resize(int columns, int rows, int widthPixels, int heightPixels) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      // struct winsize: rows, columns, width, height, unsigned shorts
      MemorySegment size = arena.allocate(8, 8);
      int[] values = {rows, columns, widthPixels, heightPixels};
      for (int i = 0; i < values.length; i++) {
        size.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) Math.clamp(values[i], 0, 0xffff));
      }
      master.control(PLATFORM.setWindowSize(), size.address());
    }
  }

  /** Sets the modes of RFC 4254 §8 that this system has; others are left out. */
  public void modes(Map<Integer, Long> modes) throws IOException {
    if (modes.isEmpty()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(PLATFORM.terminal().size(), 8);
      master.check("tcgetattr", settings.address());
      modes.forEach(
          (opcode, value) -> TerminalModes.set(PLATFORM.terminal(), settings, opcode, value));
      master.check("tcsetattr", 0, settings.address());
    }
  }

  /** A break condition of the system's usual length, RFC 4335. */
  public void sendBreak() throws IOException {
    master.check("tcsendbreak", 0);
  }

  /**
   * Sends a signal to the process group in the foreground, as the terminal does for Ctrl-C and its
   * kind, and for those alone. It knows the group itself: by its number, another one could be hit
   * that has got it meanwhile.
   *
   * @return whether it has; nobody else need be told then
   */
  boolean signal(int number) {
    if (PLATFORM.sendTerminalSignal() == 0) {
      return false;
    }
    try {
      if (master.check("tcgetpgrp") <= 0) {
        return false; // nobody has the terminal any more
      }
      master.control(PLATFORM.sendTerminalSignal(), number);
      return true;
    } catch (IOException _) {
      return false; // of a kind that no terminal sends
    }
  }

  int spawn(Command command) throws IOException {
    int pid = Spawn.onTerminal(command, path);
    releaseSlave();
    return pid;
  }

  private synchronized void releaseSlave() {
    if (slave >= 0) {
      Descriptor.close(slave);
      slave = -1;
    }
  }

  Waker waker() {
    return waker;
  }

  /** What the process writes; ends when nobody has the terminal open any more. */
  public InputStream output() {
    return master.input();
  }

  /** What the process reads. */
  public OutputStream input() {
    return master.output();
  }

  /** Ends reading as soon as nothing is left to be read now, though others have it open. */
  void drain() {
    waker.close();
  }

  /** Hangs up: what has this as its terminal gets SIGHUP. */
  @Override
  public void close() {
    waker.close();
    releaseSlave();
    master.close();
  }
}
