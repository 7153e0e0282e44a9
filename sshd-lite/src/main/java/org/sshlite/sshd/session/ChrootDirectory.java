package org.sshlite.sshd.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.sftp.machine.MachineFiles;
import org.sshlite.sftp.server.ServedFiles;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.UserTokens;
import org.sshlite.sshd.process.Writers;

/**
 * ChrootDirectory of sshd_config(5), for internal-sftp.
 *
 * <p>Deviation: chroot(2) is not called, for which a server must be root. The kernel resolves each
 * path of the session as if the folder were "/" (openat2(2)), so a server of a plain user's has
 * this, too. The folders on the way may then be that user's, in the place of root's.
 *
 * @param path with all tokens replaced
 */
public record ChrootDirectory(String path) {
  /**
   * @param setting the keyword's value, with "~" and the tokens %%, %h, %u and %U; empty for none
   * @param user the name that logged in
   */
  public static Optional<ChrootDirectory> of(String setting, Account account, String user) {
    if (setting.isEmpty()) {
      return Optional.empty();
    }
    // a name that is a way to another folder names none
    boolean plain = !user.contains("/") && !user.equals(".") && !user.equals("..");
    boolean tilde = setting.equals("~") || setting.startsWith("~/");
    String whole = tilde ? "%h" + setting.substring(1) : setting;
    // a token that there is not stays: there is no such folder, and so no session
    return Optional.of(
        new ChrootDirectory(new UserTokens(account, plain ? user : "%u").expand(whole)));
  }

  /**
   * @param another whether the calling thread has the rights of another user than this process
   * @throws IOException when this is no folder to hold somebody in, or cannot be on this machine
   */
  ServedFiles files(boolean another, FileName home, OptionalInt umask) throws IOException {
    if (!MachineFiles.supported()) {
      throw new IOException("ChrootDirectory needs Linux");
    }
    check((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    try {
      Optional<FileName> root = Optional.of(FileName.of(path));
      return another
          ? MachineFiles.ofAnother(root, home, umask)
          : new MachineFiles(root, home, umask);
    } catch (IOException e) {
      throw new IOException("ChrootDirectory %s: %s".formatted(quoted(path), e.getMessage()), e);
    }
  }

  /**
   * Nobody but root and this server's own user may be able to put another folder in its place, or
   * to write in it.
   *
   * @param server uid
   */
  void check(int server) throws IOException {
    if (!path.startsWith("/")) {
      throw new IOException("chroot path does not begin at root");
    }
    if (path.indexOf('\0') >= 0) {
      throw new IOException("chroot path has a NUL byte");
    }
    for (int end = 0; end >= 0; ) {
      int slash = path.indexOf('/', end);
      check(slash < 0 ? path : path.substring(0, slash + 1), slash < 0 ? "" : "component ", server);
      end = slash < 0 ? -1 : slash + 1;
    }
  }

  private static void check(String folder, String what, int server) throws IOException {
    Map<String, Object> facts;
    try {
      facts = Files.readAttributes(Path.of(folder), "unix:uid,mode,isDirectory");
    } catch (IOException e) {
      throw new IOException("chroot path " + quoted(folder) + ": " + ConfigFile.reason(e), e);
    }
    if (!Writers.areRootAnd(server, (Integer) facts.get("uid"), (Integer) facts.get("mode"))) {
      throw new IOException("bad ownership or modes for chroot directory " + what + quoted(folder));
    }
    if (!(Boolean) facts.get("isDirectory")) {
      throw new IOException("chroot path " + what + quoted(folder) + " is not a directory");
    }
  }

  private static String quoted(String path) {
    return '"' + Printable.line(path) + '"';
  }
}
