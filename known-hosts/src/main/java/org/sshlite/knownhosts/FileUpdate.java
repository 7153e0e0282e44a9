package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import org.sshlite.crypto.file.EditLock;
import org.sshlite.crypto.file.Replacement;

/**
 * Changes a file as a whole or not at all: a reader, a crash or a full disk finds the old content
 * or the new. Mode, owner and symbolic links stay; writers exclude each other, and a change by a
 * program that knows nothing of our lock (ssh appends without one) is noticed and kept.
 */
final class FileUpdate {
  /** What the new content is, given the old; the same text for no change. May be asked again. */
  @FunctionalInterface
  interface Change {
    String apply(String old) throws IOException;
  }

  /** Writes bytes to an open file and does not return before the disk has them. */
  @FunctionalInterface
  interface Output {
    void write(FileChannel file, byte[] bytes) throws IOException;
  }

  // another program would have to write in the same millisecond each time
  private static final int ATTEMPTS = 20;

  private final Path path;
  private final Output output;

  FileUpdate(Path path) {
    this(path, Replacement::write);
  }

  /** For tests: a disk that fails. */
  FileUpdate(Path path, Output output) {
    this.path = path;
    this.output = output;
  }

  /**
   * @throws IOException when the file is as it was before
   */
  void apply(Change change) throws IOException {
    apply(change, false);
  }

  /** As {@link #apply}, and keeps the old content as {@code <file>.old}, as ssh-keygen does. */
  void applyKeepingOld(Change change) throws IOException {
    apply(change, true);
  }

  private void apply(Change change, boolean keepOld) throws IOException {
    Path target = target();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // /dev/null as UserKnownHostsFile: must not be replaced, cannot be synchronized
      Files.write(target, FileText.bytes(change.apply("")), StandardOpenOption.APPEND);
      return;
    }
    if (!keepOld && Files.exists(target) && !Files.isWritable(target)) {
      // a rename would not mind, but whoever made the file read-only would
      throw new AccessDeniedException(target.toString());
    }
    createFolder(target);
    try (EditLock _ = EditLock.acquire(target)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        if (attempt(target, change, keepOld)) {
          return;
        }
      }
    } catch (FileSystemException e) {
      appendInstead(target, change, e);
      return;
    }
    throw new IOException("another program keeps changing " + target);
  }

  /** Where a symbolic link leads, whether or not anything is there. */
  private Path target() throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path absolute = path.toAbsolutePath();
    return Files.isSymbolicLink(absolute)
        ? absolute.resolveSibling(Files.readSymbolicLink(absolute))
        : absolute;
  }

  /** ~/.ssh, for its owner only. */
  private static void createFolder(Path target) throws IOException {
    Path folder = target.getParent();
    if (!Files.exists(folder)) {
      Files.createDirectory(folder, Replacement.permissions(folder, "rwx------"));
    }
  }

  private boolean attempt(Path target, Change change, boolean keepOld) throws IOException {
    Optional<Stamp> before = Stamp.of(target);
    String old = before.isPresent() ? FileText.of(Files.readAllBytes(target)) : "";
    String changed = change.apply(old);
    if (changed.equals(old)) {
      return true;
    }
    try (Replacement fresh = new Replacement(target, Replacement.OWNER_ONLY)) {
      try (FileChannel out = FileChannel.open(fresh.path(), StandardOpenOption.WRITE)) {
        output.write(out, FileText.bytes(changed));
      }
      if (before.isPresent()) {
        copyOwnerAndMode(target, fresh.path());
      }
      if (!before.equals(Stamp.of(target))) {
        return false;
      }
      if (keepOld && before.isPresent()) {
        keepOld(target);
      }
      fresh.commit();
      return true;
    }
  }

  /**
   * A folder that we may not write to, a file mounted by itself, an owner that only root can give:
   * the file cannot be replaced, but lines can still be added at its end.
   */
  private void appendInstead(Path target, Change change, FileSystemException reason)
      throws IOException {
    try {
      String old = FileText.of(Files.readAllBytes(target));
      String changed = change.apply(old);
      if (!changed.startsWith(old)) {
        throw reason;
      }
      append(target, changed.substring(old.length()));
    } catch (NoSuchFileException _) {
      throw reason;
    }
  }

  private void append(Path target, String added) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      long size = out.size();
      try {
        output.write(out, FileText.bytes(added));
      } catch (IOException e) {
        if (out.size() > size) {
          out.truncate(size);
        }
        throw e;
      }
    }
  }

  private static void copyOwnerAndMode(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return; // a file system without owners
    }
    PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes have = view.readAttributes();
    if (!have.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!have.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    view.setPermissions(wanted.permissions());
  }

  private static void keepOld(Path target) throws IOException {
    Path old = target.resolveSibling(target.getFileName() + ".old");
    Files.deleteIfExists(old);
    Files.createLink(old, target);
  }

  /** Changes when the file does. */
  private record Stamp(String key, long size, Object modified) {
    static Optional<Stamp> of(Path path) throws IOException {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.of(
            new Stamp(
                String.valueOf(attributes.fileKey()),
                attributes.size(),
                attributes.lastModifiedTime()));
      } catch (NoSuchFileException _) {
        return Optional.empty();
      }
    }
  }
}
