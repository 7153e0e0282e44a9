package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.process.ThreadRights;

/**
 * What is said before a login, RFC 4252 §5.4.
 *
 * @param name of the file; empty for none
 */
record BannerFile(String name) {
  /** Empty, too, where it cannot be read. */
  Optional<String> read(StderrLog log) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      ThreadRights.own();
      return Optional.of(Files.readString(Path.of(name), StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.debug("no banner: " + name + ": " + ConfigFile.reason(e));
      return Optional.empty();
    }
  }
}
