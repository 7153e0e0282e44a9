package org.sshlite.sftp.path;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;

/** Attributes as far as a file system has them; the rest is not told, or made up where it must. */
final class PathAttributes {
  private static final int FOLDER_MODE = 0755;
  private static final int FILE_MODE = 0644;

  private PathAttributes() {}

  /** Of what the path names itself. */
  static Attributes read(Path path) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (views.contains("unix")) {
      return unix(path);
    }
    if (views.contains("posix")) {
      PosixFileAttributes posix =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return basic(posix).withPermissions(type(posix) | FileMode.of(posix.permissions()));
    }
    return basic(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  /** Of one that is a link: where it leads has these. */
  private static Attributes basic(BasicFileAttributes basic) {
    return Attributes.NONE
        .withSize(basic.size())
        .withTimes(
            basic.lastAccessTime().to(TimeUnit.SECONDS),
            basic.lastModifiedTime().to(TimeUnit.SECONDS))
        .withPermissions(type(basic) | (basic.isDirectory() ? FOLDER_MODE : FILE_MODE));
  }

  private static Attributes unix(Path path) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(
            path,
            "unix:mode,uid,gid,size,lastAccessTime,lastModifiedTime",
            LinkOption.NOFOLLOW_LINKS);
    return Attributes.NONE
        .withSize((Long) unix.get("size"))
        .withOwner((Integer) unix.get("uid"), (Integer) unix.get("gid"))
        .withTimes(seconds(unix.get("lastAccessTime")), seconds(unix.get("lastModifiedTime")))
        .withPermissions((Integer) unix.get("mode"));
  }

  private static long seconds(Object time) {
    return ((FileTime) time).to(TimeUnit.SECONDS);
  }

  private static int type(BasicFileAttributes basic) {
    if (basic.isSymbolicLink()) {
      return Attributes.TYPE_LINK;
    }
    return basic.isDirectory() ? Attributes.TYPE_DIRECTORY : Attributes.TYPE_REGULAR;
  }

  /** All that there is to be set; stops at the first that fails. */
  static void write(Path path, Attributes attributes) throws IOException {
    if (attributes.has(Attributes.SIZE)) {
      try (SeekableByteChannel file =
          Files.newByteChannel(path, Set.of(StandardOpenOption.WRITE))) {
        resize(file, attributes.size());
      }
    }
    if (attributes.has(Attributes.PERMISSIONS)) {
      writeMode(path, attributes.permissions());
    }
    if (attributes.has(Attributes.ACMODTIME)) {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(
              FileTime.from(attributes.modificationSeconds(), TimeUnit.SECONDS),
              FileTime.from(attributes.accessSeconds(), TimeUnit.SECONDS),
              null);
    }
    if (attributes.has(Attributes.UIDGID)) {
      Files.setAttribute(path, "unix:uid", attributes.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", attributes.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static void writeMode(Path path, int mode) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (views.contains("unix")) {
      Files.setAttribute(path, "unix:mode", mode & 07777);
    } else if (views.contains("posix")) {
      Files.setPosixFilePermissions(path, FileMode.permissions(mode));
    }
    // elsewhere there are none: a client that copies them along with a file is not to fail for it
  }

  static void resize(SeekableByteChannel file, long size) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("size");
    }
    long now = file.size();
    if (size < now) {
      file.truncate(size);
    } else if (size > now) {
      file.position(size - 1);
      file.write(ByteBuffer.allocate(1));
    }
  }
}
