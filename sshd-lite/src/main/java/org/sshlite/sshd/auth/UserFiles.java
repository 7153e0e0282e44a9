package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.FileGlob;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.UserTokens;

/**
 * Where the configuration says that a user's files are: names with tokens, relative ones in the
 * account's home folder.
 *
 * @param own whether the user is the account; if not he has no folder of his own, and only files
 *     that carry his name are his
 * @param actor who reads them: a link of his that leads to another's file is not followed by root
 */
record UserFiles(
    Account account,
    String user,
    boolean own,
    Optional<StrictModes> modes,
    Actor actor,
    StderrLog log) {
  /** Of one name; each of them is read for each attempt. More than a person has machines. */
  static final int MOST_FILES = 64;

  /**
   * Names that are looked at for them: each attempt to log in looks, and any number may be there.
   */
  private static final int MOST_NAMES = 1024;

  /**
   * None where they are not this user's; with wildcards, those that are there: as sshd.
   *
   * @param kind what they hold, for the log
   */
  List<TrustedFile> files(String name, String kind) {
    String whose = "user '" + account.name() + "' ";
    boolean his = own || name.replace("%%", "").contains("%u");
    return his
        ? matching(expand(name))
            .map(path -> new TrustedFile(path, whose + kind, modes, actor, log))
            .toList()
        : List.of();
  }

  private Stream<Path> matching(Path path) {
    FileGlob glob = new FileGlob(path.toString());
    if (glob.isPlain()) {
      return Stream.of(path);
    }
    List<Path> found;
    try {
      found = actor.call(() -> glob.files(Path.of("/"), this::tellUnread, MOST_NAMES));
    } catch (IOException e) {
      log.error("Could not look for " + shown(path) + ": " + e.getMessage());
      return Stream.of();
    }
    if (found.size() > MOST_FILES) {
      log.info("Of %d files %s %d are read".formatted(found.size(), shown(path), MOST_FILES));
    }
    return found.stream().limit(MOST_FILES);
  }

  private void tellUnread(Path folder, IOException reason) {
    log.debug("Could not look into " + shown(folder) + ": " + ConfigFile.reason(reason));
  }

  private static String shown(Path path) {
    return Printable.line(path.toString());
  }

  private Path expand(String file) {
    String text = new UserTokens(account, user).expand(file);
    String fromHome = text.startsWith("~/") ? text.substring(2) : text;
    return Path.of(account.home()).resolve(fromHome);
  }
}
