package org.sshlite.client.files;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;

/** What version 3 tells of a file: times in whole seconds, none of its making, no number of it. */
record SftpAttributes(Attributes told, Principal owner, Principal group)
    implements PosixFileAttributes {

  /** Somebody by a number of the server's, and by its name where the server tells that. */
  record Principal(int id, String getName) implements GroupPrincipal {
    @Override
    public String toString() {
      return getName;
    }
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(told.modificationSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public FileTime lastAccessTime() {
    return FileTime.from(told.accessSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return told.isRegular();
  }

  @Override
  public boolean isDirectory() {
    return told.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return told.isLink();
  }

  @Override
  public boolean isOther() {
    return !isRegularFile() && !isDirectory() && !isSymbolicLink();
  }

  @Override
  public long size() {
    return told.size();
  }

  @Override
  public @Nullable Object fileKey() {
    return null;
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return FileMode.permissions(told.permissions());
  }

  /** Where nobody asks who the owner is by name. */
  static SftpAttributes unnamed(Attributes told) {
    return new SftpAttributes(
        told,
        new Principal(told.uid(), Integer.toUnsignedString(told.uid())),
        new Principal(told.gid(), Integer.toUnsignedString(told.gid())));
  }
}
