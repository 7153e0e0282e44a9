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
  private final OutputStream out;

  /** Lines that the disk had no room for, and what was said then. */
  private long lost;

  private String reason = "";

  /**
   * @param program as the lines name it
   * @param out appends to the file; not closed
   */
  public TimedFile(String program, OutputStream out) {
    this.form = new LineForm(program);
    this.out = out;
  }

  @Override
  public void write(LogLevel level, long number, String message) {
    synchronized (out) {
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
