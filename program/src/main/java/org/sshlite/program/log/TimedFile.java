package org.sshlite.program.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;

/** A file with time, program and process in each line. */
public final class TimedFile implements LogSink {
  private final LineForm form;
  private final Object lock = new Object();
  private OutputStream out;

  /** Lines that the disk had no room for, and what was said then. */
  private long lost;

  private String reason = "";

  /**
   * @param program as the lines name it
   * @param out appends to the file; closed when another one takes its place
   */
  public TimedFile(String program, OutputStream out) {
    this.form = new LineForm(program);
    this.out = out;
  }

  /**
   * Goes on with another file, as when the one before was moved away. What was lost is still told.
   */
  public void reopen(OutputStream next) throws IOException {
    synchronized (lock) {
      OutputStream former = out;
      out = next;
      former.close();
    }
  }

  @Override
  public void write(LogLevel level, long number, String message) {
    synchronized (lock) {
      try {
        if (lost > 0) {
          // behind what there was room for of a line
          put("\n" + line(LogLevel.ERROR, 0, lost + " lines were lost: " + reason));
          lost = 0;
        }
        put(line(level, number, message));
      } catch (IOException e) {
        // a log that cannot be written has nowhere to say so before it can be again
        lost++;
        reason = Printable.line(String.valueOf(e.getMessage()));
      }
    }
  }

  private String line(LogLevel level, long number, String message) {
    return LineForm.isoTime(OffsetDateTime.now())
        + " "
        + form.tagged(level, number, message)
        + "\n";
  }

  private void put(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
