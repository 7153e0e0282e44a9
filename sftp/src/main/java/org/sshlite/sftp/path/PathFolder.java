package org.sshlite.sftp.path;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.server.OpenFolder;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;

/** A folder of a file system that is read. */
final class PathFolder implements OpenFolder {
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> paths;

  PathFolder(Path folder) throws IOException {
    stream = Files.newDirectoryStream(folder);
    paths = stream.iterator();
  }

  @Override
  public @Nullable Entry next() throws StatusException {
    return Problem.told(this::read);
  }

  private @Nullable Entry read() throws IOException {
    try {
      while (paths.hasNext()) {
        Path path = paths.next();
        try {
          Attributes attributes = PathAttributes.read(path);
          return new Entry(
              PathResolution.name(path.getFileName()),
              attributes,
              1,
              attributes.modificationSeconds());
        } catch (NoSuchFileException _) {
          // it is gone already
        }
      }
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws StatusException {
    Problem.tell(stream::close);
  }
}
