package org.sshlite.client.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.client.Entry;

/** The names in a folder as the server sends them. */
final class FolderStream implements DirectoryStream<Path> {
  private final SftpPath folder;
  private final Stream<Entry> entries;
  private final Filter<? super Path> filter;
  private boolean taken;
  private volatile boolean closed;

  FolderStream(SftpPath folder, Stream<Entry> entries, Filter<? super Path> filter) {
    this.folder = folder;
    this.entries = entries;
    this.filter = filter;
  }

  @Override
  public synchronized Iterator<Path> iterator() {
    if (closed || taken) {
      throw new IllegalStateException(closed ? "closed" : "there is an iterator already");
    }
    taken = true;
    return new Names(entries.iterator());
  }

  private final class Names implements Iterator<Path> {
    private final Iterator<Entry> from;
    private @Nullable Path next;

    Names(Iterator<Entry> from) {
      this.from = from;
    }

    @Override
    public synchronized boolean hasNext() {
      try {
        while (next == null && !closed && from.hasNext()) {
          Path path = folder.resolve(SftpPath.of(folder.getFileSystem(), from.next().name()));
          next = filter.accept(path) ? path : null;
        }
      } catch (UncheckedIOException e) {
        throw new DirectoryIteratorException(e.getCause());
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
      return next != null;
    }

    @Override
    public synchronized Path next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Path path = next;
      next = null;
      return path;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      entries.close();
    }
  }
}
