package org.sshlite.client.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** stdin, stdout and stderr without anything between them and their bytes. */
enum StandardStream {
  IN(0),
  OUT(1),
  ERR(2);

  /** Set by the launcher, which can ask for free: the digits of the streams that are terminals. */
  private static final String TERMINALS = "ssh-lite.terminals";

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  boolean isTerminal() {
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

  static InputStream stdin() {
    return new FileInputStream(FileDescriptor.in);
  }

  static OutputStream stdout() {
    return new FileOutputStream(FileDescriptor.out);
  }

  static OutputStream stderr() {
    return new FileOutputStream(FileDescriptor.err);
  }
}
