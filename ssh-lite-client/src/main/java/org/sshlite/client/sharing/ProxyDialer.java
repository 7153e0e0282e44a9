package org.sshlite.client.sharing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.sshlite.program.system.Libc;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * A program that connects for us, hands over the connected socket beside a byte on its standard
 * output, and ends: ProxyUseFdpass of ssh_config(5). Java starts programs on pipes, which carry no
 * sockets.
 */
public final class ProxyDialer implements AutoCloseable {
  private static final int FCNTL_SETFD = 2;
  private static final int DESCRIPTOR_CLOEXEC = 1;
  private static final int LAST_STANDARD = 2;

  /** More than posix_spawn_file_actions_t has on any system we know. */
  private static final int ACTIONS = 256;

  private final ControlSocket socket;
  private final int process;
  private final CompletableFuture<PassedConnection> passed = new CompletableFuture<>();

  private ProxyDialer(ControlSocket socket, int process) {
    this.socket = socket;
    this.process = process;
  }

  /**
   * Starts one. Its standard error is ours.
   *
   * @param line for the shell
   */
  public static ProxyDialer start(String shell, String line) throws IOException {
    ControlSocket.Pair pair = ControlSocket.pair();
    int process;
    try (ControlSocket its = pair.other()) {
      process = spawn(its.number(), shell, "-c", line);
    } catch (IOException | RuntimeException e) {
      pair.one().close();
      throw e;
    }
    ProxyDialer dialer = new ProxyDialer(pair.one(), process);
    try {
      Threads.daemon("proxy-dialer", dialer::run);
    } catch (NoThreadException e) {
      pair.one().close();
      throw e;
    }
    return dialer;
  }

  private static int spawn(int socket, String... words) throws IOException {
    inheritNothing();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate((words.length + 1L) * Long.BYTES, Long.BYTES);
      for (int i = 0; i < words.length; i++) {
        byte[] word = words[i].getBytes(StandardCharsets.UTF_8);
        arguments.setAtIndex(ValueLayout.JAVA_LONG, i, Libc.string(arena, word).address());
      }
      long program = arguments.getAtIndex(ValueLayout.JAVA_LONG, 0);
      MemorySegment id = arena.allocate(Integer.BYTES, Integer.BYTES);
      long actions = arena.allocate(ACTIONS, Long.BYTES).address();
      Libc.checkZero("posix_spawn_file_actions_init", actions);
      try {
        Libc.checkZero("posix_spawn_file_actions_adddup2", actions, socket, 0);
        Libc.checkZero("posix_spawn_file_actions_adddup2", actions, socket, 1);
        Libc.checkZero(
            "posix_spawn",
            id.address(),
            program,
            actions,
            0,
            arguments.address(),
            Libc.environment());
        return id.get(ValueLayout.JAVA_INT, 0);
      } finally {
        Libc.call("posix_spawn_file_actions_destroy", actions);
      }
    }
  }

  /** The Java runtime's own files are not marked as it opens them. */
  private static void inheritNothing() throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/dev/fd"))) {
      for (Path file : open) {
        int number = Integer.parseInt(file.getFileName().toString());
        if (number > LAST_STANDARD) {
          Libc.variadic("fcntl", number, FCNTL_SETFD, DESCRIPTOR_CLOEXEC);
        }
      }
    }
  }

  /**
   * What it hands over, once it has ended; exceptionally with an {@link IOException} when it ends
   * without.
   */
  public CompletableFuture<PassedConnection> passed() {
    return passed;
  }

  private void run() {
    try (socket) {
      PassedConnection connection = PassedConnection.of(socket.receiveDescriptor());
      awaitEnd();
      if (!passed.complete(connection)) {
        connection.close(); // nobody wants it any more
      }
    } catch (IOException e) {
      passed.completeExceptionally(
          new IOException("proxy dialer did not pass back a connection", e));
      awaitEnd();
    }
  }

  private void awaitEnd() {
    Libc.Result ended;
    do {
      ended = Libc.call("waitpid", process, 0, 0);
    } while (ended.failed() && ended.errno() == Errno.INTR);
  }

  /** Nothing is wanted of it any more: what it hands over from now on is closed. */
  @Override
  public void close() {
    passed.cancel(false);
    socket.shutDown();
  }
}
