package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
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

  /** None when it is not there or cannot be believed, which is told. */
  @Override
  public List<Line> lines() {
    try {
      return actor.call(this::read);
    } catch (IOException e) {
      log.error("Could not read " + name() + ": " + e.getMessage());
      return List.of();
    }
  }

  private List<Line> read() {
    try (OpenedFile file = OpenedFile.open(path)) {
      Optional<String> problem =
          modes.flatMap(strict -> strict.problem(path, file.owner(), file.mode()));
      if (problem.isPresent()) {
        log.info("Authentication refused: " + Printable.line(problem.get()));
        return List.of();
      }
      return lines(file.read(MAXIMUM_SIZE));
    } catch (NoSuchFileException _) {
      log.debug(unopened("No such file or directory"));
    } catch (FileSystemException e) {
      log.info(unopened(reason(e)));
    } catch (IOException e) {
      log.info("Could not read " + name() + ": " + ConfigFile.reason(e));
    }
    return List.of();
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

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? ConfigFile.reason(e) : e.getReason();
  }

  private List<Line> lines(byte[] bytes) {
    // what is not UTF-8 is replaced: a comment in another encoding must not hide a key
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<Line> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      lines.add(new Line(name() + ":" + (lines.size() + 1), line));
    }
    return lines;
  }

  /** As it is told. */
  String name() {
    return Printable.line(path.toString());
  }
}
