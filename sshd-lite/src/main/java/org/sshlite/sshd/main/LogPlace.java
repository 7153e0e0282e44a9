package org.sshlite.sshd.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.Facility;
import org.sshlite.program.log.QueuedStderr;
import org.sshlite.program.log.Syslog;
import org.sshlite.program.log.TimedFile;

/**
 * Where the log goes: as sshd's, and where there is no log of the system, all the same somewhere.
 */
final class LogPlace {
  /** sshd's, not ours: what reads logs looks for it. */
  private static final String PROGRAM = "sshd";

  private static final String SOCKET = "org.sshlite.sshd.syslog";

  private final CommandLine line;
  private final StderrLog log;
  private @Nullable Path path;
  private @Nullable TimedFile file;
  private @Nullable Syslog syslog;

  LogPlace(CommandLine line, StderrLog log) {
    this.line = line;
    this.log = log;
  }

  /** What {@code -E} says, before the configuration is read. */
  void byCommandLine() throws ExitException {
    if (line.logFile().isPresent()) {
      try {
        file(line.logFile().get());
      } catch (ConfigException e) {
        throw new ExitException(ExitException.USAGE, e.getMessage());
      }
    }
  }

  private void file(Path name) throws ConfigException {
    path = name;
    file = new TimedFile(PROGRAM, StderrLog.open(name));
    log.sink(file);
  }

  /** Opens a file anew, which may have been moved away. Without one there is nothing to do. */
  void reopen() throws ConfigException {
    if (file != null && path != null) {
      try {
        file.reopen(StderrLog.open(path));
      } catch (IOException e) {
        log.error("closing the log before: " + ConfigFile.reason(e));
      }
    }
  }

  private boolean isNamed() {
    return line.logFile().isPresent() || line.logToStderr() || line.debugging();
  }

  /**
   * Once the configuration is read, and it is to serve. What went wrong before was told on stderr.
   */
  void byConfiguration(Facility facility) {
    Optional<Path> socket = socket();
    if (!isNamed() && socket.isPresent()) {
      syslog = new Syslog(PROGRAM, facility, socket.get());
      log.sink(syslog);
    } else if (file == null) {
      log.sink(new QueuedStderr());
    }
  }

  /** Once it is to serve by another configuration: the place stays. */
  void change(Facility facility) {
    if (syslog != null) {
      syslog.facility(facility);
    }
  }

  private static Optional<Path> socket() {
    return Optional.of(Path.of(System.getProperty(SOCKET, Syslog.SOCKET.toString())))
        .filter(Files::exists);
  }

  /** Before standard error is let go. */
  void detach() throws ConfigException {
    log.flush();
    if (!isNamed() && socket().isEmpty()) {
      Path file = Folders.state().resolve("sshd-lite.log");
      log.log(LogLevel.VERBOSE, "logging to " + file);
      log.flush();
      try {
        Files.createDirectories(
            file.getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        throw new ConfigException(file.getParent() + ": " + ConfigFile.reason(e));
      }
      file(file);
    }
  }

  /** Says on stderr too why the server ends that never began to serve. */
  void fatal(String message) {
    log.fatal(message);
    if (!isNamed() && socket().isPresent()) {
      log.flush();
      new StderrLog(LogLevel.FATAL).fatal(message);
    }
  }
}
