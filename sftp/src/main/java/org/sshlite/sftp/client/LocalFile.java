package org.sshlite.sftp.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;
import org.sshlite.sftp.wire.FileName;

/** The files of this machine, in the terms of the protocol. */
final class LocalFile {
  private LocalFile() {}

  /** What is known of a file. */
  record Facts(boolean regular, boolean folder, boolean link, Attributes attributes) {}

  /** Of what {@code path} leads to, or with {@link LinkOption#NOFOLLOW_LINKS} of {@code path}. */
  static Facts facts(Path path, LinkOption... how) throws LocalFileException {
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(path, PosixFileAttributeView.class, how);
      int permissions = 0644;
      BasicFileAttributes facts;
      if (view == null) {
        facts = Files.readAttributes(path, BasicFileAttributes.class, how);
        permissions = facts.isDirectory() ? 0755 : permissions;
      } else {
        PosixFileAttributes posix = view.readAttributes();
        facts = posix;
        permissions = FileMode.of(posix.permissions());
      }
      Attributes attributes =
          Attributes.NONE
              .withSize(facts.size())
              .withPermissions(permissions)
              .withTimes(
                  facts.lastAccessTime().to(TimeUnit.SECONDS),
                  facts.lastModifiedTime().to(TimeUnit.SECONDS));
      return new Facts(
          facts.isRegularFile(), facts.isDirectory(), facts.isSymbolicLink(), attributes);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /** 0 where there is none. */
  static long size(Path path) throws LocalFileException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /** What {@code path} leads to, or with {@link LinkOption#NOFOLLOW_LINKS} {@code path} alone. */
  static FileChannel open(Path path, LinkOption... how) throws LocalFileException {
    Set<OpenOption> options = new HashSet<>(List.of(how));
    options.add(StandardOpenOption.READ);
    try {
      return FileChannel.open(path, options);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /**
   * Opens a file to be written, made with the permissions of the one it will be a copy of, as far
   * as the umask lets it.
   *
   * @param kept what is there already stays
   * @param fresh nothing is there, and no link is followed
   */
  static FileChannel create(Path path, Attributes attributes, boolean kept, boolean fresh)
      throws LocalFileException {
    Set<OpenOption> how = new HashSet<>(Set.of(StandardOpenOption.WRITE));
    how.add(fresh ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
    if (!kept && !fresh) {
      how.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    int mode = attributes.has(Attributes.PERMISSIONS) ? attributes.permissions() & 0777 : 0666;
    try {
      return FileChannel.open(path, how, made(path, mode | 0200));
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  static FileAttribute<?>[] made(Path path, int mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FileMode.permissions(mode))}
        : new FileAttribute<?>[0];
  }

  static void sync(FileChannel channel) throws LocalFileException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  static void preserve(Finishing finishing, Path path, Attributes attributes) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    String shown = "\"" + Shown.of(path) + "\"";
    if (attributes.has(Attributes.PERMISSIONS)) {
      finishing.attempt(
          "local chmod " + shown,
          () -> change(() -> view.setPermissions(FileMode.permissions(attributes.permissions()))));
    }
    if (attributes.has(Attributes.ACMODTIME)) {
      finishing.attempt(
          "local set times " + shown,
          () ->
              change(
                  () ->
                      view.setTimes(
                          FileTime.from(attributes.modificationSeconds(), TimeUnit.SECONDS),
                          FileTime.from(attributes.accessSeconds(), TimeUnit.SECONDS),
                          null)));
    }
  }

  private static void change(Finishing.Step step) throws LocalFileException {
    try {
      step.run();
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  static void rename(Path from, Path to) throws LocalFileException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      return; // why it is discarded is told, and is worse
    }
  }

  /**
   * The file of that name in a folder.
   *
   * @throws LocalFileException when it is no text, or would not be in that folder
   */
  static Path child(Path folder, FileName name) throws LocalFileException {
    String text = LocalName.of(name);
    if (Entry.isOneName(name) && !text.contains(folder.getFileSystem().getSeparator())) {
      return folder.resolve(text);
    }
    throw new LocalFileException("the server's name leads elsewhere");
  }
}
