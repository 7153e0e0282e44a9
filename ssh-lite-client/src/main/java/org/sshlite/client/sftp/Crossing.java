package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sshlite.sftp.client.Entry;
import org.sshlite.sftp.client.Progress;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;

/** Files of one server to another, through this machine and no file of it. */
final class Crossing {
  private static final int MOST_DEEP = 64;
  private static final int BUFFER = 256 * 1024;

  private final SftpClient from;
  private final SftpClient to;
  private final TransferOptions options;
  private final boolean recursive;
  private final Consumer<String> errors;
  private final Consumer<String> notes;
  private final byte[] buffer = new byte[BUFFER];

  /**
   * @param errors what could not be copied
   * @param notes what of a tree is neither file nor folder, which is no failure
   */
  Crossing(
      SftpClient from,
      SftpClient to,
      TransferOptions options,
      boolean recursive,
      Consumer<String> errors,
      Consumer<String> notes) {
    this.from = from;
    this.to = to;
    this.options = options;
    this.recursive = recursive;
    this.errors = errors;
    this.notes = notes;
  }

  /** What cannot be copied is told. */
  void copy(FileName source, FileName target) throws IOException {
    copy(source, target, 0);
  }

  private void copy(FileName source, FileName target, int depth) throws IOException {
    try {
      Attributes attributes = from.stat(source);
      if (attributes.isDirectory() && recursive && depth == MOST_DEEP) {
        errors.accept("Maximum directory depth exceeded: " + depth + " levels");
      } else if (attributes.isDirectory() && recursive) {
        copyFolder(source, attributes, target, depth);
      } else if (attributes.has(Attributes.PERMISSIONS) && !attributes.isRegular() && depth > 0) {
        notes.accept("origin \"" + Shown.of(source) + "\": not a regular file");
      } else if (attributes.has(Attributes.PERMISSIONS) && !attributes.isRegular()) {
        errors.accept("download " + Shown.of(source) + ": not a regular file");
      } else {
        copyFile(source, attributes, target);
      }
    } catch (SftpException e) {
      errors.accept(Shown.of(source) + ": " + e.getMessage());
    }
  }

  private void copyFolder(FileName source, Attributes attributes, FileName target, int depth)
      throws IOException {
    boolean made = !new RemotePlace(to).isFolder(target);
    int mode = attributes.permissions() & 01777;
    if (made) {
      to.makeFolder(target, Attributes.NONE.withPermissions(mode | 0300));
    }
    for (Entry entry : entries(source)) {
      copy(source.resolve(entry.name()), target.resolve(entry.name()), depth + 1);
    }
    if (made || options.preserve()) {
      Attributes filled = options.preserve() ? kept(attributes) : Attributes.NONE;
      finish(
          "remote setstat \"" + Shown.of(target) + "\"",
          target,
          () -> to.setAttributes(target, filled.withPermissions(mode)));
    }
  }

  private interface Finish {
    void run() throws IOException;
  }

  /** The bytes are there: what is refused then is told and no failure. */
  private void finish(String what, FileName target, Finish finish) throws IOException {
    try {
      finish.run();
    } catch (SftpException e) {
      options.shortfall().of(target, e.during(what));
    }
  }

  private List<Entry> entries(FileName folder) throws IOException {
    try (Stream<Entry> entries = from.list(folder)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Attributes kept(Attributes attributes) {
    return Attributes.NONE
        .withPermissions(attributes.permissions() & 0777)
        .withTimes(attributes.accessTime(), attributes.modificationTime());
  }

  private void copyFile(FileName source, Attributes attributes, FileName target)
      throws IOException {
    int flags = Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;
    Attributes made = Attributes.NONE.withPermissions(attributes.permissions() & 0777);
    try (RemoteFile read = from.open(source, Request.Open.READ, Attributes.NONE);
        RemoteFile write = to.open(target, flags, made)) {
      Progress.Begun progress = options.progress().begin(source, 0, attributes.size());
      try (InputStream in = read.input(0);
          OutputStream out = write.output(0)) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          out.write(buffer, 0, count);
          progress.moved(count);
        }
      } finally {
        progress.end();
      }
      if (options.preserve()) {
        finish("remote fsetstat", target, () -> write.setAttributes(kept(attributes)));
      }
    }
  }
}
