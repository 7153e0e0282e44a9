package org.sshlite.client.sftp;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a program's lines go.
 *
 * @param out results, and what is done
 * @param err errors, which end like those of ssh(1)
 * @param quiet what is done is not told
 */
record Screen(PrintStream out, PrintStream err, boolean quiet) {
  static Screen standard(boolean quiet) {
    return new Screen(stream(FileDescriptor.out), stream(FileDescriptor.err), quiet);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
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
