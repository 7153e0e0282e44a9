package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;
import org.sshlite.protocol.netty.BoundSocket;

/**
 * Sockets that listen already when we are started, as sd_listen_fds(3) hands them over. Linux.
 *
 * <p>Java takes over one such socket at most, from standard input. So it opens one of its own, in
 * whose place the system puts ours: Java waits and accepts there without knowing. Numbers are those
 * of the Linux ABI.
 */
public final class InheritedSockets {
  private static final int FIRST = 3;

  /** More are not ours: a number that is wrong would have us take what others have opened. */
  private static final int MOST = 64;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int LONGEST_ADDRESS = 128;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ACCEPTCONN = 30;
  private static final int O_CLOEXEC = 0x80000;

  private InheritedSockets() {}

  /**
   * How many there are for this process.
   *
   * @param environment that it was started with
   */
  public static int count(Map<String, String> environment) {
    boolean ours =
        environment
            .getOrDefault("LISTEN_PID", "")
            .equals(String.valueOf(ProcessHandle.current().pid()));
    String count = environment.getOrDefault("LISTEN_FDS", "");
    return ours && count.matches("[0-9]{1,2}") ? Math.min(Integer.parseInt(count), MOST) : 0;
  }

  /**
   * Takes the first {@code count}. May be called again when what it returned is closed: they go on
   * listening meanwhile.
   *
   * @throws IOException when one is no TCP socket that listens
   */
  public static List<BoundSocket> take(int count) throws IOException {
    List<BoundSocket> sockets = new ArrayList<>();
    try {
      for (int descriptor = FIRST; descriptor < FIRST + count; descriptor++) {
        sockets.add(take(descriptor, name(descriptor)));
      }
      return sockets;
    } catch (IOException e) {
      for (BoundSocket socket : sockets) {
        socket.channel().close();
      }
      throw e;
    }
  }

  private static InetSocketAddress name(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
      Libc.check(
          "getsockopt", descriptor, SOL_SOCKET, SO_ACCEPTCONN, value.address(), size.address());
      if (value.get(ValueLayout.JAVA_INT, 0) != 0) {
        return address(descriptor);
      }
    } catch (SystemException e) {
      throw new IOException("LISTEN_FDS: descriptor " + descriptor + ": " + e.getMessage(), e);
    }
    throw new IOException("LISTEN_FDS: descriptor " + descriptor + " does not listen");
  }

  /** getsockname(2). */
  private static InetSocketAddress address(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(LONGEST_ADDRESS);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, LONGEST_ADDRESS);
      Libc.check("getsockname", descriptor, name.address(), size.address());
      int port =
          Short.toUnsignedInt(
              name.get(
                  ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), Short.BYTES));
      return switch (name.get(ValueLayout.JAVA_SHORT, 0)) {
        case AF_INET -> new InetSocketAddress(ip(name.asSlice(4, 4)), port);
        case AF_INET6 -> new InetSocketAddress(ip(name.asSlice(8, 16)), port);
        default -> throw new IOException("LISTEN_FDS: descriptor " + descriptor + " is not TCP");
      };
    }
  }

  private static InetAddress ip(MemorySegment bytes) throws UnknownHostException {
    return InetAddress.getByAddress(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  private static BoundSocket take(int descriptor, InetSocketAddress address) throws IOException {
    // what sessions run does not inherit it
    Libc.variadic("fcntl", descriptor, Platform.FCNTL_SETFD, Platform.DESCRIPTOR_CLOEXEC);
    boolean ipv4 = address.getAddress().getAddress().length == 4;
    ProtocolFamily family = ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    ServerSocketChannel channel;
    try {
      channel = ServerSocketChannel.open(family);
    } catch (UnsupportedOperationException e) { // where the system has no IPv6
      throw new IOException("LISTEN_FDS: descriptor " + descriptor + ": " + e.getMessage(), e);
    }
    try {
      // only for Java to believe that it listens; nobody learns of the port before it is gone
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral(ipv4 ? "127.0.0.1" : "::1"), 0), 1);
      int own = descriptorOf((InetSocketAddress) channel.getLocalAddress());
      Libc.check("dup3", descriptor, own, O_CLOEXEC);
      return new BoundSocket(channel, address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static int descriptorOf(InetSocketAddress bound) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : open) {
        int number = Integer.parseInt(file.getFileName().toString());
        if (isAt(number, bound)) {
          return number;
        }
      }
    }
    throw new IOException("LISTEN_FDS: no descriptor of a new socket is found");
  }

  private static boolean isAt(int descriptor, InetSocketAddress bound) {
    try {
      return address(descriptor).equals(bound);
    } catch (IOException _) {
      return false; // no socket, or one of another kind
    }
  }
}
