package org.sshlite.sftp.server;

import java.util.Optional;
import org.sshlite.sftp.wire.ExtendedRequest.CopyData;
import org.sshlite.sftp.wire.ExtendedRequest.ExpandPath;
import org.sshlite.sftp.wire.ExtendedRequest.Fstatvfs;
import org.sshlite.sftp.wire.ExtendedRequest.Fsync;
import org.sshlite.sftp.wire.ExtendedRequest.Hardlink;
import org.sshlite.sftp.wire.ExtendedRequest.HomeDirectory;
import org.sshlite.sftp.wire.ExtendedRequest.LimitsRequest;
import org.sshlite.sftp.wire.ExtendedRequest.Lsetstat;
import org.sshlite.sftp.wire.ExtendedRequest.PosixRename;
import org.sshlite.sftp.wire.ExtendedRequest.Statvfs;
import org.sshlite.sftp.wire.ExtendedRequest.UnknownExtended;
import org.sshlite.sftp.wire.ExtendedRequest.UsersGroupsById;
import org.sshlite.sftp.wire.Extension;
import org.sshlite.sftp.wire.Request;

/** The requests by the names that sftp-server(8) has for its options -p, -P and -Q. */
public enum Operation {
  // OPEN is looked at by itself: only some of them write
  OPEN("open", false),
  CLOSE("close", false),
  READ("read", false),
  WRITE("write", true),
  LSTAT("lstat", false),
  FSTAT("fstat", false),
  SETSTAT("setstat", true),
  FSETSTAT("fsetstat", true),
  OPENDIR("opendir", false),
  READDIR("readdir", false),
  REMOVE("remove", true),
  MKDIR("mkdir", true),
  RMDIR("rmdir", true),
  REALPATH("realpath", false),
  STAT("stat", false),
  RENAME("rename", true),
  READLINK("readlink", false),
  SYMLINK("symlink", true),
  POSIX_RENAME("posix-rename", true, PosixRename.NAME, "1"),
  STATVFS("statvfs", false, Statvfs.NAME, "2"),
  FSTATVFS("fstatvfs", false, Fstatvfs.NAME, "2"),
  HARDLINK("hardlink", true, Hardlink.NAME, "1"),
  FSYNC("fsync", true, Fsync.NAME, "1"),
  LSETSTAT("lsetstat", true, Lsetstat.NAME, "1"),
  LIMITS("limits", false, LimitsRequest.NAME, "1"),
  EXPAND_PATH("expand-path", false, ExpandPath.NAME, "1"),
  COPY_DATA("copy-data", true, CopyData.NAME, "1"),
  HOME_DIRECTORY("home-directory", false, HomeDirectory.NAME, "1"),
  USERS_GROUPS_BY_ID("users-groups-by-id", false, UsersGroupsById.NAME, "1");

  private final String text;
  private final boolean writes;
  private final Optional<Extension> extension;

  Operation(String text, boolean writes) {
    this(text, writes, Optional.empty());
  }

  Operation(String text, boolean writes, String extension, String version) {
    this(text, writes, Optional.of(new Extension(extension, version)));
  }

  Operation(String text, boolean writes, Optional<Extension> extension) {
    this.text = text;
    this.writes = writes;
    this.extension = extension;
  }

  /** What a request is; empty for what version 3 and its extensions here do not have. */
  static Optional<Operation> of(Request.Asking request) {
    return Optional.ofNullable(
        switch (request) {
          case Request.Open _ -> OPEN;
          case Request.Close _ -> CLOSE;
          case Request.Read _ -> READ;
          case Request.Write _ -> WRITE;
          case Request.Lstat _ -> LSTAT;
          case Request.Fstat _ -> FSTAT;
          case Request.Setstat _ -> SETSTAT;
          case Request.Fsetstat _ -> FSETSTAT;
          case Request.Opendir _ -> OPENDIR;
          case Request.Readdir _ -> READDIR;
          case Request.Remove _ -> REMOVE;
          case Request.Mkdir _ -> MKDIR;
          case Request.Rmdir _ -> RMDIR;
          case Request.Realpath _ -> REALPATH;
          case Request.Stat _ -> STAT;
          case Request.Rename _ -> RENAME;
          case Request.Readlink _ -> READLINK;
          case Request.Symlink _ -> SYMLINK;
          case PosixRename _ -> POSIX_RENAME;
          case Statvfs _ -> STATVFS;
          case Fstatvfs _ -> FSTATVFS;
          case Hardlink _ -> HARDLINK;
          case Fsync _ -> FSYNC;
          case Lsetstat _ -> LSETSTAT;
          case LimitsRequest _ -> LIMITS;
          case ExpandPath _ -> EXPAND_PATH;
          case CopyData _ -> COPY_DATA;
          case HomeDirectory _ -> HOME_DIRECTORY;
          case UsersGroupsById _ -> USERS_GROUPS_BY_ID;
          case UnknownExtended _, Request.Unknown _ -> null;
        });
  }

  /** As sftp-server(8) names it. */
  public String text() {
    return text;
  }

  /** Whether it changes anything, so that a session that only reads has no use for it. */
  public boolean writes() {
    return writes;
  }

  /** How it is announced; empty for one of version 3 itself. */
  Optional<Extension> extension() {
    return extension;
  }
}
