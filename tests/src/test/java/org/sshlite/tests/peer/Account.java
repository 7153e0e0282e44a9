package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.sshlite.crypto.key.PublicKey;

/**
 * A user whom only one server knows, with a home folder, a password and an authorized key of their
 * own. The server sees a user database of ours in place of the system's (nss_wrapper), so no real
 * account is touched. The user has the number of the one who runs the tests.
 *
 * @param folder holds the user database and the home folder
 * @param key is authorized in the home folder
 */
public record Account(Path folder, KeyPair key) {
  public static final String NAME = "alice";
  public static final String PASSWORD = "correct horse";

  /** What runs the user's commands. */
  public static final String SHELL = "/bin/bash";

  /** crypt(3) of the password, with SHA-512 at its least number of rounds. */
  static final String PASSWORD_HASH =
      "$6$rounds=1000$sshlitetests$6GCeUmKTzWeVGLl851YKTVmJTronm1SSmvSWmiJbkKj6fSHwbp07WMgB3/DtVRkgKhdt6BEHIbxx5X2Z9y1Jt/";

  public static Account create(Path folder) {
    try {
      Files.createDirectories(folder);
      Path home = privateFolder(folder.resolve("home"));
      Path dotSsh = privateFolder(home.resolve(".ssh"));
      KeyPair key = KeyPair.create(folder.resolve("user_key"));
      Files.writeString(dotSsh.resolve("authorized_keys"), key.line() + "\n");
      Account account = new Account(folder, key);
      account.writeDatabase();
      return account;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    // servers look at these before they trust what is inside
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private void writeDatabase() throws IOException {
    Object uid = Files.getAttribute(folder, "unix:uid");
    Object gid = Files.getAttribute(folder, "unix:gid");
    // sshd as root gives up its rights to the user sshd before authentication
    Files.writeString(
        folder.resolve("passwd"),
        """
        %s:x:%s:%s:Alice:%s:%s
        sshd:x:65533:65534:sshd:/nonexistent:/usr/sbin/nologin
        """
            .formatted(NAME, uid, gid, home(), SHELL));
    Files.writeString(folder.resolve("group"), "%s:x:%s:%n".formatted(NAME, gid));
    Files.writeString(
        folder.resolve("shadow"), "%s:%s:20000:0:99999:7:::%n".formatted(NAME, PASSWORD_HASH));
  }

  public Path home() {
    return folder.resolve("home");
  }

  /** How to log in as this user. */
  Target target(int port, PublicKey hostKey) {
    return new Target(NAME, port, hostKey, key, PASSWORD, folder);
  }

  /** What makes a program see this user, and no other. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", Peers.NSS_WRAPPER,
        "NSS_WRAPPER_PASSWD", folder.resolve("passwd").toString(),
        "NSS_WRAPPER_GROUP", folder.resolve("group").toString(),
        "NSS_WRAPPER_SHADOW", folder.resolve("shadow").toString());
  }
}
