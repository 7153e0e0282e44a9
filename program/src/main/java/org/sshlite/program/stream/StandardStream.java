package org.sshlite.program.stream;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** stdin, stdout and stderr without anything between them and their bytes. */
public enum StandardStream {
  IN(0, "standard input"),
  OUT(1, "standard output"),
  ERR(2, "standard error");

  /** Set by the launcher, which can ask for free: the digits of the streams that are terminals. */
  private static final String TERMINALS = "ssh-lite.terminals";

  private final int descriptor;
  private final String description;

  StandardStream(int descriptor, String description) {
    this.descriptor = descriptor;
    this.description = description;
  }

  public boolean isTerminal() {
    String known = System.getProperty(TERMINALS);
    if (known != null) {
      return known.indexOf('0' + descriptor) >= 0;
    }
    try {
      String device = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException _) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  /** Waits until there is something to read, also where the stream does not block. */
  public static InputStream stdin() {
    return new WaitingInput(IN.descriptor, FileDescriptor.in, IN.isTerminal());
  }

  /**
   * Waits until all is written, also where the stream does not block. A write fails with {@link
   * ReaderGoneException} when nobody is there to take it.
   */
  public static OutputStream stdout() {
    return new WaitingOutput(OUT.descriptor, FileDescriptor.out);
  }

  /** As {@link #stdout}. */
  public static OutputStream stderr() {
    return new WaitingOutput(ERR.descriptor, FileDescriptor.err);
  }

  /** Its name in a message. */
  @Override
  public String toString() {
    return description;
  }
}
