package org.sshlite.client.sftp;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.sshlite.program.stream.StandardStream;

/**
 * Where a program's lines go. Any thread.
 *
 * @param out results, and what is done
 * @param err errors, which end like those of ssh(1)
 * @param quiet what is done is not told
 * @param live what is drawn on the terminal meanwhile
 */
record Screen(PrintStream out, PrintStream err, boolean quiet, Live live) {
  /** A line that changes, and makes room for those that stay. */
  interface Live {
    void aside(Runnable print);
  }

  static Screen standard(boolean quiet) {
    return new Screen(
        print(StandardStream.stdout()), print(StandardStream.stderr()), quiet, Runnable::run);
  }

  private static PrintStream print(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  Screen with(Live line) {
    return new Screen(out, err, quiet, line);
  }

  void print(String line) {
    live.aside(() -> out.print(line + "\n"));
  }

  /** What is done. */
  void tell(String line) {
    if (!quiet) {
      print(line);
    }
  }

  void error(String line) {
    live.aside(() -> err.print(line + "\r\n"));
  }
}
