package org.sshlite.program.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;
import org.sshlite.program.stream.StandardStream;

/** Standard error of a server, which serves on while nobody reads there. */
public final class QueuedStderr implements LogSink {
  // OpenSSH ends lines so: the terminal may be in raw mode
  private static final String NEWLINE = "\r\n";

  private final OutputStream out;
  private final LogQueue queue;

  public QueuedStderr() {
    this(StandardStream.stderr());
  }

  QueuedStderr(OutputStream out) {
    this.out = out;
    this.queue =
        new LogQueue(
            "log",
            this::put,
            lost -> line(LogLevel.ERROR, lost + " lines were lost: nobody read them in time"));
  }

  private static String line(LogLevel level, String message) {
    return level.prefix() + message + NEWLINE;
  }

  @Override
  public void write(LogLevel level, long number, String message) {
    queue.add(line(level, message));
  }

  private void put(String line) {
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException _) {
      // a log that cannot be written has nowhere to say so
    }
  }

  @Override
  public boolean flush() {
    return queue.flush();
  }
}
