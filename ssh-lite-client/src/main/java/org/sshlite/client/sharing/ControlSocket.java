package org.sshlite.client.sharing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.sshlite.program.stream.ArrayInput;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/**
 * A connected unix socket that carries open files beside bytes, which Java's own cannot. Calls
 * wait. One thread reads, one writes.
 */
final class ControlSocket implements AutoCloseable {
  private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = MAC ? 0 : 0x80000;
  private static final int FCNTL_SETFD = 2;
  private static final int DESCRIPTOR_CLOEXEC = 1;

  // struct sockaddr_un: family, then the path with its NUL
  private static final int PATH_AT = 2;
  private static final int PATH_SIZE = MAC ? 104 : 108;

  // struct msghdr: void *name, socklen_t, struct iovec *iov, iovlen, void *control, controllen
  private static final int MESSAGE_SIZE = 56;
  private static final int IOV_AT = 16;
  private static final int IOV_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;

  // struct cmsghdr: length (size_t, on a Mac socklen_t), level, type, then one descriptor
  private static final int LEVEL_AT = MAC ? 4 : 8;
  private static final int RIGHT_AT = LEVEL_AT + 8;
  private static final int SOL_SOCKET = MAC ? 0xffff : 1;
  private static final int SCM_RIGHTS = 1;
  private static final int CONTROL_LENGTH = RIGHT_AT + Integer.BYTES;
  private static final int CONTROL_SPACE = 24;
  private static final int FLAGS_AT = MAC ? 44 : 48;
  private static final int TRUNCATED = MAC ? 0x20 : 0x8;
  private static final int RECEIVE_CLOEXEC = MAC ? 0 : 0x40000000;
  private static final int SO_PEERCRED = 17;
  private static final int SO_RCVTIMEO = MAC ? 0x1006 : 20;
  private static final int SHUT_RDWR = 2;

  private final int number;

  // not the lock of this, which who writes may hold for long
  private final Object closing = new Object();
  private boolean closed;

  private ControlSocket(int number) {
    this.number = number;
  }

  /** Whether a socket's address has room for {@code path}. */
  static boolean fits(String path) {
    return path.getBytes(StandardCharsets.UTF_8).length < PATH_SIZE;
  }

  /** Bytes of a path and its NUL that an address has room for. */
  static int pathSize() {
    return PATH_SIZE;
  }

  /**
   * Connects.
   *
   * @param path one that {@link #fits}
   * @throws SystemException when nobody listens there
   */
  static ControlSocket connect(String path) throws SystemException {
    ControlSocket socket = open();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = address(arena, path);
      Libc.check("connect", socket.number, address.address(), address.byteSize());
      return socket;
    } catch (SystemException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** One that is neither connected nor bound. */
  static ControlSocket open() throws SystemException {
    if (SOCK_CLOEXEC == 0) {
      return of(Libc.check("socket", AF_UNIX, SOCK_STREAM, 0));
    }
    return new ControlSocket(Libc.check("socket", AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  /** One that was opened elsewhere, and is this object's from now on. */
  static ControlSocket of(int number) {
    Libc.variadic("fcntl", number, FCNTL_SETFD, DESCRIPTOR_CLOEXEC);
    return new ControlSocket(number);
  }

  /** Two that are connected with each other. */
  record Pair(ControlSocket one, ControlSocket other) {}

  static Pair pair() throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(2L * Integer.BYTES, Integer.BYTES);
      Libc.check("socketpair", AF_UNIX, SOCK_STREAM, 0, ends.address());
      return new Pair(
          of(ends.get(ValueLayout.JAVA_INT, 0)), of(ends.get(ValueLayout.JAVA_INT, Integer.BYTES)));
    }
  }

  /** A path as bind(2) and connect(2) take it. */
  static MemorySegment address(Arena arena, String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    Objects.checkIndex(bytes.length, PATH_SIZE);
    MemorySegment address = arena.allocate(PATH_AT + PATH_SIZE, 8);
    if (MAC) {
      address.set(ValueLayout.JAVA_BYTE, 0, (byte) address.byteSize());
      address.set(ValueLayout.JAVA_BYTE, 1, (byte) AF_UNIX);
    } else {
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    }
    MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, PATH_AT, bytes.length);
    return address;
  }

  int number() {
    return number;
  }

  /**
   * Reads {@code count} bytes.
   *
   * @throws EOFException when the other end is gone
   */
  byte[] read(int count) throws IOException {
    byte[] bytes = input().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the other end of the control socket is gone");
    }
    return bytes;
  }

  /**
   * Has reading fail with {@link Errno#AGAIN} where nothing comes for so long.
   *
   * @param time zero to wait for ever
   */
  void patience(Duration time) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(16, 8); // struct timeval: seconds, microseconds
      value.set(ValueLayout.JAVA_LONG, 0, time.toSeconds());
      value.set(ValueLayout.JAVA_INT, 8, time.toNanosPart() / 1000);
      Libc.check("setsockopt", number, SOL_SOCKET, SO_RCVTIMEO, value.address(), value.byteSize());
    }
  }

  /** What comes, as a stream; ends when the other end is gone. */
  InputStream input() {
    return new ArrayInput() {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : readSome(target, offset, length);
      }
    };
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(length);
      while (true) {
        Libc.Result result = Libc.call("read", number, buffer.address(), length);
        if (result.value() == 0) {
          return -1;
        }
        int count = transferred("read", result);
        if (count > 0) {
          MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, offset, count);
          return count;
        }
      }
    }
  }

  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        ControlSocket.this.write(Arrays.copyOfRange(source, offset, offset + length));
      }
    };
  }

  void write(byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = Libc.string(arena, bytes);
      for (int at = 0; at < bytes.length; ) {
        at +=
            transferred(
                "write", Libc.call("write", number, buffer.address() + at, bytes.length - at));
      }
    }
  }

  /** Sends one open file beside one byte, as ssh does. */
  void sendDescriptor(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment control = arena.allocate(CONTROL_SPACE, 8);
      control.set(ValueLayout.JAVA_INT, 0, CONTROL_LENGTH);
      control.set(ValueLayout.JAVA_INT, LEVEL_AT, SOL_SOCKET);
      control.set(ValueLayout.JAVA_INT, LEVEL_AT + 4L, SCM_RIGHTS);
      control.set(ValueLayout.JAVA_INT, RIGHT_AT, descriptor);
      // CMSG_SPACE: a Mac pads to four bytes, others to eight
      MemorySegment message = message(arena, control, MAC ? CONTROL_LENGTH : CONTROL_SPACE);
      while (transferred("sendmsg", Libc.call("sendmsg", number, message.address(), 0)) == 0) {
        continue; // a signal came first
      }
    }
  }

  /**
   * Takes one open file that comes beside one byte. It is the caller's.
   *
   * @throws IOException also when there is none, or more than one: those are closed
   */
  int receiveDescriptor() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment control = arena.allocate(CONTROL_SPACE, 8);
      // room for one, so that the system keeps what else there is, and says so
      MemorySegment message = message(arena, control, CONTROL_LENGTH);
      Libc.Result result;
      do {
        result = Libc.call("recvmsg", number, message.address(), RECEIVE_CLOEXEC);
      } while (result.failed() && result.errno() == Errno.INTR);
      if (transferred("recvmsg", result) == 0) {
        throw new EOFException("the other end of the control socket is gone");
      }
      boolean one =
          message.get(ValueLayout.JAVA_INT, CONTROL_LENGTH_AT) >= CONTROL_LENGTH
              && control.get(ValueLayout.JAVA_INT, 0) == CONTROL_LENGTH
              && control.get(ValueLayout.JAVA_INT, LEVEL_AT) == SOL_SOCKET
              && control.get(ValueLayout.JAVA_INT, LEVEL_AT + 4L) == SCM_RIGHTS;
      if (!one) {
        throw new IOException("no file descriptor beside the byte");
      }
      int descriptor = control.get(ValueLayout.JAVA_INT, RIGHT_AT);
      Libc.variadic("fcntl", descriptor, FCNTL_SETFD, DESCRIPTOR_CLOEXEC);
      if ((message.get(ValueLayout.JAVA_INT, FLAGS_AT) & TRUNCATED) != 0) {
        Libc.call("close", descriptor);
        throw new IOException("more than one file descriptor beside the byte");
      }
      return descriptor;
    }
  }

  /** One byte and what goes beside it. */
  private static MemorySegment message(Arena arena, MemorySegment control, int controlLength) {
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ValueLayout.JAVA_LONG, 0, arena.allocate(1).address());
    vector.set(ValueLayout.JAVA_LONG, 8, 1);
    MemorySegment message = arena.allocate(MESSAGE_SIZE, 8);
    message.set(ValueLayout.JAVA_LONG, IOV_AT, vector.address());
    message.set(ValueLayout.JAVA_INT, IOV_COUNT_AT, 1);
    message.set(ValueLayout.JAVA_LONG, CONTROL_AT, control.address());
    message.set(ValueLayout.JAVA_INT, CONTROL_LENGTH_AT, controlLength);
    return message;
  }

  /** Who is at the other end: the user id of the process that connected. */
  long peerUser() throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment credentials = arena.allocate(12, 4); // struct ucred: pid, uid, gid
      if (MAC) {
        Libc.check("getpeereid", number, credentials.address(), credentials.address() + 4);
        return Integer.toUnsignedLong(credentials.get(ValueLayout.JAVA_INT, 0));
      }
      MemorySegment length = arena.allocate(4, 4);
      length.set(ValueLayout.JAVA_INT, 0, (int) credentials.byteSize());
      Libc.check(
          "getsockopt", number, SOL_SOCKET, SO_PEERCRED, credentials.address(), length.address());
      return Integer.toUnsignedLong(credentials.get(ValueLayout.JAVA_INT, 4));
    }
  }

  /** Nothing goes either way any more; who waits for the other end is told that it is gone. */
  void shutDown() {
    synchronized (closing) {
      if (!closed) { // the number may be another file's by now
        Libc.call("shutdown", number, SHUT_RDWR);
      }
    }
  }

  /** Bytes moved; 0 when a signal came first. */
  private static int transferred(String function, Libc.Result result) throws SystemException {
    if (result.value() >= 0) {
      return (int) result.value();
    }
    if (result.errno() == Errno.INTR) {
      return 0;
    }
    throw new SystemException(function, result.errno());
  }

  @Override
  public void close() {
    synchronized (closing) {
      if (!closed) {
        closed = true;
        Libc.call("close", number);
      }
    }
  }
}
