package org.sshlite.program.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.stream.StandardStream;

/**
 * The log of an executable: lines as OpenSSH writes them, to stderr or to the file of {@code -E}.
 * It also takes what the libraries say through System.Logger. Any thread may log.
 */
public final class StderrLog {
  private static volatile @Nullable StderrLog installed;

  private volatile LogLevel level;
  private volatile LogOverrides overrides = LogOverrides.NONE;
  private final Destination destination;
  private final long number;

  /** Where the lines of a log and of its connections go. */
  private static final class Destination {
    // OpenSSH ends lines so: the terminal may be in raw mode
    private volatile LogSink sink = new Plain(StandardStream.stderr(), "\r\n");
    private volatile @Nullable Held held;
  }

  private record Line(LogLevel level, long number, String message) {}

  /** Lines of which it is not yet known whether they are to be seen. */
  private static final class Held implements LogSink {
    private final List<Line> lines = new ArrayList<>();
    private @Nullable LogSink next;

    @Override
    public synchronized void write(LogLevel level, long number, String message) {
      if (next instanceof LogSink sink) {
        sink.write(level, number, message); // who writes had found this before it moved
      } else {
        lines.add(new Line(level, number, message));
      }
    }

    synchronized void moveTo(LogSink sink) {
      next = sink;
      lines.forEach(line -> sink.write(line.level(), line.number(), line.message()));
      lines.clear();
    }
  }

  /** Lines with nothing before them. */
  private record Plain(OutputStream out, String newline) implements LogSink {
    @Override
    public void write(LogLevel level, long number, String message) {
      synchronized (out) {
        try {
          out.write((level.prefix() + message + newline).getBytes(StandardCharsets.UTF_8));
          out.flush();
        } catch (IOException _) {
          // a log that cannot be written has nowhere to say so
        }
      }
    }
  }

  public StderrLog(LogLevel level) {
    this(level, new Destination(), 0);
  }

  private StderrLog(LogLevel level, Destination destination, long number) {
    this.level = level;
    this.destination = destination;
    this.number = number;
  }

  /**
   * The log of one connection: a level of its own, which begins as this one's, and the same place.
   *
   * @param number the connection's, from 1 on
   */
  public StderrLog of(long number) {
    StderrLog own = new StderrLog(level, destination, number);
    own.overrides = overrides;
    return own;
  }

  /**
   * Makes this the process's log for System.Logger. Costs nothing until a library logs or asks
   * whether it may. For the main method of an executable, once.
   */
  public StderrLog install() {
    installed = this;
    System.setProperty("java.util.logging.config.class", Setup.class.getName());
    return this;
  }

  public LogLevel level() {
    return level;
  }

  public void level(LogLevel level) {
    this.level = level;
    apply();
  }

  /**
   * LogVerbose: from now on lines of these places are written whatever the level, with the place
   * before them. Those of libraries, if this log is {@link #install}ed.
   *
   * @param places lists of patterns of {@code File.java:method():line}; "none" is none
   */
  public void overrides(List<String> places) {
    overrides = LogOverrides.of(places);
    apply();
  }

  private void apply() {
    if (installed == this && Setup.root instanceof Logger root) {
      Setup.apply(root, reach());
    }
  }

  /** The least that is looked at: what is forced may be of any level. */
  private LogLevel reach() {
    return overrides.any() ? LogLevel.DEBUG3 : level;
  }

  /** Appends to a file from now on; it is made for its owner only. */
  public void redirect(Path file) throws ConfigException {
    sink(new Plain(open(file), "\n"));
  }

  /** Where all lines go from now on, those of connections too. */
  public void sink(LogSink sink) {
    destination.sink = sink;
  }

  /** Keeps all lines back until {@link #release}; they are lost if the process ends before. */
  public void hold() {
    destination.held = new Held();
  }

  /** Whether all lines are kept back. */
  public boolean holds() {
    return destination.held != null;
  }

  /** Writes what was kept back, if anything was. */
  public void release() {
    if (destination.held instanceof Held held) {
      destination.held = null;
      held.moveTo(destination.sink);
    }
  }

  /** Waits a moment for what was written to leave. */
  public void flush() {
    boolean _ = destination.sink.flush();
  }

  /** A file to append to; it is made for its owner only. */
  public static OutputStream open(Path file) throws ConfigException {
    try {
      if (file.toString().isEmpty()) {
        throw new NoSuchFileException(""); // to Java it is the working folder
      }
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      return Files.newOutputStream(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ConfigException("Couldn't open logfile " + file + ": " + ConfigFile.reason(e));
    }
  }

  public void fatal(String message) {
    log(LogLevel.FATAL, message);
  }

  public void error(String message) {
    log(LogLevel.ERROR, message);
  }

  public void info(String message) {
    log(LogLevel.INFO, message);
  }

  public void verbose(String message) {
    log(LogLevel.VERBOSE, message);
  }

  public void debug(String message) {
    log(LogLevel.DEBUG1, message);
  }

  /**
   * Writes one line if the level is shown, or the caller's place is forced.
   *
   * @param message without a newline; what came from a peer is already escaped
   */
  public void log(LogLevel at, String message) {
    Optional<String> forced = overrides.place();
    if (at.compareTo(level) > 0 && forced.isEmpty()) {
      return;
    }
    LogSink sink = destination.held instanceof Held held ? held : destination.sink;
    String line = forced.map(place -> place + ": " + message).orElse(message);
    sink.write(at, number, line.replace('\n', ' '));
  }

  /** Sets java.util.logging up instead of its properties file; made by its LogManager. */
  public static final class Setup {
    private static volatile @Nullable Logger root;
    // each packet: DEBUG3, which System.Logger has no level for
    private static final String PACKETS = "packet";
    // what a logger of such a name tells at INFO is VERBOSE, which System.Logger has no level for
    private static final String VERBOSE = ".verbose";
    // their debug lines tell of their own insides; kept, because LogManager forgets the level of a
    // logger that nobody holds
    private static List<Logger> quiet = List.of();
    private static @Nullable Logger packets;

    /** Called once by LogManager. */
    public Setup() {
      Logger logger = Logger.getLogger("");
      root = logger;
      packets = Logger.getLogger(PACKETS);
      quiet = Stream.of("io.netty", "java", "jdk", "javax").map(Logger::getLogger).toList();
      if (installed instanceof StderrLog log) {
        logger.addHandler(new Lines(log));
        apply(logger, log.reach());
      }
    }

    private static void apply(Logger logger, LogLevel level) {
      logger.setLevel(
          switch (level) {
            case QUIET -> Level.OFF;
            case FATAL, ERROR -> Level.SEVERE;
            case INFO -> Level.INFO;
            case VERBOSE -> Level.CONFIG;
            case DEBUG1 -> Level.FINE;
            case DEBUG2 -> Level.FINER;
            case DEBUG3 -> Level.ALL;
          });
      if (packets != null) {
        packets.setLevel(level == LogLevel.DEBUG3 ? Level.ALL : Level.INFO);
      }
      Level others = level == LogLevel.QUIET ? Level.OFF : Level.SEVERE;
      quiet.forEach(other -> other.setLevel(others));
    }
  }

  private static final class Lines extends Handler {
    private final StderrLog log;
    private final Formatter formatter =
        new Formatter() {
          @Override
          public String format(LogRecord record) {
            return formatMessage(record);
          }
        };

    Lines(StderrLog log) {
      this.log = log;
    }

    @Override
    public void publish(LogRecord record) {
      StringBuilder line = new StringBuilder(formatter.format(record));
      for (Throwable t = record.getThrown(); t != null; t = t.getCause()) {
        line.append(": ").append(t);
      }
      log.log(levelOf(record), line.toString());
    }

    /** TRACE of System.Logger is debug2, DEBUG debug1; WARNING is told at INFO. */
    private static LogLevel levelOf(LogRecord record) {
      int value = record.getLevel().intValue();
      if (value < Level.INFO.intValue() && Setup.PACKETS.equals(record.getLoggerName())) {
        return LogLevel.DEBUG3;
      }
      if (value >= Level.SEVERE.intValue()) {
        return LogLevel.ERROR;
      }
      if (value >= Level.INFO.intValue()) {
        return record.getLoggerName() instanceof String name && name.endsWith(Setup.VERBOSE)
            ? LogLevel.VERBOSE
            : LogLevel.INFO;
      }
      if (value >= Level.CONFIG.intValue()) {
        return LogLevel.VERBOSE;
      }
      if (value >= Level.FINE.intValue()) {
        return LogLevel.DEBUG1;
      }
      return value >= Level.FINER.intValue() ? LogLevel.DEBUG2 : LogLevel.DEBUG3;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
