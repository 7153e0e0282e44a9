package org.sshlite.sshd.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.sshd.process.ThreadRights;

/**
 * Where a user's sessions are recorded.
 *
 * @param folder that exists; empty where they are not
 * @param withInput whether what is typed is recorded too
 * @param most bytes of one
 */
public record Recordings(Optional<Path> folder, boolean withInput, long most) {
  /** Nothing is recorded. */
  public static final Recordings NONE = new Recordings(Optional.empty(), false, 0);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Bytes: nobody foresees a name, and makes that file first or waits for it. */
  private static final int RANDOM_BYTES = 8;

  private static final int LONGEST_USER = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Begins one, in a new file that is its owner's alone: the server's.
   *
   * @param user who is recorded; for the name
   * @param terminal its type
   * @param onFailure told when no more is recorded
   * @throws IOException when it cannot
   */
  public Recording begin(
      String user, int columns, int rows, String terminal, Consumer<IOException> onFailure)
      throws IOException {
    if (folder.isEmpty()) {
      return Recording.NONE;
    }
    Instant now = Instant.now();
    String name = name(user, now);
    Recording recording = new Recording(create(name), withInput, most, System::nanoTime, onFailure);
    try {
      recording.header(columns, rows, now, terminal);
      return recording;
    } catch (IOException e) {
      Path file = folder.get().resolve(name);
      try (recording) {
        Files.deleteIfExists(file);
      }
      throw failure(file, e);
    }
  }

  private static IOException failure(Path file, IOException e) {
    return new IOException("RecordSessions: " + file + ": " + ConfigFile.reason(e), e);
  }

  private FileChannel create(String name) throws IOException {
    Path file = folder.orElseThrow().resolve(name);
    try {
      ThreadRights.own();
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static String name(String user, Instant time) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    String shown = user.substring(0, Math.min(user.length(), LONGEST_USER));
    return TIME.format(time)
        + "-"
        + shown.replaceAll("[^A-Za-z0-9._@-]", "_")
        + "-"
        + HexFormat.of().formatHex(random)
        + ".cast";
  }
}
