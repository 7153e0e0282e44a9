package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;

/**
 * Moves whole files. An interrupt ends what the calling thread moves, and no more. What fails of
 * the server's is an {@link SftpException}, of ours a {@link LocalFileException}.
 */
public final class Transfers {
  private final SftpClient client;
  private final TransferOptions options;

  public Transfers(SftpClient client, TransferOptions options) {
    this.client = client;
    this.options = options;
  }

  SftpClient client() {
    return client;
  }

  TransferOptions options() {
    return options;
  }

  /** Gets a file, or what a link leads to. */
  public void get(FileName remote, Path local) throws IOException {
    get(remote, step("stat remote", () -> client.stat(remote)), local);
  }

  public void get(String remote, Path local) throws IOException {
    get(FileName.of(remote), local);
  }

  /**
   * @param attributes of {@code remote}, as far as they are known
   */
  void get(FileName remote, Attributes attributes, Path local) throws IOException {
    if (attributes.has(Attributes.PERMISSIONS) && !attributes.isRegular()) {
      throw new SftpException(
          StatusCode.FAILURE, "download " + Shown.of(remote) + ": not a regular file");
    }
    long size = attributes.has(Attributes.SIZE) ? attributes.size() : 0;
    long done = options.resume() ? LocalFile.size(local) : 0;
    if (done > size) {
      throw new LocalFileException(
          "Unable to resume download of \"%s\": local file is larger than remote"
              .formatted(Shown.of(local)));
    }
    boolean atomic = options.atomic() && !options.resume();
    Path target =
        atomic ? local.resolveSibling(Replacement.beside(local.getFileName().toString())) : local;
    Finishing finishing = new Finishing();
    // a file that is only made better must not be opened by a link of that name
    try (Source from =
        step(
            "remote open \"" + Shown.of(remote) + "\"",
            () -> new Source(client.open(remote, Request.Open.READ, Attributes.NONE)))) {
      try (FileChannel to =
          step(
              "open local \"" + Shown.of(local) + "\"",
              () -> LocalFile.create(target, attributes, options.resume(), atomic))) {
        Progress.Begun progress = options.progress().begin(remote, done, size);
        try {
          move(
              new Download(client.session(), from.file.handle(), to, done, size, progress),
              remote,
              local);
        } finally {
          progress.end();
        }
        finish(finishing, to, target, attributes, atomic);
      } catch (ClosedByInterruptException e) {
        throw new InterruptedIOException("interrupted");
      }
      if (atomic) {
        LocalFile.rename(target, local);
      }
    } catch (IOException e) {
      if (atomic) {
        LocalFile.discard(target);
      }
      throw e;
    }
    finishing.tell(remote, options.shortfall());
  }

  /** Times and permissions, and the disk: without that, an atomic copy replaces nothing. */
  private void finish(
      Finishing finishing, FileChannel to, Path target, Attributes attributes, boolean atomic)
      throws IOException {
    if (options.preserve()) {
      LocalFile.preserve(finishing, target, attributes);
    }
    if (options.sync() && atomic) {
      LocalFile.sync(to);
    } else if (options.sync()) {
      finishing.attempt("local sync \"" + Shown.of(target) + "\"", () -> LocalFile.sync(to));
    }
  }

  /** Closed without waiting: all of it has come by then, and the way back may be long. */
  private record Source(RemoteFile file) implements AutoCloseable {
    @Override
    public void close() {
      file.closeAsync();
    }
  }

  private static void move(Download download, FileName remote, Path local) throws IOException {
    try {
      download.run();
    } catch (SftpException e) {
      throw e.during("read remote \"" + Shown.of(remote) + "\" ");
    } catch (LocalFileException e) {
      throw e.during("write local \"" + Shown.of(local) + "\"");
    }
  }

  interface Step<T> {
    T run() throws IOException;
  }

  /** Says what was tried where it fails. */
  static <T> T step(String what, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (SftpException e) {
      throw e.during(what);
    } catch (LocalFileException e) {
      throw e.during(what);
    }
  }

  /** Puts a file, or what a link leads to. */
  public void put(Path local, FileName remote) throws IOException {
    put(local, remote, new LinkOption[0]);
  }

  /**
   * As {@link #put(Path, FileName)}.
   *
   * @param how whether a link is followed
   */
  void put(Path local, FileName remote, LinkOption[] how) throws IOException {
    String opening = "open local \"" + Shown.of(local) + "\"";
    LocalFile.Facts facts = step(opening, () -> LocalFile.facts(local, how));
    if (!facts.regular()) {
      throw new LocalFileException("local \"" + Shown.of(local) + "\" is not a regular file");
    }
    Attributes attributes = facts.attributes();
    try (FileChannel from = step(opening, () -> LocalFile.open(local, how))) {
      long done = options.resume() ? remoteSize(remote) : 0;
      if (options.resume() && done >= attributes.size()) {
        throw new LocalFileException(
            "resume \"%s\": destination file same size or larger".formatted(Shown.of(local)));
      }
      boolean atomic = options.atomic() && !options.resume();
      if (atomic) {
        putAtomically(from, attributes, remote);
      } else {
        int flags = options.resume() ? 0 : Request.Open.TRUNCATE;
        Finishing finishing = new Finishing();
        put(finishing, from, attributes, remote, remote, flags, done);
        finishing.tell(remote, options.shortfall());
      }
    } catch (ClosedByInterruptException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  public void put(Path local, String remote) throws IOException {
    put(local, FileName.of(remote));
  }

  private long remoteSize(FileName remote) throws IOException {
    try {
      Attributes there = client.stat(remote);
      return there.has(Attributes.SIZE) ? there.size() : 0;
    } catch (SftpException e) {
      if (e.code() == StatusCode.NO_SUCH_FILE) {
        return 0;
      }
      throw e;
    }
  }

  private void putAtomically(FileChannel from, Attributes attributes, FileName remote)
      throws IOException {
    FileName target = Replacement.beside(remote);
    Finishing finishing = new Finishing();
    try {
      put(finishing, from, attributes, target, remote, Request.Open.EXCLUSIVE, 0);
      replace(target, remote);
    } catch (IOException e) {
      discard(target);
      throw e;
    }
    finishing.tell(remote, options.shortfall());
  }

  /** A folder is not what a file is to replace, also where the server would let us. */
  private void replace(FileName from, FileName to) throws IOException {
    try {
      client.rename(from, to);
    } catch (SftpException e) {
      if (client.has("posix-rename@openssh.com") || !isFile(to)) {
        throw e;
      }
      client.replace(from, to);
    }
  }

  /** False also where nothing is: what was tried before failed of something else. */
  private boolean isFile(FileName path) throws IOException {
    try {
      return !client.lstat(path).isDirectory();
    } catch (SftpException _) {
      return false;
    }
  }

  /** Not waited for: an interrupt may be why. */
  private void discard(FileName path) {
    client.session().end(id -> new Request.Remove(id, path), answer -> answer);
  }

  private void put(
      Finishing finishing,
      FileChannel from,
      Attributes attributes,
      FileName target,
      FileName remote,
      int moreFlags,
      long done)
      throws IOException {
    Attributes made = Attributes.NONE.withPermissions(attributes.permissions() & 0777);
    int flags = Request.Open.WRITE | Request.Open.CREATE | moreFlags;
    try (RemoteFile file =
        step("dest open \"" + Shown.of(remote) + "\"", () -> client.open(target, flags, made))) {
      Progress.Begun progress = options.progress().begin(remote, done, attributes.size());
      try {
        new Upload(client.session(), file.handle(), from, progress).run(done);
      } catch (SftpException e) {
        throw e.during("write remote \"" + Shown.of(remote) + "\"");
      } finally {
        progress.end();
      }
      finish(finishing, file, made, attributes, !target.equals(remote));
    }
  }

  /** As of a copy here. Both are asked for at once: the way may be long. */
  private void finish(
      Finishing finishing, RemoteFile file, Attributes made, Attributes attributes, boolean atomic)
      throws IOException {
    CompletableFuture<Void> preserved =
        options.preserve()
            ? file.setAttributesAsync(
                made.withTimes(attributes.accessTime(), attributes.modificationTime()))
            : CompletableFuture.completedFuture(null);
    CompletableFuture<Void> synced =
        options.sync() ? file.syncAsync() : CompletableFuture.completedFuture(null);
    finishing.attempt("remote fsetstat", () -> Waiting.on(preserved));
    if (atomic) {
      step("remote fsync", () -> Waiting.on(synced));
    } else {
      finishing.attempt("remote fsync", () -> Waiting.on(synced));
    }
  }
}
