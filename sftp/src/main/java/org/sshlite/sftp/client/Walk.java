package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/** The names in a folder and in those below it. One thread. */
final class Walk implements Iterator<Walked>, AutoCloseable {
  private record Open(FileName folder, Listing listing) {}

  private final SftpClient client;
  private final Deque<Open> open = new ArrayDeque<>();
  private Optional<FileName> inside;

  /**
   * @throws IOException when the folder cannot be opened
   */
  Walk(SftpClient client, FileName folder) throws IOException {
    this.client = client;
    enter(folder);
    this.inside = Optional.empty();
  }

  private void enter(FileName folder) throws IOException {
    if (open.size() >= Trees.MOST_DEEP) {
      throw new SftpException(
          StatusCode.FAILURE, "Maximum directory depth exceeded: " + open.size() + " levels");
    }
    open.push(new Open(folder, client.listing(folder, false)));
  }

  @Override
  public boolean hasNext() {
    try {
      if (inside.isPresent()) {
        FileName folder = inside.get();
        inside = Optional.empty();
        enter(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!open.isEmpty() && !open.peek().listing.hasNext()) {
      open.pop().listing.close();
    }
    return !open.isEmpty();
  }

  @Override
  public Walked next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Open here = open.element();
    Entry entry = here.listing.next();
    FileName path = here.folder.resolve(entry.name());
    Attributes attributes = told(path, entry.attributes());
    if (attributes.isDirectory()) {
      inside = Optional.of(path);
    }
    return new Walked(path, attributes);
  }

  /** Some servers list names alone. */
  private Attributes told(FileName path, Attributes attributes) {
    try {
      return attributes.has(Attributes.PERMISSIONS) ? attributes : client.lstat(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    open.forEach(each -> each.listing.close());
    open.clear();
    inside = Optional.empty();
  }
}
