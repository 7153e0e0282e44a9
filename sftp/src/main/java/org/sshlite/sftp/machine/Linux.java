package org.sshlite.sftp.machine;

/** Numbers of Linux's C headers and places in its structures, for 64-bit machines. */
final class Linux {
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_SYMLINK_FOLLOW = 0x400;
  static final int AT_EMPTY_PATH = 0x1000;

  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NOCTTY = 0400;
  static final int O_TRUNC = 01000;
  static final int O_APPEND = 02000;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;
  // these two differ between the machines
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
  static final int O_DIRECTORY = ARM ? 040000 : 0200000;
  static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;

  static final int CLONE_FS = 0x200;
  static final int RENAME_NOREPLACE = 1;

  /** The number of openat2 for syscall(2), the same on every machine. */
  static final int SYS_OPENAT2 = 437;

  static final long RESOLVE_IN_ROOT = 0x10;
  static final int SIZEOF_OPEN_HOW = 24;

  static final int SIZEOF_STATX = 256;
  static final int STATX_BASIC_STATS = 0x7ff;
  static final int STATX_NLINK = 16;
  static final int STATX_UID = 20;
  static final int STATX_GID = 24;
  static final int STATX_MODE = 28;
  static final int STATX_INO = 32;
  static final int STATX_SIZE = 40;
  static final int STATX_ATIME = 64;
  static final int STATX_MTIME = 112;
  static final int STATX_DEV_MAJOR = 136;
  static final int STATX_DEV_MINOR = 140;

  static final int SIZEOF_STATFS = 120;
  static final int SIZEOF_STATVFS = 112;

  /** struct dirent64: d_ino and d_off come first. */
  static final int DIRENT_RECLEN = 16;

  static final int DIRENT_NAME = 19;

  static final int PASSWD_DIR = 32;

  /** Bytes of a path with its NUL. */
  static final int PATH_MAX = 4096;

  private Linux() {}
}
