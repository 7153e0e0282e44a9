package org.sshlite.sftp.machine;

import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.server.StatusException;

/** Several changes of one request, all of which are tried: the last failure is its answer. */
final class Changes {
  /** One of them. */
  interface Change {
    void make() throws StatusException;
  }

  private @Nullable StatusException failure;

  void attempt(Change change) {
    try {
      change.make();
    } catch (StatusException e) {
      failure = e;
    }
  }

  void end() throws StatusException {
    if (failure != null) {
      throw failure;
    }
  }
}
