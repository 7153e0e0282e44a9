package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Writers;

/**
 * StrictModes of sshd_config(5): nobody but the user and root may be able to change a file, or the
 * folders that lead to it.
 *
 * @param home folders above it are not looked at
 * @param uid the user's
 */
public record StrictModes(Path home, int uid) {
  /** Nobody but root may be able to, anywhere on the way. */
  static StrictModes ofRoot() {
    return new StrictModes(Path.of("/"), Account.ROOT);
  }

  /**
   * What is wrong with a file, or empty when it may be believed.
   *
   * @param owner of what was opened
   * @param mode of what was opened
   */
  public Optional<String> problem(Path path, int owner, int mode) {
    try {
      Path real = path.toRealPath();
      if (!Writers.areRootAnd(uid, owner, mode)) {
        return Optional.of("bad ownership or modes for file " + real);
      }
      Path last = last(real);
      for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
        if (!isSafe(folder)) {
          return Optional.of("bad ownership or modes for directory " + folder);
        }
        if (folder.equals(last)) {
          break;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(path + ": " + ConfigFile.reason(e));
    }
  }

  /** Where there is no home, or the thread's user does not reach it, each folder counts. */
  private Path last(Path real) {
    try {
      return home.toRealPath();
    } catch (IOException _) {
      return real.getRoot();
    }
  }

  private boolean isSafe(Path folder) throws IOException {
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    int mode = (Integer) Files.getAttribute(folder, "unix:mode");
    return Writers.areRootAnd(uid, owner, mode);
  }
}
