package org.sshlite.client;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.program.system.SocketMode;
import org.sshlite.protocol.forward.SocketRights;

/** Sockets of this process's user, whose modes no link leads elsewhere. */
record OwnSockets() implements SocketRights {
  @Override
  public boolean isAnother() {
    return false;
  }

  @Override
  public <T> T call(Deed<T> deed) throws IOException {
    return deed.done();
  }

  @Override
  public <T> T makeIn(Path file, int umask, PathDeed<T> deed) throws IOException {
    if (!SocketMode.class.getModule().isNativeAccessEnabled()) {
      return SocketRights.super.makeIn(file, umask, deed); // Java would print a warning
    }
    T made = deed.done(file);
    SocketMode.set(file, 0777 & ~umask);
    return made;
  }
}
