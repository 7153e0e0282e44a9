package org.sshlite.program.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;
import org.sshlite.program.system.UnixDatagram;

/**
 * The system's log by its socket, in the form that glibc's syslog(3) writes and RFC 3164 describes,
 * without a host.
 */
public final class Syslog implements LogSink {
  /** Where systems have it. */
  public static final Path SOCKET = Path.of("/dev/log");

  private final LineForm form;
  private volatile Facility facility;
  private final UnixDatagram socket;
  private final LogQueue queue;

  /**
   * @param program as the lines name it
   * @param path of the socket; need not be there yet
   */
  public Syslog(String program, Facility facility, Path path) {
    this.form = new LineForm(program);
    this.facility = facility;
    this.socket = new UnixDatagram(path.toString());
    this.queue =
        new LogQueue(
            "syslog",
            line -> socket.send(line.getBytes(StandardCharsets.UTF_8)),
            lost ->
                line(LogLevel.ERROR, 0, lost + " lines were lost: the system's log was too slow"));
  }

  /** What is written from now on is of another one. */
  public void facility(Facility next) {
    facility = next;
  }

  @Override
  public void write(LogLevel level, long number, String message) {
    queue.add(line(level, number, message));
  }

  private String line(LogLevel level, long number, String message) {
    return "<"
        + facility.priority(level)
        + ">"
        + LineForm.bsdTime(OffsetDateTime.now())
        + " "
        + form.tagged(level, number, message);
  }

  @Override
  public boolean flush() {
    return queue.flush();
  }
}
