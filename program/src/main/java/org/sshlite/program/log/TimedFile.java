package org.sshlite.program.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;

/** A file with time, program and process in each line. */
public final class TimedFile implements LogSink {
  private final LineForm form;
  private final LogQueue queue;

  /** Takes the file's place before the next line. */
  private final AtomicReference<@Nullable OutputStream> next = new AtomicReference<>();

  // these are the queue's thread's

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
    this.queue =
        new LogQueue(
            "log",
            this::put,
            missing ->
                line(LogLevel.ERROR, 0, missing + " lines were lost: the file was too slow"));
  }

  /**
   * Goes on with another file, as when the one before was moved away: what is written from now on
   * stands there, and what was before does not, unless that takes too long. What was lost is still
   * told.
   */
  public void reopen(OutputStream other) throws IOException {
    boolean _ = queue.flush();
    OutputStream unused = next.getAndSet(other);
    if (unused != null) {
      unused.close();
    }
  }

  @Override
  public void write(LogLevel level, long number, String message) {
    queue.add(line(level, number, message));
  }

  @Override
  public boolean flush() {
    return queue.flush();
  }

  private void put(String line) {
    try {
      OutputStream other = next.getAndSet(null);
      if (other != null) {
        OutputStream former = out;
        out = other;
        former.close();
      }
      if (lost > 0) {
        // behind what there was room for of a line
        append("\n" + line(LogLevel.ERROR, 0, lost + " lines were lost: " + reason));
        lost = 0;
      }
      append(line);
    } catch (IOException e) {
      // a log that cannot be written has nowhere to say so before it can be again
      lost++;
      reason = Printable.line(String.valueOf(e.getMessage()));
    }
  }

  private String line(LogLevel level, long number, String message) {
    return LineForm.isoTime(OffsetDateTime.now())
        + " "
        + form.tagged(level, number, message)
        + "\n";
  }

  private void append(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
