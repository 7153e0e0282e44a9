package org.sshlite.client.sftp;

import java.io.IOException;
import java.util.Optional;
import org.sshlite.client.terminal.LineEditor;

/** Where commands come from. */
interface Lines extends AutoCloseable {
  /** Empty at the end. */
  Optional<String> next() throws IOException;

  @Override
  default void close() throws IOException {}

  /** A file or a pipe. */
  static Lines of(TypedLines lines) {
    return lines::next;
  }

  /** A terminal without a screen: it shows what is typed, and we ask. */
  static Lines prompting(TypedLines lines, Screen screen) {
    return () -> {
      screen.out().print("sftp> ");
      screen.out().flush();
      return lines.next();
    };
  }

  /** Somebody at a terminal. */
  static Lines edited(LineEditor editor) {
    return new Lines() {
      @Override
      public Optional<String> next() {
        return editor.read("sftp> ");
      }

      @Override
      public void close() throws IOException {
        editor.close();
      }
    };
  }
}
