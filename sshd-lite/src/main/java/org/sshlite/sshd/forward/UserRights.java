package org.sshlite.sshd.forward;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.protocol.forward.SocketRights;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.PinnedPath;

/** Those of a user. */
record UserRights(Actor actor) implements SocketRights {
  @Override
  public boolean isAnother() {
    return actor.isAnother();
  }

  @Override
  public <T> T call(Deed<T> deed) throws IOException {
    return actor.call(deed::done);
  }

  @Override
  public <T> T callAt(Path file, PathDeed<T> deed) throws IOException {
    return actor.call(() -> inWords(() -> PinnedPath.at(file, deed::done)));
  }

  @Override
  public <T> T callIn(Path file, PathDeed<T> deed) throws IOException {
    return actor.call(() -> inWords(() -> PinnedPath.in(file, deed::done)));
  }

  @Override
  public <T> T makeIn(Path file, int umask, PathDeed<T> deed) throws IOException {
    return actor.call(() -> inWords(() -> PinnedPath.socketIn(file, umask, deed::done)));
  }

  /** The client is told the system's words, and no path of this machine. */
  private static <T> T inWords(SocketRights.Deed<T> deed) throws IOException {
    try {
      return deed.done();
    } catch (FileSystemException e) {
      throw new IOException(ConfigFile.reasonAlone(e), e);
    }
  }
}
