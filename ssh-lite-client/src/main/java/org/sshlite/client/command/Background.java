package org.sshlite.client.command;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/**
 * Going into the background once the login is done: {@code -f} and ControlPersist. A virtual
 * machine cannot fork. So a second one is started with the same arguments, which logs in, asking on
 * the same terminal, and leaves that when the first one may go on; the first one waits for this, or
 * for its end.
 */
final class Background {
  /** Set in the second process: whom to tell, and the pid of the first. */
  private static final String PROPERTY = "ssh-lite.background";

  private static final int GOES_ON = 'g';
  private static final int NO_MASTER = 'n';

  private static final int FCNTL_SETFD = 2;
  private static final int DESCRIPTOR_CLOEXEC = 1;
  private static final int READ_WRITE = 2;

  private Background() {}

  /** How the second process began. */
  sealed interface Start {
    /** It is logged in, and in the background. */
    record GoesOn() implements Start {}

    /** Another one is the master already: who wants a session connects by itself. */
    record NoMaster() implements Start {}

    /** It has ended, and said why. */
    record Ended(int status) implements Start {}
  }

  /** Whether this is the second process. */
  static boolean isIt() {
    return System.getProperty(PROPERTY) != null;
  }

  /** Whether a word of the command line makes this the second process. */
  static boolean isMark(String word) {
    return word.startsWith("-D" + PROPERTY + "=");
  }

  /** Whether ControlPersist makes a connection that outlives its first session. */
  static boolean persists(ClientConfig config) {
    return !config.controlPersist.get().equals("no")
        && !config.controlMaster.get().equals("false")
        && config.controlPath.get().isPresent();
  }

  // the first process

  static Start begin() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(2L * Integer.BYTES, Integer.BYTES);
      Libc.check("pipe", ends.address());
      int readEnd = ends.get(ValueLayout.JAVA_INT, 0);
      int writeEnd = ends.get(ValueLayout.JAVA_INT, Integer.BYTES);
      Libc.variadic("fcntl", readEnd, FCNTL_SETFD, DESCRIPTOR_CLOEXEC);
      int process;
      try {
        process = spawn(arena, command(writeEnd));
      } finally {
        Libc.call("close", writeEnd);
      }
      return await(arena, readEnd, process);
    }
  }

  private static Start await(Arena arena, int readEnd, int process) throws IOException {
    MemorySegment word = arena.allocate(Integer.BYTES, Integer.BYTES);
    long count;
    do {
      count = Libc.call("read", readEnd, word.address(), 1).value();
    } while (count < 0); // a signal that does not end us
    Libc.call("close", readEnd);
    if (count == 1) {
      return word.get(ValueLayout.JAVA_BYTE, 0) == GOES_ON
          ? new Start.GoesOn()
          : new Start.NoMaster();
    }
    while (Libc.call("waitpid", process, word.address(), 0).failed()) {
      continue; // as above
    }
    int status = word.get(ValueLayout.JAVA_INT, 0);
    boolean exited = (status & 0x7f) == 0;
    return new Start.Ended(exited ? status >> 8 & 0xff : Program.FAILURE);
  }

  /** Our own command line, and what tells the second process that it is one. */
  private static List<byte[]> command(int writeEnd) throws IOException {
    List<byte[]> words = new ArrayList<>(LightStart.whole(OwnCommand.words()));
    String told = writeEnd + ":" + ProcessHandle.current().pid();
    words.add(1, ("-D" + PROPERTY + "=" + told).getBytes(StandardCharsets.US_ASCII));
    return words;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int spawn(Arena arena, List<byte[]> words) throws SystemException {
    MemorySegment arguments = OwnCommand.array(arena, words);
    MemorySegment process = arena.allocate(Integer.BYTES, Integer.BYTES);
    long program = arguments.getAtIndex(ValueLayout.JAVA_LONG, 0);
    Libc.checkZero(
        "posix_spawnp", process.address(), program, 0, 0, arguments.address(), Libc.environment());
    return process.get(ValueLayout.JAVA_INT, 0);
  }

  // the second process

  /**
   * Leaves the terminal and lets the first process go on.
   *
   * @param keepsInput whether something is still to be read there
   * @param keepsOutput whether something is still to be written there
   * @return empty, or the status to end with: the first process is gone
   */
  static OptionalInt detach(boolean keepsInput, boolean keepsOutput, boolean keepsErrors) {
    String[] told = System.getProperty(PROPERTY).split(":");
    if (Libc.call("getppid").value() != Long.parseLong(told[1])) {
      return OptionalInt.of(Program.FAILURE);
    }
    Libc.call("setsid");
    if (!keepsInput) {
      nothingFor(0);
    }
    if (!keepsOutput) {
      nothingFor(1);
    }
    if (!keepsErrors) {
      nothingFor(2);
    }
    tell(GOES_ON);
    return OptionalInt.empty();
  }

  /** Puts /dev/null in the place of a standard stream. */
  static void nothingFor(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      long name = Libc.string(arena, bytes("/dev/null")).address();
      int nothing = Libc.call("open", name, READ_WRITE).asInt();
      Libc.call("dup2", nothing, descriptor);
      Libc.call("close", nothing);
    }
  }

  /** Lets the first process go on without us. */
  static void giveUp() {
    tell(NO_MASTER);
  }

  private static void tell(int word) {
    int descriptor = Integer.parseInt(System.getProperty(PROPERTY).split(":")[0]);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(1);
      one.set(ValueLayout.JAVA_BYTE, 0, (byte) word);
      Libc.call("write", descriptor, one.address(), 1);
    }
    Libc.call("close", descriptor);
  }
}
