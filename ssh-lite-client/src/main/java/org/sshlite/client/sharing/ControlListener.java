package org.sshlite.client.sharing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/**
 * The socket of a master, where its clients connect to: nobody's but its user's. It stands at its
 * path only once it listens, and never takes another one's place.
 */
public final class ControlListener implements AutoCloseable {
  /** As ssh. */
  private static final int BACKLOG = 64;

  /** All but reading and writing by the user is taken away. */
  private static final int PRIVATE = 0177;

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int RANDOM_LETTERS = 16;

  private final ControlSocket socket;
  private final Path path;
  private final Object key;
  private boolean closed;

  private ControlListener(ControlSocket socket, Path path) throws IOException {
    this.socket = socket;
    this.path = path;
    this.key = key(path);
  }

  /**
   * Listens.
   *
   * @return empty when there is something at {@code path} already
   * @throws IOException when that cannot be done, in one line
   */
  public static Optional<ControlListener> at(String path) throws IOException {
    // first under another name: who connects between bind and listen would find nobody
    String temporary = path + "." + random();
    if (!ControlSocket.fits(temporary)) {
      throw new IOException(
          "unix_listener: path \"" + temporary + "\" too long for Unix domain socket");
    }
    ControlSocket socket = ControlSocket.open();
    try (Arena arena = Arena.ofConfined()) {
      bind(socket, ControlSocket.address(arena, temporary), temporary);
      boolean taken;
      try {
        taken = !link(arena, temporary, path);
      } finally {
        Files.deleteIfExists(Path.of(temporary));
      }
      if (taken) {
        socket.close();
        return Optional.empty();
      }
      return Optional.of(new ControlListener(socket, Path.of(path)));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void bind(ControlSocket socket, MemorySegment address, String path)
      throws IOException {
    long before = Libc.call("umask", PRIVATE).value();
    try {
      Libc.check("bind", socket.number(), address.address(), address.byteSize());
    } catch (SystemException e) {
      throw new IOException(
          "unix_listener: cannot bind to path " + path + ": " + Libc.message(e.errno()), e);
    } finally {
      Libc.call("umask", before);
    }
    Libc.check("listen", socket.number(), BACKLOG);
  }

  /** Whether it could take its place: link(2) puts nothing in the place of something. */
  private static boolean link(Arena arena, String from, String to) throws SystemException {
    Libc.Result linked =
        Libc.call("link", string(arena, from).address(), string(arena, to).address());
    if (linked.failed() && linked.errno() != Errno.EXIST) {
      throw new SystemException("link mux listener " + from + " => " + to, linked.errno());
    }
    return !linked.failed();
  }

  private static MemorySegment string(Arena arena, String text) {
    return Libc.string(arena, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /**
   * Waits for a client.
   *
   * @return empty for one that was turned away: of another user
   * @throws IOException when it is closed, or the system has no room for one now
   */
  public Optional<MuxClient> accept() throws IOException {
    int number;
    do {
      Libc.Result result = Libc.call("accept", socket.number(), 0, 0);
      number = result.asInt();
      if (number < 0 && result.errno() != Errno.INTR && result.errno() != Errno.CONNABORTED) {
        throw new SystemException("accept", result.errno());
      }
    } while (number < 0);
    ControlSocket client = ControlSocket.of(number);
    try {
      if (admits(client.peerUser(), ourUser())) {
        return Optional.of(new MuxClient(client));
      }
    } catch (SystemException _) {
      // who it is cannot be told
    }
    client.close();
    return Optional.empty();
  }

  static long ourUser() {
    return Libc.call("getuid").value() & 0xffffffffL;
  }

  /** As ssh: the same user, or root, who could look into us anyway. */
  static boolean admits(long peer, long ours) {
    return peer == ours || peer == 0;
  }

  /** Which file it is: an inode alone is given to the next one at once. */
  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, "fileKey,creationTime", LinkOption.NOFOLLOW_LINKS).toString();
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /** Nobody new is taken, and the socket is removed; not one that somebody else has put there. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (key(path).equals(key)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException _) {
      // it is gone
    }
    socket.shutDown(); // whoever waits in accept wakes up; the number is not reused meanwhile
  }
}
