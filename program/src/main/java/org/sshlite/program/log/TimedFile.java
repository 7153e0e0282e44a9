package org.sshlite.program.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;

/** A file with time, program and process in each line. */
public final class TimedFile implements LogSink {
  private final LineForm form;
  private final OutputStream out;

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
    String line =
        LineForm.isoTime(OffsetDateTime.now()) + " " + form.tagged(level, number, message) + "\n";
    synchronized (out) {
      try {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException _) {
        // a log that cannot be written has nowhere to say so
      }
    }
  }
}
