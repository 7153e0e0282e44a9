package org.sshlite.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.wire.Attributes;

/**
 * An open file. Who reads on and on, and writes nothing, is read ahead for; a write returns when
 * the server has it. Any thread, one call at a time.
 */
final class SftpFileChannel implements SeekableByteChannel {
  private static final int CHUNK = 256 * 1024;

  private final SftpPath path;
  private final RemoteFile file;
  private final OpenFlags flags;
  private boolean open = true;
  private long position;
  private @Nullable InputStream ahead;

  SftpFileChannel(SftpPath path, RemoteFile file, OpenFlags flags) {
    this.path = path;
    this.file = file;
    this.flags = flags;
  }

  /** Where what is added goes. */
  synchronized SftpFileChannel atEnd() throws IOException {
    position = size();
    return this;
  }

  private void check() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized int read(ByteBuffer to) throws IOException {
    check();
    if (!flags.reads()) {
      throw new NonReadableChannelException();
    }
    if (!to.hasRemaining()) {
      return 0;
    }
    byte[] array = new byte[Math.min(to.remaining(), CHUNK)];
    int count = Failure.told(path, () -> flags.writes() ? readHere(array) : readAhead(array));
    if (count > 0) {
      to.put(array, 0, count);
      position += count;
    }
    return count;
  }

  private int readHere(byte[] array) throws IOException {
    return file.read(position, array, 0, array.length);
  }

  private int readAhead(byte[] array) throws IOException {
    InputStream stream = ahead == null ? file.input(position) : ahead;
    ahead = stream;
    int count = stream.read(array);
    if (count < 0) {
      ahead = null; // the file may grow
    }
    return count;
  }

  @Override
  public synchronized int write(ByteBuffer from) throws IOException {
    check();
    if (!flags.writes()) {
      throw new NonWritableChannelException();
    }
    int length = from.remaining();
    byte[] array = new byte[Math.min(length, CHUNK)];
    while (from.hasRemaining()) {
      int count = Math.min(from.remaining(), array.length);
      from.get(array, 0, count);
      Failure.tell(path, () -> file.write(position, array, 0, count));
      position += count;
    }
    if (flags.append()) {
      position = size();
    }
    if (flags.sync()) {
      Failure.tell(path, file::sync);
    }
    return length;
  }

  @Override
  public synchronized long position() throws IOException {
    check();
    return position;
  }

  @Override
  public synchronized SftpFileChannel position(long to) throws IOException {
    check();
    if (to < 0) {
      throw new IllegalArgumentException("position " + to);
    }
    if (to != position && !flags.append()) {
      ahead = null;
      position = to;
    }
    return this;
  }

  @Override
  public synchronized long size() throws IOException {
    check();
    return Failure.told(path, () -> file.attributes().size());
  }

  @Override
  public synchronized SftpFileChannel truncate(long size) throws IOException {
    check();
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    if (!flags.writes()) {
      throw new NonWritableChannelException();
    }
    if (size < size()) {
      Failure.tell(path, () -> file.setAttributes(Attributes.NONE.withSize(size)));
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }

  @Override
  public synchronized void close() throws IOException {
    if (open) {
      open = false;
      ahead = null;
      try {
        Failure.tell(path, file::close);
      } finally {
        if (flags.deletes()) {
          path.getFileSystem().operations().deleteIfThere(path);
        }
      }
    }
  }
}
