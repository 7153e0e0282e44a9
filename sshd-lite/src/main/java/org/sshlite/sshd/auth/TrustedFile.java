package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.OpenedFile;

/**
 * A file that says who may log in, read afresh for each question.
 *
 * @param whose {@code user 'alice' authorized keys}, for the log; empty for files of the
 *     configuration
 * @param modes who else may not be able to write it; empty with StrictModes no, and for files of
 *     the configuration
 * @param actor who reads it
 */
record TrustedFile(Path path, String whose, Optional<StrictModes> modes, Actor actor, StderrLog log)
    implements TrustedLines {
  // bytes: far beyond what a person keeps, and no more than we like to read for each attempt
  private static final int MAXIMUM_SIZE = 4 * 1024 * 1024;

  // bytes: an ordinary file is one, and who searches many lets others have a turn between them
  private static final int PIECE = 16 * 1024;

  /**
   * Nothing is the answer when it is not there or cannot be believed, which is told: what was read
   * before an error, or up to the limit, may end within a line that says something else.
   */
  @Override
  public <T> Optional<T> first(Function<Line, Optional<T>> question) {
    try {
      LineFeed<T> feed = new LineFeed<>(new LineSearch<>(name(), question, log));
      boolean believed = false;
      try {
        believed = actor.call(() -> read(feed));
      } catch (IOException e) {
        tellUnread(e.getMessage());
      } finally {
        feed.end(believed);
      }
      Optional<T> answer = feed.answer();
      return believed ? answer : Optional.empty();
    } catch (NoThreadException e) {
      tellUnread(e.getMessage());
      return Optional.empty();
    }
  }

  private void tellUnread(String reason) {
    log.error("Could not read " + name() + ": " + reason);
  }

  /** Whether it was read, to its end or to the answer. */
  private boolean read(LineFeed<?> feed) {
    try (OpenedFile file = OpenedFile.open(path)) {
      Optional<String> problem =
          modes.flatMap(strict -> strict.problem(path, file.owner(), file.mode()));
      if (problem.isPresent()) {
        log.info("Authentication refused: " + Printable.line(problem.get()));
        return false;
      }
      return file.stamp().size() > MAXIMUM_SIZE ? tooLarge() : read(file, feed);
    } catch (NoSuchFileException _) {
      log.debug(unopened("No such file or directory"));
    } catch (FileSystemException e) {
      log.info(unopened(ConfigFile.reasonAlone(e)));
    } catch (IOException e) {
      log.info("Could not read " + name() + ": " + ConfigFile.reason(e));
    }
    return false;
  }

  private boolean read(OpenedFile file, LineFeed<?> feed) throws IOException {
    byte[] piece = new byte[PIECE];
    int left = MAXIMUM_SIZE;
    int count = file.read(piece);
    while (count > 0 && count <= left && feed.add(piece, count)) {
      left -= count;
      count = file.read(piece);
    }
    return count <= left || tooLarge(); // it may grow meanwhile
  }

  private boolean tooLarge() {
    log.info(name() + " is larger than " + MAXIMUM_SIZE + " bytes: none of it is believed");
    return false;
  }

  /** In sshd's words. */
  private String unopened(String reason) {
    String shown = whose.isEmpty() ? name() : Printable.line(whose) + " '" + name() + "'";
    return reason.equals(OpenedFile.NOT_REGULAR) && !whose.isEmpty()
        ? shown.substring(0, 1).toUpperCase(Locale.ROOT)
            + shown.substring(1)
            + " is "
            + OpenedFile.NOT_REGULAR
        : "Could not open " + shown + ": " + reason;
  }

  /** As it is told. */
  String name() {
    return Printable.line(path.toString());
  }
}
