package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StderrLogTest {
  @TempDir private Path folder;

  @Test
  void a_level_shows_itself_and_what_matters_more() throws Exception {
    Path file = folder.resolve("log");
    StderrLog log = new StderrLog(LogLevel.VERBOSE);
    log.redirect(file);
    log.error("e");
    log.verbose("v");
    log.debug("hidden");
    log.level(LogLevel.DEBUG2);
    log.debug("d");
    log.log(LogLevel.DEBUG3, "hidden");
    log.level(LogLevel.QUIET);
    log.fatal("hidden");
    assertThat(Files.readString(file)).isEqualTo("e\nv\ndebug1: d\n");
  }

  @Test
  void places_that_LogVerbose_names_are_told_whatever_the_level() throws Exception {
    Path file = folder.resolve("log");
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(file);
    log.overrides(List.of("none"));
    both(log);
    log.overrides(List.of("Other.java:*", "StderrLogTest.java:first():*,*:second():*"));
    both(log);
    log.of(7).debug("hidden");
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line ->
                assertThat(line).matches("debug1: StderrLogTest\\.java:first\\(\\):[0-9]+: one"),
            line ->
                assertThat(line).matches("debug3: StderrLogTest\\.java:second\\(\\):[0-9]+: two"));
  }

  private static void both(StderrLog log) {
    first(log);
    Runnable second = second(log);
    second.run();
    log.debug("hidden");
  }

  private static void first(StderrLog log) {
    log.debug("one");
  }

  private static Runnable second(StderrLog log) {
    return () -> log.log(LogLevel.DEBUG3, "two");
  }

  @Test
  void a_message_stays_one_line() throws Exception {
    Path file = folder.resolve("log");
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(file);
    log.info("a\nb");
    assertThat(Files.readString(file)).isEqualTo("a b\n");
  }

  @Test
  void the_file_is_appended_to_and_is_its_owners_alone() throws Exception {
    Path file = folder.resolve("log");
    for (String message : new String[] {"first", "second"}) {
      StderrLog log = new StderrLog(LogLevel.INFO);
      log.redirect(file);
      log.info(message);
    }
    assertThat(Files.readString(file)).isEqualTo("first\nsecond\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_file_that_cannot_be_opened_is_one_clear_line() {
    Path file = folder.resolve("no/such/folder");
    assertThatThrownBy(() -> new StderrLog(LogLevel.INFO).redirect(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Couldn't open logfile " + file + ": No such file or directory");
  }
}
