package org.sshlite.client.hosts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.stream.ReaderGoneException;

/** Our own stdout and stderr, whole lines at a time, with one line of progress below them. */
final class Console {
  private static final byte[] CLEAR_LINE = "\r\033[K".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream stdout;
  private final OutputStream stderr;
  private final boolean showsProgress;
  private final IntSupplier columns;
  private String progress = "";
  private @Nullable ReaderGoneException gone;

  /**
   * @param showsProgress whether stderr is a terminal
   * @param columns it has now; 0 where that is not known
   */
  Console(OutputStream stdout, OutputStream stderr, boolean showsProgress, IntSupplier columns) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.showsProgress = showsProgress;
    this.columns = columns;
  }

  /** Complete lines for stdout or stderr. */
  synchronized void write(boolean toStdout, byte[] lines, int length) throws IOException {
    try {
      clear();
      OutputStream to = toStdout ? stdout : stderr;
      to.write(lines, 0, length);
      to.flush();
      show();
    } catch (ReaderGoneException e) {
      gone = e;
      throw e;
    }
  }

  /**
   * To be called by who shows results: what a host's own thread could not write is no fault of the
   * host.
   *
   * @throws ReaderGoneException when something could not be written
   */
  synchronized void requireReader() throws ReaderGoneException {
    if (gone != null) {
      throw gone;
    }
  }

  /** A line of our own on stderr. */
  void tell(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    write(false, bytes, bytes.length);
  }

  /** The line of progress; empty for none. */
  synchronized void progress(String line) throws IOException {
    clear();
    progress = line;
    show();
  }

  private void clear() throws IOException {
    if (showsProgress && !progress.isEmpty()) {
      stderr.write(CLEAR_LINE);
      stderr.flush();
    }
  }

  private void show() throws IOException {
    if (showsProgress && !progress.isEmpty()) {
      // cut: of a line that goes on in the next row, only the last row could be cleared
      int width = columns.getAsInt();
      String fits =
          width > 0 && progress.length() > width ? progress.substring(0, width) : progress;
      stderr.write(fits.getBytes(StandardCharsets.UTF_8));
      stderr.flush();
    }
  }
}
