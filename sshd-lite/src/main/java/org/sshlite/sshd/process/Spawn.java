package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/**
 * {@code posix_spawn} of a process that leads a session of its own, has every signal at its default
 * and not blocked, and inherits no file but its standard streams.
 */
final class Spawn {
  private static final Platform PLATFORM = Platform.CURRENT;
  private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";

  private final Arena arena;
  private final MemorySegment actions;

  private Spawn(Arena arena) {
    this.arena = arena;
    this.actions = arena.allocate(PLATFORM.spawnActions(), 16);
  }

  /**
   * @param terminal path of the terminal that becomes the process's own and its standard streams
   * @return its process id
   */
  static int onTerminal(Command command, String terminal) throws IOException {
    if (command.login().isPresent()) {
      ThreadRights.own(); // it is the user's by now, and root's to open
      int file = openTerminal(terminal);
      try {
        return within(command.login().get(), command, true, file, file, file);
      } finally {
        Descriptor.close(file);
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      Spawn spawn = new Spawn(arena);
      return spawn.run(
          command,
          actions -> {
            // a session leader without a terminal gets the first one it opens
            MemorySegment path = spawn.string(terminal);
            Libc.checkZero(
                "posix_spawn_file_actions_addopen",
                actions,
                0,
                path.address(),
                Platform.OPEN_READ_WRITE,
                0);
            duplicate(actions, 0, 1);
            duplicate(actions, 0, 2);
          });
    }
  }

  /**
   * @param streams numbers of the files that become standard input, output and error, all above 2
   * @return its process id
   */
  static int onFiles(Command command, int... streams) throws IOException {
    if (command.login().isPresent()) {
      return within(command.login().get(), command, false, streams);
    }
    try (Arena arena = Arena.ofConfined()) {
      return new Spawn(arena)
          .run(
              command,
              actions -> {
                for (int i = 0; i < streams.length; i++) {
                  duplicate(actions, streams[i], i);
                }
              });
    }
  }

  /** The file of a terminal, which does not become this process's own. */
  static int openTerminal(String path) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Libc.string(arena, path.getBytes(StandardCharsets.UTF_8));
      return Descriptor.aboveStandard(
          Libc.check("open", name.address(), Platform.OPEN_READ_WRITE | PLATFORM.openNoctty()));
    }
  }

  private static int within(LoginProcess login, Command command, boolean terminal, int... streams)
      throws IOException {
    byte[] program = UserProgram.within(login, command, terminal);
    try (MemoryFile file = MemoryFile.of("sshd-lite", program)) {
      return login.start(file.number(), streams);
    }
  }

  /**
   * Starts the process of a login.
   *
   * @param control becomes {@link LoginProgram#CONTROL}
   * @param messages becomes its standard output and error
   */
  static int login(byte[] program, int control, int messages) throws IOException {
    ThreadRights.own(); // modules run with the rights of the thread that starts it
    try (Arena arena = Arena.ofConfined();
        MemoryFile file = MemoryFile.of("sshd-lite", program)) {
      Spawn spawn = new Spawn(arena);
      List<String> environment =
          System.getenv().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      return spawn.run(
          Command.of("/", environment, "/proc/self/fd/" + LoginProgram.PROGRAM, "sshd-lite"),
          actions -> {
            spawn.openNothing(actions);
            // neither of the two is one of the numbers that are made
            duplicate(actions, messages, 1);
            duplicate(actions, messages, 2);
            duplicate(actions, control, LoginProgram.CONTROL);
            duplicate(actions, file.number(), LoginProgram.PROGRAM);
          },
          LoginProgram.PROGRAM + 1);
    }
  }

  /**
   * Starts a process that has nothing of this one's.
   *
   * @param program that is run with root's rights
   * @return its process id
   */
  static int alone(byte[] program) throws IOException {
    ThreadRights.own();
    try (Arena arena = Arena.ofConfined();
        MemoryFile file = MemoryFile.of("sshd-lite", program)) {
      Spawn spawn = new Spawn(arena);
      return spawn.run(
          Command.of("/", List.of(), "/proc/self/fd/" + UserProgram.ITSELF, "sshd-lite"),
          actions -> {
            spawn.openNothing(actions);
            duplicate(actions, 0, 1);
            duplicate(actions, 0, 2);
            duplicate(actions, file.number(), UserProgram.ITSELF);
          },
          UserProgram.ITSELF + 1);
    }
  }

  /** /dev/null becomes its standard input. */
  private void openNothing(long actions) throws SystemException {
    Libc.checkZero(
        "posix_spawn_file_actions_addopen",
        actions,
        0,
        string("/dev/null").address(),
        Platform.OPEN_READ_WRITE,
        0);
  }

  private interface Streams {
    void add(long actions) throws IOException;
  }

  private static void duplicate(long actions, int from, int to) throws SystemException {
    Libc.checkZero("posix_spawn_file_actions_adddup2", actions, from, to);
  }

  private int run(Command command, Streams streams) throws IOException {
    // what another's thread starts would keep this process's real user id: it could become him
    ThreadRights.own();
    if (command.user().isEmpty() && command.first().isEmpty()) {
      return run(command, streams, 3);
    }
    byte[] program = UserProgram.of(command);
    try (MemoryFile file = MemoryFile.of("sshd-lite", program)) {
      return run(
          Command.of("/", List.of(), "/proc/self/fd/" + UserProgram.ITSELF, "sshd-lite"),
          actions -> {
            streams.add(actions);
            duplicate(actions, file.number(), UserProgram.ITSELF);
          },
          UserProgram.ITSELF + 1);
    }
  }

  /**
   * @param closedFrom the first descriptor that is not inherited
   */
  private int run(Command command, Streams streams, int closedFrom) throws IOException {
    MemorySegment attributes = arena.allocate(PLATFORM.spawnAttributes(), 16);
    Libc.checkZero("posix_spawn_file_actions_init", actions.address());
    Libc.checkZero("posix_spawnattr_init", attributes.address());
    try {
      setSignals(attributes);
      streams.add(actions.address());
      Libc.checkZero(
          "posix_spawn_file_actions_addchdir_np",
          actions.address(),
          string(command.directory()).address());
      closeTheRest(closedFrom);
      MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
      Libc.checkZero(
          "posix_spawn",
          pid.address(),
          string(command.program()).address(),
          actions.address(),
          attributes.address(),
          strings(command.arguments()).address(),
          strings(command.environment()).address());
      int started = Orphans.started(pid.get(ValueLayout.JAVA_INT, 0));
      OpenFiles.restore(started);
      return started;
    } finally {
      Libc.call("posix_spawnattr_destroy", attributes.address());
      Libc.call("posix_spawn_file_actions_destroy", actions.address());
    }
  }

  private void setSignals(MemorySegment attributes) throws SystemException {
    MemorySegment set = arena.allocate(PLATFORM.signalSet(), 8);
    Libc.check("sigfillset", set.address());
    Libc.checkZero("posix_spawnattr_setsigdefault", attributes.address(), set.address());
    Libc.check("sigemptyset", set.address());
    Libc.checkZero("posix_spawnattr_setsigmask", attributes.address(), set.address());
    int flags =
        PLATFORM.spawnSetsid()
            | PLATFORM.spawnCloseAll()
            | Platform.SPAWN_SETSIGDEF
            | Platform.SPAWN_SETSIGMASK;
    Libc.checkZero("posix_spawnattr_setflags", attributes.address(), flags);
  }

  private void closeTheRest(int from) throws IOException {
    if (PLATFORM.spawnCloseAll() != 0) {
      return;
    }
    if (Libc.has(CLOSE_FROM)) {
      Libc.checkZero(CLOSE_FROM, actions.address(), from);
      return;
    }
    // before glibc 2.34: the Java runtime's own files are not marked as it opens them
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : open) {
        int number = Integer.parseInt(file.getFileName().toString());
        if (number > 2) {
          Libc.variadic("fcntl", number, Platform.FCNTL_SETFD, Platform.DESCRIPTOR_CLOEXEC);
        }
      }
    }
  }

  private MemorySegment string(String text) {
    return Libc.string(arena, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An array of pointers to strings, ended by a null pointer. */
  private MemorySegment strings(List<byte[]> values) {
    MemorySegment array = arena.allocate(ValueLayout.ADDRESS, values.size() + 1L);
    for (int i = 0; i < values.size(); i++) {
      array.setAtIndex(ValueLayout.ADDRESS, i, Libc.string(arena, values.get(i)));
    }
    return array;
  }
}
