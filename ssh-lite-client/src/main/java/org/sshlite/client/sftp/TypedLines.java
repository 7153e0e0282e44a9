package org.sshlite.client.sftp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of a file or a pipe, whatever their charset. */
final class TypedLines implements Closeable {
  private final InputStream in;

  TypedLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Without its end; empty behind the last one. */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    String text = TypedText.of(line.toByteArray());
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
