package org.sshlite.sshd.session;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.LoginProcess;

/**
 * What a user is told before his shell begins, and the record of his being there, sshd(8) LOGIN
 * PROCESS.
 *
 * @param motd whether the message of the day is shown (PrintMotd)
 * @param last whether the last login is (PrintLastLog)
 * @param records of root's server; empty for others
 * @param notices lines about the account
 */
public record Welcome(boolean motd, boolean last, Optional<LoginRecords> records, String notices) {
  /** Nothing is told, and nothing recorded. */
  public static final Welcome NONE = new Welcome(false, false, Optional.empty(), "");

  private static final Logger LOG = System.getLogger("session");
  private static final Path MOTD = Path.of("/etc/motd");
  private static final String HUSH = ".hushlogin";

  /** Bytes of the message of the day that are shown at most: it is held in memory. */
  private static final int LONGEST = 64 * 1024;

  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

  /**
   * What is shown, before the login that it is shown for is recorded.
   *
   * @param terminal whether there is one
   */
  String text(Actor actor, boolean terminal, Optional<LoginProcess> login) {
    if (isHushed(actor)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    login.map(LoginProcess::takeMessages).ifPresent(text::append);
    if (terminal) {
      text.append(notices);
      records
          .filter(_ -> last)
          .flatMap(all -> all.last(actor.account()))
          .ifPresent(before -> text.append(line(before)));
      if (motd) {
        text.append(messageOfTheDay());
      }
    }
    return text.toString();
  }

  private static boolean isHushed(Actor actor) {
    try {
      return actor.finds(Path.of(actor.account().home(), HUSH));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, HUSH + ": " + e.getMessage());
      return false;
    }
  }

  private static String line(LoginRecords.Last before) {
    String time = CTIME.format(before.time().atZone(ZoneId.systemDefault()));
    return "Last login: "
        + time
        + (before.host().isEmpty() ? "" : " from " + Printable.line(before.host()))
        + "\n";
  }

  private static String messageOfTheDay() {
    if (!Files.isRegularFile(MOTD)) {
      return "";
    }
    try (var file = Files.newInputStream(MOTD)) {
      return new String(file.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, MOTD + ": " + e.getMessage());
      return "";
    }
  }

  /**
   * Lets a login be seen before what it is for is started.
   *
   * @return what takes that back
   */
  Runnable announce(LoginRecords.Entry entry) {
    records.ifPresent(all -> all.announce(entry, Instant.now()));
    return () -> records.ifPresent(all -> all.recall(entry, Instant.now()));
  }

  /**
   * Records a login.
   *
   * @return what records that it is over
   */
  Runnable record(LoginRecords.Entry entry) {
    records.ifPresent(all -> all.login(entry, Instant.now()));
    return () -> records.ifPresent(all -> all.logout(entry, Instant.now()));
  }
}
