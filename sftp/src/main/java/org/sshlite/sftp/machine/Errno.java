package org.sshlite.sftp.machine;

import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.StatusCode;

/** What a failed function of the system means to a client, as OpenSSH's server tells it. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EACCES = 13;
  static final int EFAULT = 14;
  static final int EEXIST = 17;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ELOOP = 40;
  static final int EOPNOTSUPP = 95;

  private Errno() {}

  private static StatusCode code(int errno) {
    return switch (errno) {
      case ENOENT, ENOTDIR, EBADF, ELOOP -> StatusCode.NO_SUCH_FILE;
      case EPERM, EACCES, EFAULT -> StatusCode.PERMISSION_DENIED;
      case ENAMETOOLONG, EINVAL -> StatusCode.BAD_MESSAGE;
      case ENOSYS -> StatusCode.OP_UNSUPPORTED;
      default -> StatusCode.FAILURE;
    };
  }

  /**
   * A code that has a meaning says it. FAILURE has none, so the message is the system's: that a
   * disk is full, a folder not empty, a file there already.
   */
  static StatusException status(int errno) {
    StatusCode code = code(errno);
    return code == StatusCode.FAILURE
        ? new StatusException(code, Libc.message(errno))
        : new StatusException(code);
  }
}
