package org.sshlite.sftp.path;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import org.sshlite.sftp.server.OpenFile;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileSystemStatus;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.StatusCode;

/** An open file of a file system. */
final class PathFile implements OpenFile {
  private final Path path;
  private final SeekableByteChannel channel;
  private final boolean appends;

  PathFile(Path path, SeekableByteChannel channel, boolean appends) {
    this.path = path;
    this.channel = channel;
    this.appends = appends;
  }

  @Override
  public int read(byte[] target, int offset, int length, long position) throws StatusException {
    return Problem.told(
        () -> {
          ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
          return Math.max(0, read(buffer, position));
        });
  }

  private int read(ByteBuffer buffer, long position) throws IOException {
    if (channel instanceof FileChannel file) {
      return file.read(buffer, position);
    }
    moveTo(position);
    return channel.read(buffer);
  }

  /** Not where it is already: some can only go on. */
  private void moveTo(long position) throws IOException {
    if (channel.position() != position) {
      channel.position(position);
    }
  }

  @Override
  public void write(Bytes data, long position) throws StatusException {
    Problem.tell(
        () -> write(ByteBuffer.wrap(data.array(), data.offset(), data.length()), position));
  }

  private void write(ByteBuffer buffer, long position) throws IOException {
    long at = appends ? channel.size() : position;
    while (buffer.hasRemaining()) {
      int count;
      if (channel instanceof FileChannel file) {
        count = file.write(buffer, at);
      } else {
        moveTo(at);
        count = channel.write(buffer);
      }
      at += count;
    }
  }

  @Override
  public Attributes attributes() throws StatusException {
    return Problem.told(() -> PathAttributes.read(path).withSize(channel.size()));
  }

  @Override
  public void setAttributes(Attributes attributes) throws StatusException {
    Problem.tell(
        () -> {
          if (attributes.has(Attributes.SIZE)) {
            PathAttributes.resize(channel, attributes.size());
          }
          PathAttributes.write(path, attributes.without(Attributes.SIZE));
        });
  }

  @Override
  public FileSystemStatus fileSystem() throws StatusException {
    return PathFiles.fileSystem(path);
  }

  @Override
  public void sync() throws StatusException {
    Problem.tell(
        () -> {
          if (channel instanceof FileChannel file) {
            file.force(true);
          }
        });
  }

  @Override
  public long copyTo(OpenFile target, long position, long length, long targetPosition)
      throws StatusException {
    PathFile to = (PathFile) target;
    if (path.equals(to.path)) {
      throw new StatusException(StatusCode.FAILURE, "the same file");
    }
    return Problem.told(() -> copy(to, position, length, targetPosition));
  }

  private long copy(PathFile to, long position, long length, long targetPosition)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Limits.SAFE_DATA_LENGTH);
    long copied = 0;
    while (Long.compareUnsigned(copied, length) < 0) {
      long left = length - copied;
      buffer.clear();
      if (left > 0 && left < buffer.capacity()) {
        buffer.limit((int) left);
      }
      int count = read(buffer, position + copied);
      if (count <= 0) {
        break;
      }
      to.write(buffer.flip(), targetPosition + copied);
      copied += count;
      if (Thread.currentThread().isInterrupted()) {
        throw new StatusException(StatusCode.FAILURE, "the session is over");
      }
    }
    return copied;
  }

  @Override
  public void close() throws StatusException {
    Problem.tell(channel::close);
  }
}
