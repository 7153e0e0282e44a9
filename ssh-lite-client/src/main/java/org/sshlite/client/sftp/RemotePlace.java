package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.sftp.client.Entry;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** A server's names for patterns: a character for each byte, as names are bytes there. */
record RemotePlace(SftpClient client) implements Glob.Place {
  /** What a person typed. */
  static String typed(String text) {
    return bytes(TypedText.name(text));
  }

  static String bytes(FileName name) {
    return new String(name.bytes(), StandardCharsets.ISO_8859_1);
  }

  static FileName name(String bytes) {
    return FileName.of(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** {@code path} from {@code folder}, where it does not begin at the root. */
  static FileName absolute(String path, FileName folder) {
    FileName name = TypedText.name(path);
    return path.startsWith("/") ? name : folder.resolve(name);
  }

  /** Files that a word stands for, seen from a folder. */
  List<FileName> matches(String word, FileName folder) throws IOException {
    String pattern = typed(word);
    if (!pattern.startsWith("/")) {
      String escaped = bytes(folder).replaceAll("[\\\\*?\\[]", "\\\\$0");
      pattern = escaped.endsWith("/") ? escaped + pattern : escaped + "/" + pattern;
    }
    return new Glob(this).matches(pattern).stream().map(RemotePlace::name).toList();
  }

  @Override
  public List<String> names(String folder) throws IOException {
    try (Stream<Entry> entries = client.list(name(folder))) {
      return entries.map(entry -> bytes(entry.name())).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (SftpException e) {
      return List.of();
    }
  }

  @Override
  public boolean exists(String path) throws IOException {
    try {
      client.lstat(name(path));
      return true;
    } catch (SftpException e) {
      return false;
    }
  }

  boolean isFolder(FileName path) throws IOException {
    try {
      Attributes attributes = client.stat(path);
      return attributes.isDirectory();
    } catch (SftpException e) {
      return false;
    }
  }
}
