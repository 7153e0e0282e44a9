package org.sshlite.protocol.forward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.crypto.file.PermissionBits;

/**
 * With whose rights sockets are made, and those of the file system are connected to and removed: a
 * server may be root where the user is not.
 */
public interface SocketRights {
  /** Those of this process. */
  SocketRights OWN =
      new SocketRights() {
        @Override
        public boolean isAnother() {
          return false;
        }

        @Override
        public <T> T call(Deed<T> deed) throws IOException {
          return deed.done();
        }
      };

  /**
   * Whether they are another's than this process's. Then each socket is made with them, as it is
   * its maker's to the system: to a firewall's rules by user, in /proc/net/tcp, at ports that are
   * root's.
   */
  boolean isAnother();

  /** What is done with them; it may wait for the disk. */
  interface Deed<T> {
    T done() throws IOException;
  }

  /**
   * Does something, and waits for it. Not on the loop.
   *
   * @throws IOException when it fails, or the rights cannot be had
   */
  <T> T call(Deed<T> deed) throws IOException;

  /** What is done with a file. */
  interface PathDeed<T> {
    /**
     * @param path that leads to it as long as this takes
     */
    T done(Path path) throws IOException;
  }

  /**
   * As {@link #call}, with a file that is there.
   *
   * @param file whose links are followed
   */
  default <T> T callAt(Path file, PathDeed<T> deed) throws IOException {
    return call(() -> deed.done(file));
  }

  /**
   * As {@link #call}, with a name in a folder.
   *
   * @param file may be there or not; no link there is to be followed
   */
  default <T> T callIn(Path file, PathDeed<T> deed) throws IOException {
    return call(() -> deed.done(file));
  }

  /**
   * As {@link #callIn}, for what makes a socket there: all may connect whom the mask leaves. Java
   * itself has no call that changes a mode and follows no link; whoever has the system's says so
   * here. Until then the socket has what the umask of the process leaves, which lets no stranger
   * connect.
   *
   * @param umask as of umask(2)
   */
  default <T> T makeIn(Path file, int umask, PathDeed<T> deed) throws IOException {
    return callIn(
        file,
        at -> {
          T made = deed.done(at);
          if (Files.isSymbolicLink(at)) {
            throw new IOException("a link is in the place of the socket");
          }
          Files.setPosixFilePermissions(at, PermissionBits.toSet(0777 & ~umask));
          return made;
        });
  }
}
