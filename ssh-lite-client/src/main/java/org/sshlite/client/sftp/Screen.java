package org.sshlite.client.sftp;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.sshlite.program.stream.StandardStream;

/**
 * Where a program's lines go.
 *
 * @param out results, and what is done
 * @param err errors, which end like those of ssh(1)
 * @param quiet what is done is not told
 */
record Screen(PrintStream out, PrintStream err, boolean quiet) {
  static Screen standard(boolean quiet) {
    return new Screen(print(StandardStream.stdout()), print(StandardStream.stderr()), quiet);
  }

  private static PrintStream print(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  void print(String line) {
    out.print(line + "\n");
  }

  /** What is done. */
  void tell(String line) {
    if (!quiet) {
      print(line);
    }
  }

  void error(String line) {
    err.print(line + "\r\n");
  }
}
