package org.sshlite.client.files;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.sshlite.sftp.wire.FileName;

/** The path of a URI in bytes: a percent sign names one, whatever charset that is in. */
final class UriPath {
  private UriPath() {}

  static FileName of(URI uri) {
    String raw = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] text = raw.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '%') {
        // java.net.URI has seen to it that two digits follow
        bytes.write(Integer.parseInt(new String(text, i + 1, 2, StandardCharsets.US_ASCII), 16));
        i += 2;
      } else {
        bytes.write(text[i]);
      }
    }
    return FileName.of(bytes.toByteArray());
  }
}
