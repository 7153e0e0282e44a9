package org.sshlite.sshd.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.program.system.Libc;

/**
 * The process that a login's session of PAM is opened in, and that its other processes are started
 * from, sshd(8) LOGIN PROCESS: what modules do to it, they do to those.
 *
 * <p>What modules do in pam_open_session they do to the process that calls it: limits, umask, audit
 * identity, keyring, mounts, its place among systemd's sessions. So it cannot be the server's own;
 * pam_loginuid, which Debian requires, even fails on any but the first thread of a process. No
 * program that systems have opens a session under a service's name that it is told, and a Java
 * runtime for each login would cost 40 MB and 0.3 s. So this is a program written into memory that
 * calls libpam: it costs what one process of sshd's does. The processes that it starts are the
 * server's children (CLONE_PARENT), which waits for them as for its own.
 *
 * <p>It ends, and closes the session, when it is closed or the server is gone, however that ends.
 */
public final class LoginProcess implements AutoCloseable {
  private static final int STREAM_SOCKETS = 1;
  private static final int LOCAL = 1;
  private static final int SOCKET_LEVEL = 1;
  private static final int PASS_DESCRIPTORS = 1;

  /** A variable of a module, or a number: PAM has no limit. The user's certificate is in one. */
  private static final int LONGEST = 256 * 1024;

  private static final int MOST_VARIABLES = 1024;

  /** It takes a fork and a message; the first one looks for groups as well. */
  private static final Duration LONGEST_START = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Account account;
  private final Waker waker;
  private final Descriptor control;
  private final InputStream replies;
  private final int pid;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int status;
  private List<String> environment = List.of();
  private final AtomicReference<String> messages = new AtomicReference<>("");

  private LoginProcess(Account account, int pid, Waker waker, Descriptor control) {
    this.account = account;
    this.pid = pid;
    this.waker = waker;
    this.control = control;
    this.replies = control.input();
  }

  /**
   * Opens a session. This process must be root's. Blocks as long as modules do.
   *
   * @param service PAMServiceName
   * @param remote the host that the user comes from
   * @param environment what modules find in theirs, each {@code NAME=value}
   * @throws IOException when there is no such process; that PAM does not open a session is none
   */
  public static LoginProcess open(
      Account account, String service, String remote, List<String> environment) throws IOException {
    byte[] program = LoginProgram.of(service, account, remote, environment);
    try (MemoryFile shown = MemoryFile.empty("messages")) {
      LoginProcess process = begin(account, program, shown);
      try {
        process.await(shown);
        return process;
      } catch (IOException e) {
        process.close();
        throw new IOException(e.getMessage() + " " + shown.text(LONGEST).strip(), e);
      } catch (RuntimeException | Error e) {
        process.close();
        throw e;
      }
    }
  }

  private static LoginProcess begin(Account account, byte[] program, MemoryFile shown)
      throws IOException {
    int[] ends = sockets();
    try {
      Waker waker = new Waker();
      Descriptor control = new Descriptor(ends[0], waker);
      try {
        int pid = Spawn.login(program, ends[1], shown.number());
        return new LoginProcess(account, pid, waker, control);
      } catch (IOException | RuntimeException | Error e) {
        waker.close();
        control.close();
        throw e;
      }
    } finally {
      Descriptor.close(ends[1]);
    }
  }

  private void await(MemoryFile shown) throws IOException {
    control.output().write(0);
    String opened = reply();
    status = Integer.parseInt(opened.substring(opened.indexOf(' ') + 1));
    environment = status == 0 ? variables() : List.of();
    messages.set(shown.text(LONGEST));
  }

  private static int[] sockets() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(8, 4);
      Libc.check("socketpair", LOCAL, STREAM_SOCKETS, 0, ends.address());
      int second = ends.get(ValueLayout.JAVA_INT, 4);
      int own;
      try {
        own = Descriptor.aboveStandard(ends.get(ValueLayout.JAVA_INT, 0));
      } catch (IOException e) {
        Descriptor.close(second);
        throw e;
      }
      try {
        return new int[] {own, Descriptor.aboveStandard(second)};
      } catch (IOException e) {
        Descriptor.close(own);
        throw e;
      }
    }
  }

  private String reply() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = replies.read(); next != 0; next = replies.read()) {
      if (next < 0 || text.size() == LONGEST) {
        throw new IOException("the login's process has ended");
      }
      text.write(next);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private List<String> variables() throws IOException {
    List<String> all = new ArrayList<>();
    for (String next = reply(); !next.isEmpty(); next = reply()) {
      if (all.size() < MOST_VARIABLES && next.indexOf('=') > 0) {
        all.add(next);
      }
    }
    return List.copyOf(all);
  }

  /** Who has logged in. */
  public Account account() {
    return account;
  }

  /** Whether the session is open. */
  public boolean isOpen() {
    return status == 0;
  }

  /** What pam_open_session has returned; 0 where the session is open. */
  public int status() {
    return status;
  }

  /** What modules want to be in the environment, each {@code NAME=value}. */
  public List<String> environment() {
    return environment;
  }

  /** What modules have said: once, for the first who can be told; as sshd. */
  public String takeMessages() {
    return messages.getAndSet("");
  }

  /**
   * Starts a process.
   *
   * @param program the file, and then its standard streams
   * @return its process id
   */
  int start(int program, int... streams) throws IOException {
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      send(arena, program, streams);
      int started = Integer.parseInt(reply());
      if (started <= 0) {
        throw new IOException("the system starts no process");
      }
      return Orphans.started(started);
    } finally {
      lock.unlock();
    }
  }

  private void send(Arena arena, int program, int... streams) throws IOException {
    // struct msghdr, struct iovec, struct cmsghdr of 64-bit machines
    int descriptors = streams.length + 1;
    long size = 16 + (long) descriptors * Integer.BYTES;
    MemorySegment passed = arena.allocate(size, 8);
    passed.set(ValueLayout.JAVA_LONG, 0, size);
    passed.set(ValueLayout.JAVA_INT, 8, SOCKET_LEVEL);
    passed.set(ValueLayout.JAVA_INT, 12, PASS_DESCRIPTORS);
    passed.set(ValueLayout.JAVA_INT, 16, program);
    for (int i = 0; i < streams.length; i++) {
      passed.set(ValueLayout.JAVA_INT, 20 + (long) i * Integer.BYTES, streams[i]);
    }
    MemorySegment bytes = arena.allocate(16, 8);
    bytes.set(ValueLayout.JAVA_LONG, 0, arena.allocate(1).address());
    bytes.set(ValueLayout.JAVA_LONG, 8, 1);
    MemorySegment message = arena.allocate(56, 8);
    message.set(ValueLayout.JAVA_LONG, 16, bytes.address());
    message.set(ValueLayout.JAVA_LONG, 24, 1);
    message.set(ValueLayout.JAVA_LONG, 32, passed.address());
    message.set(ValueLayout.JAVA_LONG, 40, size);
    control.check("sendmsg", message.address(), 0);
  }

  /** Not for ever: a start that hangs is ended by the close. */
  private boolean lockedSoon() {
    try {
      return lock.tryLock(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Lets the session be closed, which may take as long as modules want. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return; // its number can be another's by now
    }
    // a process that is being started is the server's child: its number must still be learned
    boolean locked = lockedSoon();
    try {
      waker.close();
      control.close();
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
    // modules take their time, or do not come back at all: no thread waits for that
    Child.leaveBehind(pid);
  }
}
