package org.sshlite.client.sftp;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.sshlite.crypto.wire.Printable;

/** umask(2) of this process: which permissions a new file does not get. */
final class Umask {
  private Umask() {}

  @SuppressWarnings("restricted")
  static void set(int mask) throws CommandException {
    Linker linker = Linker.nativeLinker();
    try {
      linker
          .downcallHandle(
              linker.defaultLookup().find("umask").orElseThrow(),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
          .invoke(mask);
    } catch (Throwable e) {
      throw new CommandException("lumask: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }
}
