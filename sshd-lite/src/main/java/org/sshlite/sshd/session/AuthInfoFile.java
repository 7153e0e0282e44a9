package org.sshlite.sshd.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;

/**
 * The file that SSH_USER_AUTH names: by what its owner has logged in, ExposeAuthInfo of
 * sshd_config(5). It is there as long as the connection.
 */
public record AuthInfoFile(Path path, Actor actor, StderrLog log) implements AutoCloseable {
  /** As sshd: of all users, and emptied where something is left behind. */
  private static final Path FOLDER = Path.of("/tmp");

  /** Empty where the user cannot have one, which is told. */
  public static Optional<AuthInfoFile> write(String information, Actor actor, StderrLog log) {
    try {
      Path made = actor.call(() -> make(information));
      return Optional.of(new AuthInfoFile(made, actor, log));
    } catch (IOException e) {
      log.error("ExposeAuthInfo: " + Printable.line(ConfigFile.reason(e)));
      return Optional.empty();
    }
  }

  private static Path make(String information) throws IOException {
    Path made =
        Files.createTempFile(
            FOLDER,
            "sshauth.",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      return Files.writeString(made, information);
    } catch (IOException e) {
      Files.deleteIfExists(made);
      throw e;
    }
  }

  public String name() {
    return path.toString();
  }

  /** Removes it. */
  @Override
  public void close() {
    try {
      actor.call(() -> Files.deleteIfExists(path));
    } catch (IOException e) {
      log.error("ExposeAuthInfo: " + Printable.line(ConfigFile.reason(e)));
    }
  }
}
